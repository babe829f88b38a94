import { fold } from "../countries/fold.js";

/** The gender of a first name. */
export type NamedGender = "female" | "male";

/** The gender of a name in each language's list of first names; "both" if the list has it under both. */
export type ListedName = ReadonlyMap<string, NamedGender | "both">;

/** The names that `qualify` knows, as written by the build. Names are keys (`nameKey`), one per line. */
export interface NameTable {
  /** The origin of the lists, and their licences. */
  source: string;
  /** By what the lists say of them (`voteKey`). */
  firstNames: Record<string, string>;
  surnames: string;
  /** As `fitLetters` returns them. */
  letters: Record<string, number>;
}

/** @returns the lists' votes on a name as one text; `votesIn` parses it. */
export function voteKey(votes: ListedName): string {
  return [...votes].map(([list, gender]) => `${list}=${gender}`).join(",");
}

/** @returns the votes written by `voteKey`. */
export function votesIn(key: string): ListedName {
  return new Map(key.split(",").map((vote) => vote.split("=") as [string, NamedGender | "both"]));
}

/** Scripts in which accents and vowel signs are a matter of spelling, not of the name. */
const ACCENTED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\s'’.-]+$/u;

/**
 * @returns one spelling of a name for all its variants: case, accents, Arabic vowel signs and forms of letters do not
 * count.
 */
export function nameKey(name: string): string {
  if (ACCENTED.test(name)) return fold(name);
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u0640\u064B-\u0652\u0670]/g, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/[ىی]/g, "ي")
    .replace(/ک/g, "ك")
    .trim();
}
