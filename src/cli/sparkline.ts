const BARS = "▁▂▃▄▅▆▇█";

/** @returns one bar per value, scaled to the largest; a dot for a missing value. @param from the value with no height. */
export function sparkline(values: readonly (number | null)[], from = 0): string {
  const most = Math.max(...values.map((value) => value ?? from));
  return values
    .map((value) => {
      if (value === null || value <= from || most <= from) return "·";
      return BARS[Math.ceil(((value - from) / (most - from)) * BARS.length) - 1];
    })
    .join("");
}
