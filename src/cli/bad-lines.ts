import { counted } from "./format.js";
import type { Log } from "./log.js";

/** In a file of the wrong kind every line is bad, and all in the same way. */
const LINES_SHOWN = 5;

/** Warns of lines that could not be read: the first few one by one, the others by their number. */
export function warnOfBadLines(log: Log, warnings: readonly string[]): void {
  for (const warning of warnings.slice(0, LINES_SHOWN)) log.warn(warning);
  const more = warnings.length - LINES_SHOWN;
  if (more > 0) log.warn(`${counted(more, "more line")} like these.`);
}
