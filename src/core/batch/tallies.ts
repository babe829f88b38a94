import type { Metric } from "../record/metrics.js";
import type { RunCounts } from "../record/runs.js";

/** Numbers that a command adds up over its run, such as `{ posts: 600, discovered: 812 }`. */
export type Tallies = Record<string, number>;

/** Adds `more` to the numbers of the same names. */
export function addInto(sums: RunCounts | Tallies, more: Partial<RunCounts> | Tallies): void {
  const into = sums as Tallies;
  for (const [name, value] of Object.entries(more)) into[name] = (into[name] ?? 0) + value;
}

/** The metrics of a saved chunk: items by outcome, the command's tallies, and the time per item. */
export function itemMetrics(
  command: string,
  counts: Partial<RunCounts>,
  tallies: Tallies,
  workedMs: readonly number[],
): Metric[] {
  const ordered = [...workedMs].sort((a, b) => a - b);
  const quantile = (share: number) => ordered[Math.ceil(share * ordered.length) - 1] ?? 0;
  return [
    ...Object.entries(counts).map(([outcome, value]) => ({
      name: "items",
      value,
      tags: { command, outcome },
    })),
    ...Object.entries(tallies).map(([name, value]) => ({ name, value, tags: { command } })),
    { name: "item_seconds", value: ordered.reduce((sum, ms) => sum + ms, 0) / 1_000, tags: { command } },
    { name: "item_duration_ms", value: quantile(0.5), tags: { command, quantile: "0.5" } },
    { name: "item_duration_ms", value: quantile(0.95), tags: { command, quantile: "0.95" } },
  ];
}
