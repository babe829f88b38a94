/** What the watch needs to know of an item that ended; on the clock of `performance.now()`. */
interface Timed {
  startedMs: number;
  durationMs: number;
}

/**
 * The absences of a run that are not believed yet. A source that shuts us out can look as if everybody had left (facts §1:
 * login walls, soft 404s). An absence is believed when somebody is found by a question asked after it, when its streak
 * stays short, or when the canary vouches for it; until then nothing is written, so that there is nothing to undo.
 */
export interface AbsenceWatch<Ended extends Timed> {
  readonly held: number;
  hold(absence: Ended): void;
  /** Somebody was found by a question asked at this time. @returns the absences that came before it: they are believed. */
  provenBy(startedMs: number): Ended[];
  /** The canary, asked from this time on, was right. @returns the absences that came before: they are believed. */
  vouchedFor(askedMs: number): Ended[];
  /** Whether the canary is to be asked: at a suspicious streak, then, while it goes on, at twice as many, four times …. */
  isSuspicious(): boolean;
  /** Whether too many are held to believe them at the end of a run without asking. */
  isStreak(): boolean;
  takeAll(): Ended[];
}

/** @param suspiciousStreak so many absences in a row look wrong. */
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
