import { randomBytes } from "node:crypto";
import type { AbsenceJudge } from "../batch/open-tools.js";
import type { Absences } from "../claims/absences.js";
import type { SourceRecords } from "../net/absence-records.js";
import {
  type AbsenceNews,
  chanceOfLies,
  controlsOf,
  isCertain,
  isCertainBySince,
  isThin,
  judgeAbsence,
  NO_RECORD,
  streakOf,
  withNews,
} from "../net/false-absences.js";
import { SourceError } from "../source-error.js";
import { absentInOf, BY_NUMBER, heardAtOf, isGuessIn, isRememberedIn } from "./absence-error.js";
import type { ProfileRequest, ProfileSource, SourceName } from "./source.js";

/**
 * Judges how far the sources of a run can be believed when they call an account absent. Instagram's web calls existing
 * accounts absent at random (facts §1), a paid source may do so too, and a source that shuts us out can look as if
 * every account were gone. The answers of each source tell its error rate.
 */
export interface Witnesses extends AbsenceJudge {
  /** Records that an account was found, so every source that called it absent, now or earlier, was wrong. */
  noteFound(finder: SourceName, username: string, answers: Answers): void;
  /**
   * Records that a source called an account absent, which is not believed until the source is confirmed to be reliable.
   * @returns how many answers of the source have been heard.
   */
  noteAbsent(source: SourceName): number;
  /** Whether the absences of a name are certain, so that no other source needs to be asked. */
  isEnough(answers: Answers): boolean;
  /**
   * Whether the earlier absences of a name are certain by what is known of the sources now, so that it need not be
   * asked for.
   */
  isCertainByNow(earlier: Absences): boolean;
  /** What was learnt since the last call. */
  takeNews(): WitnessNews[];
}

/** One answer of a source, about a name seen somewhere or a guessed one. */
export interface WitnessNews {
  source: string;
  isGuess: boolean;
  news: AbsenceNews;
  /** How many answers of the source were heard between this one and now. */
  age: number;
}

/** The sources that called a name absent. */
export interface Answers {
  /** In this look: source names, with `BY_NUMBER` if asked by number. */
  absentIn: readonly string[];
  earlier: Absences | null;
  isGuess: boolean;
}

export interface WitnessOptions {
  /** What is known of each source before this run. */
  records: ReadonlyMap<string, SourceRecords>;
  /** The sources that control questions are put to. */
  sources: readonly ProfileSource[];
  /** Names that existed when last asked for, the most certain first. */
  knownUsernames(): Promise<readonly string[]>;
  now(): Date;
}

/**
 * The number of control questions at the end of a run to a source of which little is known: for each waiting name, and
 * in all.
 */
const CONTROLS = { each: 3, most: 10 };
/** Asks for the account alone, and names the purpose for the ledger. */
const CONTROL_QUESTION: ProfileRequest = { purpose: "control question", parts: () => [] };

/** Starts judging the absences of one run. */
export function newWitnesses({ records, sources, knownUsernames, now }: WitnessOptions): Witnesses {
  const current = new Map(records);
  const learnt: WitnessNews[] = [];
  const suspects = new Set<string>();
  /** Answers of each source in this run. */
  const heard = new Map<string, number>();
  /** An account found in this run is the most certain to exist. */
  const lastFound = new Map<string, string>();
  let asksForGuesses = false;

  const recordsOf = (source: string): SourceRecords =>
    current.get(source) ?? { seen: NO_RECORD, guessed: NO_RECORD };
  const suspected = () => sources.filter(({ name }) => suspects.has(name));
  /** A source errs on all names alike, so the better of its two records (seen and guessed names) counts. */
  const chanceIn = (source: string, times: number) => {
    const { seen, guessed } = recordsOf(source);
    return Math.min(chanceOfLies(seen, times), chanceOfLies(guessed, times));
  };

  function hear(source: string): number {
    const answers = (heard.get(source) ?? 0) + 1;
    heard.set(source, answers);
    return answers;
  }

  function learn(source: string, isGuess: boolean, news: AbsenceNews, heardAt: number | null = null): void {
    asksForGuesses ||= isGuess;
    const kind = isGuess ? "guessed" : "seen";
    const known = recordsOf(source);
    const age = heardAt === null ? 0 : (heard.get(source) ?? heardAt) - heardAt;
    current.set(source, { ...known, [kind]: withNews(known[kind], news, age) });
    learnt.push({ source, isGuess, news, age });
  }

  /** @returns the probability that all sources that called a name absent were wrong. */
  function chanceOf(by: Readonly<Record<string, number>>): number {
    const times = new Map<string, number>();
    for (const [witness, count] of Object.entries(by)) {
      const source = sourceOf(witness);
      times.set(source, (times.get(source) ?? 0) + count);
    }
    return [...times].reduce((chance, [source, count]) => chance * chanceIn(source, count), 1);
  }

  /** @returns how many absences in a row are usual for the names that this run asks for. */
  function usualStreak(source: string): number {
    const { seen, guessed } = recordsOf(source);
    return asksForGuesses ? Math.max(streakOf(seen), streakOf(guessed)) : streakOf(seen);
  }

  function isLittleKnown(source: string): boolean {
    const { seen, guessed } = recordsOf(source);
    return isThin(seen) && isThin(guessed);
  }

  async function vouchFor(source: ProfileSource, held: number, signal: AbortSignal): Promise<void> {
    const { name } = source;
    const isStreak = held >= usualStreak(name);
    const wanted = isLittleKnown(name) ? Math.min(CONTROLS.most, CONTROLS.each * held) : 1;
    const most = controlsOf(chanceIn(name, 1), isLittleKnown(name));
    const known = new Set([lastFound.get(name) ?? [], await knownUsernames()].flat());
    const absent: string[] = [];
    let there = 0;
    for (const username of known) {
      if (there >= wanted || (there === 0 && absent.length >= most)) break;
      const answer = await askFor(source, username, signal);
      if (answer === "exists") there++;
      if (answer === "not_found") absent.push(username);
    }
    for (let index = 0; index < there; index++) learn(name, false, "found");
    // If no known account is found, the source is shut. That says nothing about its error rate, but makes the next run
    // more patient.
    for (const _ of absent) learn(name, false, there > 0 ? "control_absent" : "absent");
    if (there === 0) throw liar(source, `it says that ${absent.join(", ")} do not exist either`);
    if (!isStreak) return;
    // As long as a username can be and newly drawn: nobody has it, and no cache knows it.
    const impossible = randomBytes(15).toString("hex");
    if ((await askFor(source, impossible, signal)) === "exists")
      throw liar(source, `it says that ${impossible} exists, which nobody has`);
  }

  return {
    noteFound(finder, username, { absentIn, earlier, isGuess }) {
      lastFound.set(finder, username);
      hear(finder);
      const before = earlier?.by ?? {};
      if (before[finder] === undefined) learn(finder, isGuess, "found");
      for (const witness of new Set([...absentIn, ...Object.keys(before)])) {
        // An answer by number may be about another account than the name; and a source asked a second time has given
        // its evidence then.
        if (witness.endsWith(BY_NUMBER) || (before[witness] ?? 0) > 1) continue;
        if (before[witness] === undefined) learn(witness, isGuess, "absent");
        learn(witness, isGuess, "refuted");
      }
    },
    noteAbsent(source) {
      suspects.add(source);
      return hear(source);
    },
    isEnough({ absentIn, earlier }) {
      const looks = (earlier?.looks ?? 0) + 1;
      return isCertain(looks, chanceOf(withMore(earlier, absentIn)));
    },
    isCertainByNow: ({ looks, by, chance }) => isCertainBySince(looks, chance, chanceOf(by)),
    judge(absence, earlier) {
      const absentIn = absentInOf(absence);
      for (const witness of absentIn) {
        const before = earlier?.by[witness] ?? 0;
        if (!witness.endsWith(BY_NUMBER) && before <= 1)
          learn(
            witness,
            isGuessIn(absence),
            before === 0 ? "absent" : "confirmed",
            heardAtOf(absence, witness),
          );
      }
      const by = withMore(earlier, absentIn);
      const chance = chanceOf(by);
      const isLook = earlier === null || !isRememberedIn(absence);
      const looks = (earlier?.looks ?? 0) + (isLook ? 1 : 0);
      const shares = Object.keys(by).map((witness) => chanceIn(sourceOf(witness), 1));
      const last = isLook ? now().toISOString() : earlier.last;
      return {
        ...judgeAbsence(looks, chance, { leastShare: Math.min(...shares), isGuess: isGuessIn(absence) }),
        evidence: { looks, by, since: earlier?.since ?? last, last, chance },
      };
    },
    isRemembered: isRememberedIn,
    streak: () => Math.min(...sources.map(({ name }) => usualStreak(name))),
    isThin: () => suspected().some(({ name }) => isLittleKnown(name)),
    async vouch(held, signal) {
      for (const source of suspected()) {
        await vouchFor(source, held, signal);
        suspects.delete(source.name);
      }
    },
    takeNews: () => learnt.splice(0),
  };
}

/**
 * Puts a control question. "not_found" is only returned on the source's proof of absence; "unknown" if the answer
 * cannot be read.
 * @throws errors that concern the source rather than the account.
 */
async function askFor(
  source: ProfileSource,
  username: string,
  signal: AbortSignal,
): Promise<"exists" | "not_found" | "unknown"> {
  try {
    await source.profile(username, signal, CONTROL_QUESTION);
    return "exists";
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    switch (error.kind) {
      case "not_found":
        return "not_found";
      case "unavailable":
      case "bad_response":
        return "unknown";
      default:
        throw error;
    }
  }
}

function withMore(earlier: Absences | null, absentIn: readonly string[]): Record<string, number> {
  const by = { ...earlier?.by };
  for (const witness of absentIn) by[witness] = (by[witness] ?? 0) + 1;
  return by;
}

function sourceOf(witness: string): string {
  return witness.endsWith(BY_NUMBER) ? witness.slice(0, -BY_NUMBER.length) : witness;
}

function liar({ name }: ProfileSource, why: string): SourceError {
  return new SourceError(
    "blocked",
    `${name} cannot be trusted about missing accounts: ${why}. It may be blocking us; nothing was recorded`,
    { breaker: "open", canary: true },
  );
}
