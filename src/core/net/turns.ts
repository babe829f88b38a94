/**
 * Turns at a source: slots in time, each at least an interval after the one before (GCRA without a burst, ITU-T I.371).
 * All times are milliseconds of the database's clock.
 */
export interface Line {
  /** The first slot that nobody has taken. */
  nextSlotMs: number;
}

/** A row of slots that one process has taken. */
export interface TakenTurns {
  count: number;
  firstInMs: number;
  intervalMs: number;
  firstSlotMs: number;
  /** Where the next one in line begins. */
  endMs: number;
}

/** Slots that were taken and not used; `endMs` is where the block they belong to ends. */
export interface FreedTurns {
  fromMs: number;
  endMs: number;
}

/** No turn is handed out that lies further ahead: what a process takes with it when it dies is soon over. */
const HORIZON_MS = 2_000;
/** As long a row of turns is handed out at once, so that a fast source costs few round trips. */
export const BLOCK_MS = 2_000;

/** @returns turns for whoever asks now, or how long it is until the next free one comes near. */
export function takeTurns(
  line: Line,
  { want, ratePerMinute, nowMs }: { want: number; ratePerMinute: number; nowMs: number },
): TakenTurns | { waitMs: number } {
  const intervalMs = 60_000 / ratePerMinute;
  // A line that reaches further than anybody may reserve was written by an older igminer, or by a faster clock.
  const longestMs = HORIZON_MS + BLOCK_MS + intervalMs;
  const nextSlotMs = line.nextSlotMs - nowMs > longestMs ? nowMs : line.nextSlotMs;
  const firstSlotMs = Math.max(nowMs, nextSlotMs);
  const firstInMs = firstSlotMs - nowMs;
  if (firstInMs > HORIZON_MS) return { waitMs: firstInMs - HORIZON_MS / 2 };
  const count = Math.min(want, Math.max(1, Math.floor(BLOCK_MS / intervalMs)));
  return { count, firstInMs, intervalMs, firstSlotMs, endMs: Math.ceil(firstSlotMs + count * intervalMs) };
}

/** @returns the line after turns came back unused: they are free again, where nobody has lined up behind them. */
export function freeTurns(line: Line, freed: FreedTurns | null): Line {
  if (freed === null || Math.abs(line.nextSlotMs - freed.endMs) > 1) return line;
  return { nextSlotMs: freed.fromMs };
}
