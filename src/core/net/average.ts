/** How much the newest value counts in an average of all. */
const NEWEST = 0.1;

/** @returns an average that follows what is new. @param before null: there was none. */
export function averageWith(newest: number, before: number | null): number {
  return before === null ? newest : before + NEWEST * (newest - before);
}
