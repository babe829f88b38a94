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
/** Letters that are no accented form of another to Unicode, and that the list of confusables takes for something else (ß for b). */
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
/** "E V A", "E.v.a", "e-v-a": letters with something between each two. */
const SPREAD_BY_SIGNS = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[._·•*~|/-][\p{L}\p{N}](?![\p{L}\p{N}])){2,}/gu;
const SPREAD_BY_SPACES = /^(?:[\p{L}\p{N}][^\p{L}\p{N}]+){2,}[\p{L}\p{N}][^\p{L}\p{N}]*$/u;

/**
 * What a display name looks like to a reader: confusable letters of other scripts (UTS #39 skeleton by way of the package
 * confusables), styled, spaced-out and reversed letters, digits that stand for letters, accents, emoji and signs are all
 * gone; words in lower case with one space between.
 */
export function skeletonOf(displayName: string): string {
  return withoutConfusables(unleeted(gathered(plainName(displayName))))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** A display name in plain lower-case letters without accents; letters of other scripts stay what they are. */
export function plainName(displayName: string): string {
  return plainLetters(displayName.toWellFormed())
    .replace(EMOJI, " ")
    .replace(ZERO_WIDTH, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LATIN[letter] as string)
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

/** Puts letters that stand apart together again; two spaces or more part the words of such a name. */
function gathered(text: string): string {
  const joined = text.replace(SPREAD_BY_SIGNS, (spread) => spread.replace(/[^\p{L}\p{N}]/gu, ""));
  if (!SPREAD_BY_SPACES.test(joined.trim())) return joined;
  return joined
    .trim()
    .split(/[^\p{L}\p{N}]{2,}/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ""))
    .join(" ");
}

/** A digit before a letter, or a sign, stands for the letter it looks like; the number behind a name is a number. */
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

/** Umlauts written with two letters and with one are the same name: "Joerg", "Jorg". */
const withoutDigraphs = (word: string) => word.replace(/([aou])e/g, "$1");

/**
 * How alike two display names look, 0 to 1; the order of their words and titles around them do not count. Where a word of
 * the shorter name has no counterpart in the longer, they are names of two people (Anna and Lena Schmidt): at most 0.5.
 * 0 where one is empty.
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

/** @returns the words of a name that are left without titles and the like; all, where nothing would be left. */
export function nameWords(displayName: string): string[] {
  const skeleton = skeletonOf(displayName);
  const words = (text: string) => text.split(" ").filter((word) => word !== "");
  const bare = words(skeleton.replace(TITLE_WORDS, " "));
  return bare.length > 0 ? bare : words(skeleton);
}

const LEAST_SAME_WORD = 0.7;

function wordLikeness(one: string, other: string): number {
  if (one === other || withoutDigraphs(one) === withoutDigraphs(other)) return 1;
  const length = Math.max(one.length, other.length);
  const apart = distance(one, other);
  // Short names differ by a letter and are other names: Tim and Kim, Eva and Ewa.
  const allowed = length <= 4 ? 0 : length <= 7 ? 1 : 2;
  if (apart <= allowed && one[0] === other[0]) return 1 - apart / length;
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 0.75 : 0;
  return 0.5 * (1 - apart / length);
}

/** A username without separators, with digits as the letters they look like: what the eye keeps of it. */
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

/** @returns a username without separators and without the words and numbers that stand around it. */
function usernameCore(username: string): string {
  let core = username.replace(/[._]/g, "");
  for (;;) {
    const shorter = core.replace(FILLER_AT_AN_END, "");
    if (shorter === core || shorter.length < SHORTEST_CORE) return core;
    core = shorter;
  }
}

/** @returns how alike two usernames look, 0 to 1, whatever words such as "official" or numbers stand around them. */
export function usernameSimilarity(one: string, other: string): number {
  return Math.max(
    similarity(usernameSkeleton(usernameCore(one)), usernameSkeleton(usernameCore(other))),
    similarity(usernameSkeleton(one), usernameSkeleton(other)),
  );
}

function similarity(a: string, b: string): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length, 1);
}
