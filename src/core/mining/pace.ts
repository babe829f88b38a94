/** Of an account: it is looked at again 2^pace times its scraping frequency after it was seen. From −2 to 2. */
export type Pace = number;

const FASTEST = -2;
const SLOWEST = 2;

/** How an account looked, against how it was stored. */
export interface Look {
  hasChanged: boolean;
  /** Another name or biography, a count that moved by 2 % or more, or a new post. */
  isNotable: boolean;
  /** Since it was last seen. */
  waitedMs: number;
}

/**
 * The rule of refresh: what has changed notably is looked at again in half the time, down to a quarter of the frequency;
 * what has not changed at all in twice the time, up to four times the frequency; what has changed a little keeps its pace.
 * An account that was looked at before its time is not called dormant for it.
 */
export function nextPace(pace: Pace, { hasChanged, isNotable, waitedMs }: Look, frequencyMs: number): Pace {
  if (isNotable) return Math.max(FASTEST, pace - 1);
  if (hasChanged || waitedMs < frequencyMs * 2 ** pace) return pace;
  return Math.min(SLOWEST, pace + 1);
}
