import { remove as withoutConfusables } from "confusables";
import { distance } from "fastest-levenshtein";
import { TITLE_WORDS } from "../text/account-words.js";
import { EMOJI, ZERO_WIDTH } from "../text/clean-text.js";
import { plainLetters } from "../text/plain-letters.js";
import { WORDS_BEFORE, WORDS_BEHIND } from "./name-words.js";

const LEET: Record<string, string> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
};
/** Letters that Unicode does not count as accented, and that the list of confusables maps to something else (ß to b). */
const LATIN: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};
/** "E V A", "E.v.a", "e-v-a": letters separated by signs. */
const SPREAD_BY_SIGNS = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[._·•*~|/-][\p{L}\p{N}](?![\p{L}\p{N}])){2,}/gu;
const SPREAD_BY_SPACES = /^(?:[\p{L}\p{N}][^\p{L}\p{N}]+){2,}[\p{L}\p{N}][^\p{L}\p{N}]*$/u;

/**
 * What a display name looks like to a reader: without confusable letters of other scripts (UTS #39 skeleton, from the package
 * confusables), styled, spaced-out or reversed letters, digits used as letters, accents, emoji and signs. Lower-case words
 * with one space between them.
 */
export function skeletonOf(displayName: string): string {
  return withoutConfusables(unleeted(gathered(plainName(displayName))))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** A display name in plain lower-case letters without accents. Letters of other scripts are kept. */
export function plainName(displayName: string): string {
  return plainLetters(displayName.toWellFormed())
    .replace(EMOJI, " ")
    .replace(ZERO_WIDTH, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LATIN[letter] as string)
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

/** Joins letters that are spaced out; two or more spaces separate the words of such a name. */
function gathered(text: string): string {
  const joined = text.replace(SPREAD_BY_SIGNS, (spread) => spread.replace(/[^\p{L}\p{N}]/gu, ""));
  if (!SPREAD_BY_SPACES.test(joined.trim())) return joined;
  return joined
    .trim()
    .split(/[^\p{L}\p{N}]{2,}/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ""))
    .join(" ");
}

/**
 * Replaces a digit before a letter, or a sign, by the letter that it looks like. A number at the end of a name is left alone.
 */
function unleeted(text: string): string {
  return text.replace(
    /(?<![\p{N}])[0134578@$](?=[\p{L}@$])|(?<=\p{L})[034@$](?!\p{N})/gu,
    (sign, at: number) =>
      sign === "1" && !isVowel(text[at - 1]) && !isVowel(text[at + 1]) ? "i" : (LEET[sign] as string),
  );
}

function isVowel(letter: string | undefined): boolean {
  return letter !== undefined && "aeiou034@".includes(letter);
}

/** Umlauts written with one letter or with two are the same name: "Joerg", "Jorg". */
const withoutDigraphs = (word: string) => word.replace(/([aou])e/g, "$1");

/**
 * Similarity of two display names, 0 to 1. The order of the words and titles do not count. If a word of the shorter name has
 * no counterpart in the longer, they are the names of two people (Anna and Lena Schmidt): at most 0.5. 0 if either is empty.
 */
export function displayNameSimilarity(one: string, other: string): number {
  const [a, b] = [nameWords(one), nameWords(other)];
  if (a.length === 0 || b.length === 0) return 0;
  if (withoutDigraphs(a.join("")) === withoutDigraphs(b.join(""))) return 1;
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const left = [...many];
  let sum = 0;
  let isWhole = true;
  for (const word of few) {
    const likeness = left.map((candidate) => wordLikeness(word, candidate));
    const best = Math.max(...likeness);
    left.splice(likeness.indexOf(best), 1);
    sum += best;
    if (best < LEAST_SAME_WORD) isWhole = false;
  }
  const share = sum / (few.length + left.length / 2);
  return isWhole ? share : Math.min(0.5, share);
}

/** @returns the words of a name without titles and the like; all words if nothing would be left. */
export function nameWords(displayName: string): string[] {
  const skeleton = skeletonOf(displayName);
  const words = (text: string) => text.split(" ").filter((word) => word !== "");
  const bare = words(skeleton.replace(TITLE_WORDS, " "));
  return bare.length > 0 ? bare : words(skeleton);
}

const LEAST_SAME_WORD = 0.7;

const OTHER_NAME = 0.65;

/** "Daniel" and "Daniela", "Mario" and "Maria", "Petrov" and "Petrova" are two people; "Sofiaa" is Sofia. */
function endsOtherwise(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 3) return false;
  if (long.length === short.length) return one.slice(0, -1) === other.slice(0, -1);
  return long.length === short.length + 1 && long.startsWith(short) && long.at(-1) !== short.at(-1);
}

function wordLikeness(one: string, other: string): number {
  if (one === other || withoutDigraphs(one) === withoutDigraphs(other)) return 1;
  if (endsOtherwise(one, other)) return OTHER_NAME;
  const length = Math.max(one.length, other.length);
  const apart = distance(one, other);
  // Short names that differ by one letter are different names: Tim and Kim, Eva and Ewa.
  const allowed = length <= 4 ? 0 : length <= 7 ? 1 : 2;
  if (apart <= allowed && one[0] === other[0]) return 1 - apart / length;
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 0.75 : 0;
  return 0.5 * (1 - apart / length);
}

/** A username as it looks at a glance: without separators, with digits as the letters that they resemble. */
export function usernameSkeleton(username: string): string {
  return username
    .replace(/[._]/g, "")
    .replace(/[013458](?=[a-z])|(?<=[a-z])[013458](?=[a-z])/g, (digit) => LEET[digit] ?? digit)
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("i", "l");
}

const FILLERS = [...Object.values(WORDS_BEHIND), ...Object.values(WORDS_BEFORE)]
  .flat()
  .sort((a, b) => b.length - a.length)
  .join("|");
const FILLER_AT_AN_END = new RegExp(`^(?:${FILLERS})|(?:${FILLERS})$|^\\d+|\\d+$`);
const SHORTEST_CORE = 3;

/** @returns a username without separators and without the words and numbers around its core. */
function usernameCore(username: string): string {
  let core = username.replace(/[._]/g, "");
  for (;;) {
    const shorter = core.replace(FILLER_AT_AN_END, "");
    if (shorter === core || shorter.length < SHORTEST_CORE) return core;
    core = shorter;
  }
}

/** @returns the similarity of two usernames, 0 to 1, ignoring numbers and words such as "official" around them. */
export function usernameSimilarity(one: string, other: string): number {
  return Math.max(
    similarity(usernameSkeleton(usernameCore(one)), usernameSkeleton(usernameCore(other))),
    similarity(usernameSkeleton(one), usernameSkeleton(other)),
  );
}

function similarity(a: string, b: string): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length, 1);
}
