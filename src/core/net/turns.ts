/**
 * Turns at a source: slots in time, each at least one interval after the one before (GCRA without a burst, ITU-T
 * I.371). All times are milliseconds of the database's clock.
 */
export interface Line {
  /** The first slot that is free. */
  nextSlotMs: number;
}

/** A series of slots that one process has taken. */
export interface TakenTurns {
  count: number;
  firstInMs: number;
  intervalMs: number;
  firstSlotMs: number;
  /** Where the next series begins. */
  endMs: number;
}

/** Slots that were taken and not used; `endMs` is the end of their block. */
export interface FreedTurns {
  fromMs: number;
  endMs: number;
}

/** No turn is handed out further ahead than this, so that turns lost with a dead process are soon over. */
const HORIZON_MS = 2_000;
/** Length of a block of turns handed out at once, so that a fast source costs few round trips. */
export const BLOCK_MS = 2_000;

/** @returns turns for this caller, or the time until the next free one can be reserved. */
export function takeTurns(
  line: Line,
  { want, ratePerMinute, nowMs }: { want: number; ratePerMinute: number; nowMs: number },
): TakenTurns | { waitMs: number } {
  const intervalMs = 60_000 / ratePerMinute;
  // A line that reaches further than anybody may reserve was written by an older igminer or on a faster clock.
  const longestMs = HORIZON_MS + BLOCK_MS + intervalMs;
  const nextSlotMs = line.nextSlotMs - nowMs > longestMs ? nowMs : line.nextSlotMs;
  const firstSlotMs = Math.max(nowMs, nextSlotMs);
  const firstInMs = firstSlotMs - nowMs;
  if (firstInMs > HORIZON_MS) return { waitMs: firstInMs - HORIZON_MS / 2 };
  const count = Math.min(want, Math.max(1, Math.floor(BLOCK_MS / intervalMs)));
  return { count, firstInMs, intervalMs, firstSlotMs, endMs: Math.ceil(firstSlotMs + count * intervalMs) };
}

/** @returns the line after unused turns were returned. They become free if nobody has taken later turns. */
export function freeTurns(line: Line, freed: FreedTurns | null): Line {
  if (freed === null || Math.abs(line.nextSlotMs - freed.endMs) > 1) return line;
  return { nextSlotMs: freed.fromMs };
}
