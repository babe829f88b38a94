import { counted } from "./format.js";
import type { Log } from "./log.js";

/** A file of another kind is wrong in every line, and one line is like the next. */
const LINES_SHOWN = 5;

/** Warns of lines that could not be read: of the first few one by one, of the others by their number. */
export function warnOfBadLines(log: Log, warnings: readonly string[]): void {
  for (const warning of warnings.slice(0, LINES_SHOWN)) log.warn(warning);
  const more = warnings.length - LINES_SHOWN;
  if (more > 0) log.warn(`${counted(more, "more line")} like these.`);
}
