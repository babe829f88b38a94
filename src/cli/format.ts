/** @returns a whole number with separators: 12,345. */
export function formatCount(value: number | bigint): string {
  // Not by Intl: the first formatter of a process takes as long as starting Node.js.
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** @returns a number of rows; an estimate is rounded to its precision: about 10,100,000. */
export function formatAbout({ rows, isAbout }: { rows: number; isAbout: boolean }): string {
  return isAbout ? `about ${formatCount(Number(rows.toPrecision(3)))}` : formatCount(rows);
}

/** @returns a duration for people: 850 ms, 4.2 s, 3 min 20 s, 5 h 12 min, 3 d 4 h. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  const [unit, per, smaller] =
    seconds < 3_600 ? ["min", 60, "s"] : seconds < 86_400 ? ["h", 3_600, "min"] : ["d", 86_400, "h"];
  const rest = Math.floor((seconds % Number(per)) / (smaller === "s" ? 1 : smaller === "min" ? 60 : 3_600));
  return `${Math.floor(seconds / Number(per))} ${unit}${rest > 0 ? ` ${rest} ${smaller}` : ""}`;
}

/** @returns "1 row", "12,345 rows". */
export function counted(value: number | bigint, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${Number(value) === 1 ? one : many}`;
}

/** @returns a size in B, kB, MB or GB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

/** @returns a share (0 to 1) as a percentage: 12.3 %. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
