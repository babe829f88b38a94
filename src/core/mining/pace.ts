/** Pace of an account, −2 to 2: it is refreshed when 2^pace times the refresh interval has passed since it was last seen. */
export type Pace = number;

const FASTEST = -2;
const SLOWEST = 2;

/** How an account looks compared with what is stored. */
export interface Look {
  hasChanged: boolean;
  /** Another username or biography, a count that changed by 2 % or more, or a new post. */
  isNotable: boolean;
  /** Time since it was last seen. */
  waitedMs: number;
}

/**
 * Adapts the pace of an account. After a notable change the time to the next refresh is halved, down to a quarter of the
 * interval. Without any change it is doubled, up to four times the interval. After a small change it stays. A refresh before
 * the account was due does not slow it down.
 */
export function nextPace(pace: Pace, { hasChanged, isNotable, waitedMs }: Look, frequencyMs: number): Pace {
  if (isNotable) return Math.max(FASTEST, pace - 1);
  if (hasChanged || waitedMs < frequencyMs * 2 ** pace) return pace;
  return Math.min(SLOWEST, pace + 1);
}
