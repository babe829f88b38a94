/**
 * How often a source calls an existing account absent, estimated from its answers. All numbers fade (see `MEMORY`), so
 * they are weights rather than counts.
 */
export interface AbsenceRecord {
  /** First questions about a name, answered with the account (`found`) or with an absence (`absent`). */
  found: number;
  absent: number;
  /**
   * Names called absent that turned out to exist, at the second question or by another source (`refuted`), and names
   * called absent again (`confirmed`).
   */
  refuted: number;
  confirmed: number;
  /** The same four, over the most recent questions only. */
  recentFound: number;
  recentAbsent: number;
  recentRefuted: number;
  recentConfirmed: number;
}

export const NO_RECORD: AbsenceRecord = {
  found: 0,
  absent: 0,
  refuted: 0,
  confirmed: 0,
  recentFound: 0,
  recentAbsent: 0,
  recentRefuted: 0,
  recentConfirmed: 0,
};

/** What one answer shows about its source. "control": a question about an account that is known to exist. */
export type AbsenceNews = "found" | "absent" | "refuted" | "confirmed" | "control_absent";

/**
 * The number of answers after which an older one counts a third: for first questions, for second questions, and for
 * those used to detect a change.
 */
const MEMORY = { first: 10_000, second: 2_000, recent: 40 };
/**
 * A source counts as changed if its recent share of absences (or of refutations among repeated questions) exceeds the
 * older share by this much; smaller differences are chance. In simulations of 10,000 existing names, a source that
 * turns from honest to 5, 10, 20, 30, 50 and 90 % of false absences has 3, 7, 0, 0, 0 and 0 of them end as not_found
 * before the change is noticed.
 */
const CHANGE = { deviations: 5, least: { absent: 0.2, refuted: 0.1 } };

/**
 * Adds one answer to a record. A source that changes for the worse loses its earlier record.
 * @param age the number of answers heard between this one and now. Absences wait until they are believed and then
 * arrive together; taken as the newest answers, they would look like a source that has changed.
 */
export function withNews(record: AbsenceRecord, news: AbsenceNews, age = 0): AbsenceRecord {
  const isSecond = news === "refuted" || news === "confirmed" || news === "control_absent";
  const isFirst = news === "found" || news === "absent" || news === "control_absent";
  let next = record;
  if (isSecond)
    next = counted(
      next,
      news === "confirmed" ? "confirmed" : "refuted",
      ["refuted", "confirmed"],
      MEMORY.second,
      age,
    );
  if (isFirst)
    next = counted(next, news === "found" ? "found" : "absent", ["found", "absent"], MEMORY.first, age);
  const { found, absent, refuted, confirmed } = next;
  const { recentFound, recentAbsent, recentRefuted, recentConfirmed } = next;
  const hasWorsened =
    isMore([absent, found], [recentAbsent, recentFound], CHANGE.least.absent) ||
    isMore([refuted, confirmed], [recentRefuted, recentConfirmed], CHANGE.least.refuted);
  return hasWorsened
    ? {
        ...next,
        found: recentFound,
        absent: recentAbsent,
        refuted: recentRefuted,
        confirmed: recentConfirmed,
      }
    : next;
}

type Count = "found" | "absent" | "refuted" | "confirmed";
const RECENT = {
  found: "recentFound",
  absent: "recentAbsent",
  refuted: "recentRefuted",
  confirmed: "recentConfirmed",
} as const;

/** Adds one to the first or second weight, faded by `age` further answers, and fades both by one answer. */
function counted(
  record: AbsenceRecord,
  one: Count,
  both: readonly [Count, Count],
  memory: number,
  age: number,
): AbsenceRecord {
  const next = { ...record };
  const weight = (1 - 1 / memory) ** age;
  const recentWeight = (1 - 1 / MEMORY.recent) ** age;
  for (const name of both) {
    const isOne = name === one ? 1 : 0;
    next[name] = record[name] * (1 - weight / memory) + weight * isOne;
    next[RECENT[name]] = record[RECENT[name]] * (1 - recentWeight / MEMORY.recent) + recentWeight * isOne;
  }
  return next;
}

type Pair = readonly [bad: number, good: number];

/** Whether the share of bad answers is clearly higher among the recent ones than among the older ones. */
function isMore([bad, good]: Pair, [recentBad, recentGood]: Pair, least: number): boolean {
  const recent = recentBad + recentGood;
  const older = bad + good - recent;
  if (older < 2 * MEMORY.recent) return false;
  const share = (Math.max(0, bad - recentBad) + 1) / (older + 2);
  const deviation = Math.sqrt((share * (1 - share)) / recent);
  return recentBad / recent - share > Math.max(least, CHANGE.deviations * deviation);
}

/**
 * The probability that a source was wrong all `times` times it called an existing account absent. It is the expectation
 * of q^times over what is not known of the share of false absences q, not the power of an estimate; so little knowledge
 * leads to more questions.
 *
 * The lower of two bounds counts. (1) All its absences were false: q is at most the share of absences among first
 * questions, a Beta distribution. (2) Of the names called absent, the share f was found when asked for again. Existing
 * names are found then with probability 1 − q, so f · absent / (1 − q) of the absences were false, and q is that over
 * itself plus `found`: q = f · absent / found. Both factors are taken as independent; the odds of a Beta variable and f
 * have moments in closed form.
 * Questions are taken as independent, which holds as far as they lie apart: see `waitAfter`.
 */
export function chanceOfLies(record: AbsenceRecord, times: number): number {
  const { found, absent, refuted, confirmed } = record;
  const product = (factor: (index: number) => number) => {
    let value = 1;
    for (let index = 0; index < times; index++) value *= factor(index);
    return value;
  };
  const allFalse = product((index) => (absent + 1 + index) / (found + absent + 2 + index));
  if (found <= times) return allFalse;
  const byOdds =
    product((index) => (absent + 1 + index) / (found - index)) *
    product((index) => (refuted + 1 + index) / (refuted + confirmed + 2 + index));
  return Math.min(allFalse, byOdds);
}

/** 97.5 % of a normal distribution lie below this many standard deviations. */
const QUANTILE = 1.96;

/** The share of false absences, and its upper bound with 97.5 % confidence (Wilson's interval of each factor). */
export function shareOfLies(record: AbsenceRecord): { share: number; atMost: number } {
  const { found, absent, refuted, confirmed } = record;
  const absentAtMost = wilson(absent, found + absent);
  const byOdds =
    absentAtMost === 1 ? 1 : (absentAtMost / (1 - absentAtMost)) * wilson(refuted, refuted + confirmed);
  return { share: chanceOfLies(record, 1), atMost: Math.min(absentAtMost, byOdds) };
}

function wilson(hits: number, of: number): number {
  if (of === 0) return 1;
  const share = hits / of;
  const square = QUANTILE ** 2;
  const middle = share + square / (2 * of);
  const spread = QUANTILE * Math.sqrt((share * (1 - share)) / of + square / (4 * of ** 2));
  return Math.min(1, (middle + spread) / (1 + square / of));
}

/**
 * A name is called `not_found` once the probability that all its sources were wrong is no higher than this: half of 1
 * in 10,000, since the estimate errs too.
 */
const BELIEVED = 5e-5;
/**
 * A name is no longer asked for at this probability or below: of a hundred stores of ten thousand existing names, one
 * loses one.
 */
const FINAL = 1e-6;
/** However rarely a source is wrong, one look proves nothing: it may be having a bad hour. */
const LEAST_LOOKS = 2;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A source that may be wrong more often than this is asked again within the hour, since the name probably exists. */
const TRUSTED = 0.02;

/**
 * Guessed names are generated and asked for again each month (`NEXT_ROUND` in clones/vary.ts), except those that still
 * wait for a look. A second look halfway between two rounds therefore replaces a first one and costs nothing.
 */
const GUESS_WAITS_MS = 45 * DAY_MS;

/**
 * @param chance the probability that every source that called the name absent was wrong.
 * @param leastShare the lowest share of false absences among those sources.
 */
export function judgeAbsence(
  looks: number,
  chance: number,
  { leastShare, isGuess }: { leastShare: number; isGuess: boolean },
): { outcome: "not_found" | "unknown"; againInMs: number | null } {
  if (isCertain(looks, chance)) return { outcome: "not_found", againInMs: null };
  return {
    outcome: looks >= LEAST_LOOKS && chance <= BELIEVED ? "not_found" : "unknown",
    againInMs: isGuess && leastShare <= TRUSTED ? GUESS_WAITS_MS : waitAfter(looks, leastShare),
  };
}

/** @returns whether an absence is so certain that the name is no longer asked for. */
export function isCertain(looks: number, chance: number): boolean {
  return looks >= LEAST_LOOKS && chance <= FINAL;
}

/**
 * Whether an absence needs no further look, given what was learnt about its sources since. It must have been believed
 * at its last look; otherwise the looks may date from a time when the source was wrong more often.
 * @param chanceThen the probability by what was known at the last look.
 * @param chanceNow the probability by what is known now.
 */
export function isCertainBySince(looks: number, chanceThen: number, chanceNow: number): boolean {
  return chanceThen <= BELIEVED && isCertain(looks, chanceNow);
}

/** A day, or an hour if the source is not trusted; then twice as long each time, up to four weeks. */
function waitAfter(looks: number, leastShare: number): number {
  return Math.min(28 * DAY_MS, (leastShare > TRUSTED ? HOUR_MS : DAY_MS) * 2 ** (looks - 1));
}

/** With little knowledge, one absence in ten is taken as usual. */
const USUAL = { absent: 1, of: 10 };
/** The probability that chance alone produces a streak of absences. */
const STREAK_CHANCE = 1e-5;
const LONGEST_STREAK = 20;

/** @returns how many absences in a row, of names about which nothing is known, are believed without a control question. */
export function streakOf({ found, absent }: AbsenceRecord): number {
  const share = (absent + USUAL.absent) / (found + absent + USUAL.of);
  return Math.min(LONGEST_STREAK, Math.ceil(Math.log(STREAK_CHANCE) / Math.log(share)));
}

/**
 * How often an open source may be mistaken for a closed one. The names answered until then are returned to the queue
 * and asked again, so a source known to be wrong often gets more time; with an unknown one, a wall is as likely.
 */
const SHUT_BY_CHANCE = { known: 1e-4, unknown: 0.05 };
const CONTROLS = { least: 3, most: 20 };

/**
 * @returns how many accounts known to exist a source with this share may call absent in a row before it is considered
 * closed.
 */
export function controlsOf(share: number, isLittleKnown: boolean): number {
  const chance = isLittleKnown ? SHUT_BY_CHANCE.unknown : SHUT_BY_CHANCE.known;
  return Math.min(CONTROLS.most, Math.max(CONTROLS.least, Math.ceil(Math.log(chance) / Math.log(share))));
}

/** From this many answers on, control questions add nothing. */
const ENOUGH_ANSWERS = 150;

/** @returns whether so little is known of a source that control questions help to judge its absences. */
export function isThin(record: AbsenceRecord): boolean {
  return record.found < ENOUGH_ANSWERS && chanceOfLies(record, LEAST_LOOKS) > BELIEVED;
}
