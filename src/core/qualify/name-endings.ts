import type { NamedGender, NameTable } from "./name-table.js";

/** What the letters of a name are worth in log-odds: above it, of names held out of the lists, 98 in 100 were told right. */
const LEAST_LOG_ODDS = 2.5;
const LONGEST = 5;
/** A beginning tells the stem ("Robin-ette"), so it weighs less than the ending, and says nothing when it is short. */
const BEGINNING = { shortest: 3, weight: 0.7, fewest: 5 };
const ENDING = { shortest: 1, fewest: 8 };
const SHORTEST_NAME = 4;

export type EndingsGuesser = (key: string) => NamedGender | null;

/**
 * Counts of listed names which endings and beginnings are whose.
 * @param named names in plain lower-case letters that all lists give one gender.
 * @returns the counts of those that are frequent enough to tell anything.
 */
export function countParts(named: Iterable<readonly [key: string, gender: NamedGender]>): NameTable["parts"] {
  const counts = new Map<string, [female: number, male: number]>();
  const all: [number, number] = [0, 0];
  for (const [key, gender] of named) {
    if (!/^[a-z]{3,}$/.test(key)) continue;
    const place = gender === "female" ? 0 : 1;
    all[place]++;
    for (const part of [...beginningsOf(key), ...endingsOf(key)]) {
      const count = counts.get(part) ?? [0, 0];
      counts.set(part, count);
      count[place]++;
    }
  }
  const frequent = [...counts].filter(
    ([part, [female, male]]) => female + male >= (part.startsWith("-") ? ENDING : BEGINNING).fewest,
  );
  return { "": all, ...Object.fromEntries(frequent) };
}

/**
 * @param parts as `countParts` gives them.
 * @returns what tells a name that no list holds ("Elianore", "Wilburt") by its letters; null where they leave it open.
 */
export function endingsGuesser(parts: NameTable["parts"]): EndingsGuesser {
  const [allFemale, allMale] = parts[""] ?? [1, 1];
  const prior = Math.log(allFemale / allMale);
  const logOdds = (candidates: readonly string[]) => {
    const known = candidates.map((part) => parts[part]).find((each) => each !== undefined);
    return known === undefined ? 0 : Math.log((known[0] + 1) / (known[1] + 1)) - prior;
  };
  return (key) => {
    if (!/^[a-z]+$/.test(key) || key.length < SHORTEST_NAME) return null;
    const sum = logOdds(endingsOf(key)) + BEGINNING.weight * logOdds(beginningsOf(key));
    if (Math.abs(sum) < LEAST_LOG_ODDS) return null;
    return sum > 0 ? "female" : "male";
  };
}

/** Longest first. */
const lengths = (key: string, shortest: number) =>
  Array.from(
    { length: Math.max(0, Math.min(LONGEST, key.length - 1) - shortest + 1) },
    (_, at) => Math.min(LONGEST, key.length - 1) - at,
  );
const endingsOf = (key: string) => lengths(key, ENDING.shortest).map((length) => `-${key.slice(-length)}`);
const beginningsOf = (key: string) =>
  lengths(key, BEGINNING.shortest).map((length) => `${key.slice(0, length)}-`);
