import { eld } from "eld/medium";
import { stripNoise } from "./clean-text.js";
import { hasSiblings, siblingIn } from "./sibling-languages.js";

/** ISO 639-2 for a text whose language nobody could tell. */
export const UNDETERMINED = "und";

/** eld reads no more than about 350 bytes; what stands behind need not be cleaned. */
const READ_LENGTH = 1_000;
/** The fewest letters that are a text: one word is a name as often as not. A Chinese or Thai letter says more than a Latin one. */
const FEWEST_LETTERS = { dense: 3, other: 8 };
/** How well a text must fit its language: texts in the 7,000 languages that eld does not know fit worse. */
const LEAST_FIT = 50;
/** How far a language must lead, in fit times letters: a short text needs a greater lead than a long one. */
const LEAST_LEAD = 100;
/** How much more lead it takes where a language looks like another and no word tells the two apart. */
const SIBLING_LEAD = 5;
const WORDS = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}]/u;
/** Kanji alone may be Chinese as well. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Urdu writes with letters that Persian does not have, and hardly a sentence goes without one. */
const URDU_LETTER = /[ٹڈڑےںھہ]/u;
/** Letters that the alphabet of a language does not have. */
const FOREIGN_LETTERS: Readonly<Record<string, RegExp>> = {
  be: /[ищъ]/u,
  bg: /[ыэёіїєў]/u,
  ru: /[іїєґўјљњћђџ]/u,
  sr: /[йыэюящъьё]/u,
  uk: /[ыэёъў]/u,
  cs: /[ľĺŕôä]/u,
  sk: /[ěřů]/u,
};
/** One word in four of a Tagalog sentence is one of these; without any, it is a short text in another language. */
const TAGALOG = new Set(
  "ako ang at ay ba ka kami kay ko kung lang mga mo na naman namin natin ng ngayon ni nila niya pa para po sa si sila sino siya tayo ito yung".split(
    " ",
  ),
);

/**
 * Tells the language of a caption or bio, without hashtags, mentions, links, e-mails and emoji.
 * @returns its ISO 639-1 code in lower case, or "und": too short, no words, ambiguous, or in a language that is not known.
 */
export function languageOf(text: string): string {
  const plain = stripNoise(text.slice(0, READ_LENGTH));
  const words = plain.toLowerCase().match(WORDS) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const isDense = DENSE.test(plain);
  if (letters < (isDense ? FEWEST_LETTERS.dense : FEWEST_LETTERS.other)) return UNDETERMINED;
  if (!isDense && words.length < 2) return UNDETERMINED;

  const ranking = Object.entries(eld.detect(plain).getScores())
    .map(([language, score]) => ({ language, fit: fitOf(score) }))
    .filter(({ language }) => isPossible(language, plain, words));
  const [first, second] = ranking;
  if (first === undefined || first.fit < LEAST_FIT) return UNDETERMINED;

  const isAmbiguous = hasSiblings(first.language);
  if (isAmbiguous) {
    const sibling = siblingIn(first.language, words);
    if (sibling !== null) return sibling;
    // eld says Malay for Indonesian: without a word that tells them apart it is either.
    if (first.language === "ms") return UNDETERMINED;
  }
  const lead = (first.fit - (second?.fit ?? 0)) * letters;
  return lead >= LEAST_LEAD * (isAmbiguous ? SIBLING_LEAD : 1) ? first.language : UNDETERMINED;
}

/** eld's score is `fit / (fit + 25)`, with the mean weight of the text's n-grams as fit (eld 2.1, LanguageResult.js). */
function fitOf(score: number): number {
  return (25 * score) / (1 - score);
}

function isPossible(language: string, text: string, words: readonly string[]): boolean {
  switch (language) {
    case "ja":
      return KANA.test(text);
    case "ur":
      return URDU_LETTER.test(text);
    case "tl":
      return words.some((word) => TAGALOG.has(word));
    default:
      return !FOREIGN_LETTERS[language]?.test(text.toLowerCase());
  }
}
