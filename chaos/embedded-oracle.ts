export const NAMES_A_BATCH = 20;

/** What a writer has reported before it was killed. */
export interface Told {
  found: Record<string, number> | null;
  begun: number | null;
  committed: number[];
}

/** Parses a writer's lines; the last one may be cut off. */
export function toldIn(stdout: string): Told {
  const told: Told = { found: null, begun: null, committed: [] };
  for (const line of stdout.slice(0, stdout.lastIndexOf("\n") + 1).split("\n")) {
    const [word, rest = ""] = line.split(" ", 2);
    if (word === "found") told.found = JSON.parse(rest) as Record<string, number>;
    else if (word === "begins") told.begun = Number(rest);
    else if (word === "committed") told.committed.push(Number(rest));
  }
  return told;
}

/** Tracks what must be in the store, and what may be: the batch that was being written when its writer was killed. */
export function newOracle() {
  const certain = new Set<number>();
  const possible = new Set<number>();
  return {
    /** @returns the first batch that no writer has started. */
    next: () => Math.max(0, ...certain, ...possible) + 1,
    note({ begun, committed }: Told): void {
      for (const batch of committed) {
        certain.add(batch);
        possible.delete(batch);
      }
      if (begun !== null && !certain.has(begun)) possible.add(begun);
    },
    /**
     * Compares a store with what is known; uncertain batches found in it count as certain from then on.
     * @returns the errors found.
     */
    check(found: Record<string, number>): string[] {
      const problems: string[] = [];
      for (const batch of certain)
        if (found[batch] !== NAMES_A_BATCH)
          problems.push(`batch ${batch} was committed, and ${found[batch] ?? 0} of its rows are there`);
      for (const [batch, rows] of Object.entries(found)) {
        if (certain.has(Number(batch))) continue;
        if (!possible.has(Number(batch))) problems.push(`batch ${batch} was never written, and is there`);
        else if (rows !== NAMES_A_BATCH) problems.push(`batch ${batch} is there by half: ${rows} rows`);
        certain.add(Number(batch));
      }
      possible.clear();
      return problems;
    },
  };
}
