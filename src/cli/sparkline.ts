const BARS = "▁▂▃▄▅▆▇█";

/** @returns one bar a value, the largest the highest; a dot where there is none. @param from the value of no height. */
export function sparkline(values: readonly (number | null)[], from = 0): string {
  const most = Math.max(...values.map((value) => value ?? from));
  return values
    .map((value) => {
      if (value === null || value <= from || most <= from) return "·";
      return BARS[Math.ceil(((value - from) / (most - from)) * BARS.length) - 1];
    })
    .join("");
}
