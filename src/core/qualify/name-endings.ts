/** Whose a first name is. */
export type NamedGender = "female" | "male";

/** What the letters of a name are worth in log-odds: above it, of names held out of the lists, 98 in 100 were told right. */
const LEAST_LOG_ODDS = 2.5;
const LONGEST = 5;
/** A beginning tells the stem ("Robin-ette"), so it weighs less than the ending, and says nothing when it is short. */
const BEGINNING = { shortest: 3, weight: 0.7, fewest: 5 };
const ENDING = { shortest: 1, fewest: 8 };
const SHORTEST_NAME = 4;

interface Count {
  female: number;
  male: number;
}

export type EndingsGuesser = (key: string) => NamedGender | null;

/**
 * Learns from listed names which endings and beginnings are whose, so that a name that no list holds ("Elianore", "Wilburt") can
 * be told by its letters.
 * @param named names in plain lower-case letters that all lists give one gender.
 */
export function learnEndings(named: Iterable<readonly [key: string, gender: NamedGender]>): EndingsGuesser {
  const counts = new Map<string, Count>();
  const all: Count = { female: 0, male: 0 };
  for (const [key, gender] of named) {
    if (!/^[a-z]{3,}$/.test(key)) continue;
    all[gender]++;
    for (const part of [...beginningsOf(key), ...endingsOf(key)]) {
      const count = counts.get(part) ?? { female: 0, male: 0 };
      counts.set(part, count);
      count[gender]++;
    }
  }
  const prior = Math.log(all.female / all.male);
  const logOdds = (parts: readonly string[], fewest: number) => {
    const known = parts
      .map((part) => counts.get(part))
      .find((each) => each && each.female + each.male >= fewest);
    return known === undefined ? 0 : Math.log((known.female + 1) / (known.male + 1)) - prior;
  };
  return (key) => {
    if (!/^[a-z]+$/.test(key) || key.length < SHORTEST_NAME) return null;
    const sum =
      logOdds(endingsOf(key), ENDING.fewest) +
      BEGINNING.weight * logOdds(beginningsOf(key), BEGINNING.fewest);
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
