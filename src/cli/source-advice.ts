import type { BatchResult } from "../core/batch/live-run.js";
import type { Config } from "../core/settings/settings.js";
import { hikerKeys } from "../core/sources/hiker-keys.js";
import type { SourceName } from "../core/sources/source.js";

/**
 * @returns advice after a source has stopped the run: a chain that asks another source next, or a source that refuses
 * less; null if no such advice applies.
 * @param names as given by `--source`, or undefined for the default source.
 */
export function sourceAdvice(
  { stop }: Pick<BatchResult, "stop">,
  names: readonly SourceName[] | undefined,
  config: Config,
): string | null {
  if (stop?.kind !== "source" || stop.error.kind === "unauthorized") return null;
  const hasHiker = hikerKeys(config).length > 0;
  const asked: readonly SourceName[] = names ?? [hasHiker ? "hiker" : "web"];
  const others: SourceName[] = [
    ...(hasHiker ? (["hiker"] as const) : []),
    ...(config.graph.token !== null && config.graph.userId !== null ? (["graph"] as const) : []),
    "web",
  ];
  const next = others.find((name) => !asked.includes(name));
  const kept = "Nothing was lost; the next run continues from here.";
  if (stop.error.kind === "out_of_budget" && stop.error.context.cap === undefined)
    return `${kept} Top up the balance${next === undefined ? "" : `, or use --source ${[...asked, next].join(",")}`}.`;
  if (next !== undefined) return `${kept} --source ${[...asked, next].join(",")} asks ${next} meanwhile.`;
  return hasHiker
    ? kept
    : `${kept} Instagram often refuses anonymous visitors; to use a paid source, set IGMINER_HIKER_KEY and --source hiker,web.`;
}
