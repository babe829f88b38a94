/** What the watch needs to know of a finished item, on the clock of `performance.now()`. */
interface Timed {
  startedMs: number;
  durationMs: number;
}

/**
 * The absences of a run that are not believed yet. A source that blocks us can look as if every account had gone (facts §1:
 * login walls, soft 404s). An absence is believed once a question asked after it finds an account, if its streak stays short,
 * or if the canary vouches for it. Until then nothing is written, so nothing has to be undone.
 */
export interface AbsenceWatch<Ended extends Timed> {
  readonly held: number;
  hold(absence: Ended): void;
  /** A question asked at this time found an account. @returns the absences that ended before it; they are now believed. */
  provenBy(startedMs: number): Ended[];
  /** The canary, asked from this time on, was right. @returns the absences that ended before it; they are now believed. */
  vouchedFor(askedMs: number): Ended[];
  /** Whether the canary is to be asked: when the streak gets suspicious, then at twice that length, four times, and so on. */
  isSuspicious(): boolean;
  /** Whether too many are held to be believed at the end of a run without asking the canary. */
  isStreak(): boolean;
  takeAll(): Ended[];
}

/** @param suspiciousStreak the number of absences in a row that is suspicious. */
export function watchAbsences<Ended extends Timed>(suspiciousStreak: () => number): AbsenceWatch<Ended> {
  let held: Ended[] = [];
  let vouched = 1;

  function takeBefore(timeMs: number): Ended[] {
    const isBefore = ({ startedMs, durationMs }: Ended) => startedMs + durationMs <= timeMs;
    const before = held.filter(isBefore);
    held = held.filter((absence) => !isBefore(absence));
    return before;
  }

  return {
    get held() {
      return held.length;
    },
    hold(absence) {
      held.push(absence);
    },
    provenBy(startedMs) {
      vouched = 1;
      return takeBefore(startedMs);
    },
    vouchedFor(askedMs) {
      vouched *= 2;
      return takeBefore(askedMs);
    },
    isSuspicious: () => held.length >= vouched * suspiciousStreak(),
    isStreak: () => held.length >= suspiciousStreak(),
    takeAll: () => held.splice(0),
  };
}
