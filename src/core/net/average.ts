/** The weight of the newest value in the average. */
const NEWEST = 0.1;

/** @returns the moving average after a new value. @param before the average so far, or null if there is none. */
export function averageWith(newest: number, before: number | null): number {
  return before === null ? newest : before + NEWEST * (newest - before);
}
