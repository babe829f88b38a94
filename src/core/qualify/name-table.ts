import { fold } from "../countries/fold.js";

/** Whose a first name is. */
export type NamedGender = "female" | "male";

/** Which gender each language's list of first names gives a name; "both" where it holds it under both. */
export type ListedName = ReadonlyMap<string, NamedGender | "both">;

/** The names that `qualify` knows, as the build writes them and a run reads them. Names are keys (`nameKey`), one a line. */
export interface NameTable {
  /** Whose lists they are, and their licence. */
  source: string;
  /** By what the lists say of them (`voteKey`). */
  firstNames: Record<string, string>;
  surnames: string;
  /** How many names with an ending ("-ette") or beginning ("wil-") are women's and men's; "" counts all names. */
  parts: Record<string, [female: number, male: number]>;
}

/** @returns what lists say of a name as one text; `votesIn` reads it. */
export function voteKey(votes: ListedName): string {
  return [...votes].map(([list, gender]) => `${list}=${gender}`).join(",");
}

/** @returns what lists say, as `voteKey` wrote it. */
export function votesIn(key: string): ListedName {
  return new Map(key.split(",").map((vote) => vote.split("=") as [string, NamedGender | "both"]));
}

/** Scripts in which accents and vowel signs are a matter of spelling, not of the name. */
const ACCENTED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\s'’.-]+$/u;

/** One spelling of a name for all ways to write it: case, accents, Arabic vowel signs and forms of letters do not count. */
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
