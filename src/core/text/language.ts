import { eld } from "eld/medium";
import { hasLettersOf } from "./alphabets.js";
import { stripNoise } from "./clean-text.js";
import { plainLetters } from "./plain-letters.js";
import { secondOpinion } from "./second-opinion.js";
import { hasSiblings, siblingIn } from "./sibling-languages.js";

/** ISO 639-2 for a text whose language nobody could tell. */
export const UNDETERMINED = "und";

/** eld reads no more than about 350 bytes; what stands behind need not be cleaned. */
const READ_LENGTH = 1_000;
/** The fewest letters that are a text: one word is a name as often as not. A Chinese or Thai letter says more than a Latin one. */
const FEWEST_LETTERS = { dense: 3, other: 8, opinion: 10 };
/** How well a text must fit its language: texts in the 7,000 languages that eld does not know fit worse. */
const LEAST_FIT = 50;
/** How far a language must lead, in fit times letters: a short text needs a greater lead than a long one. */
const LEAST_LEAD = 100;
const WORDS = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}]/u;
/** Kanji alone may be Chinese as well. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Urdu writes with letters that Persian does not have, and hardly a sentence goes without one. */
const URDU_LETTER = /[ٹڈڑےںھہ]/u;
/** One word in four of a Tagalog sentence is one of these; without any, it is a short text in another language. */
const TAGALOG = new Set(
  "ako ang at ay ba ka kami kay ko kung lang mga mo na naman namin natin ng ngayon ni nila niya pa para po sa si sila sino siya tayo ito yung".split(
    " ",
  ),
);

/** How sure fastText must be where eld leaves it open: less where eld leans to the same language. */
const LEAST_PROBABILITY = { agreed: 0.6, alone: 0.85, unknownToEld: 0.75, byLetters: 0.35 };
/** How far one sibling must be likelier than the other to fastText where no word tells them apart. */
const SIBLING_LEAD: Readonly<Record<string, number>> = { id: 0.2, ms: 0.5, da: 0.4, no: 0.5 };
/** A text of fewer letters says little. */
const SHORT = 20;
const SIBLING_LEAD_AGREED = 0.12;
/** Languages that eld does not know and that fastText tells well. */
const UNKNOWN_TO_ELD = new Set(["mk", "kk", "mn"]);
/** Those that eld takes them for. */
const TAKEN_FOR: ReadonlySet<string> = new Set(["sr", "bg", "ru", "be", "uk"]);
/** Everything else that fastText may add: what eld knows as well. */
const KNOWN = new Set(
  "am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy id is it ja ka kn ko ku lo lt lv ml mr ms nl no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh".split(
    " ",
  ),
);

/**
 * Tells the language of a caption or bio, without hashtags, mentions, links, e-mails and emoji, styled letters made plain.
 * eld decides where it is clear; fastText where eld is not, and between siblings.
 * @returns its ISO 639-1 code in lower case, or "und": too short, no words, ambiguous, or in a language that is not known.
 */
export function languageOf(text: string): string {
  const plain = stripNoise(plainLetters(text.slice(0, READ_LENGTH)));
  const words = plain.toLowerCase().match(WORDS) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const isDense = DENSE.test(plain);
  if (letters < (isDense ? FEWEST_LETTERS.dense : FEWEST_LETTERS.other)) return UNDETERMINED;
  if (!isDense && words.length < 2) return UNDETERMINED;

  const [first, second] = Object.entries(eld.detect(plain).getScores())
    .map(([language, score]) => ({ language, fit: fitOf(score) }))
    .filter(({ language }) => isPossible(language, plain, words));
  const isAmbiguous = first !== undefined && hasSiblings(first.language);
  const sibling = isAmbiguous && first.fit >= LEAST_FIT ? siblingIn(first.language, words) : null;
  if (sibling !== null) return sibling;
  const lead = first === undefined ? 0 : (first.fit - (second?.fit ?? 0)) * letters;
  const isClear = first !== undefined && first.fit >= LEAST_FIT && lead >= LEAST_LEAD;
  if (isClear && !isAmbiguous && !TAKEN_FOR.has(first.language)) return first.language;
  if (!isClear && letters < FEWEST_LETTERS.opinion && !isDense) return UNDETERMINED;
  // A list of names is in every language.
  if (!isDense && !/(?<![\p{L}\p{M}])\p{Ll}{2}/u.test(plain) && /\p{Lu}/u.test(plain)) return UNDETERMINED;
  return decided(first?.language ?? null, isClear, isAmbiguous, plain, words);
}

function decided(
  eldsFirst: string | null,
  isClear: boolean,
  isAmbiguous: boolean,
  plain: string,
  words: readonly string[],
): string {
  const opinions = secondOpinion(plain.toLowerCase()).filter(({ language }) =>
    isPossible(language, plain, words),
  );
  const [opinion] = opinions;
  if (opinion === undefined) return isClear && !isAmbiguous ? (eldsFirst as string) : UNDETERMINED;
  const { language, probability } = opinion;
  const isSerbian = /[ђћ]|(?<!\p{L})је(?!\p{L})/u.test(plain.toLowerCase());
  if (
    UNKNOWN_TO_ELD.has(language) &&
    probability >=
      (STEPPE_LETTER.test(plain.toLowerCase())
        ? LEAST_PROBABILITY.byLetters
        : LEAST_PROBABILITY.unknownToEld) &&
    !(language === "mk" && isSerbian)
  )
    return language;
  if (isClear && !isAmbiguous) return eldsFirst as string;
  if (!KNOWN.has(language)) return UNDETERMINED;
  if (isAmbiguous && isClear) {
    const lead = probability - (opinions[1]?.probability ?? 0);
    return hasSiblings(language) && lead >= leastLead(language, eldsFirst, words.join("").length)
      ? language
      : UNDETERMINED;
  }
  if (hasSiblings(language)) {
    const sibling = siblingIn(language, words);
    if (sibling !== null) return probability >= LEAST_PROBABILITY.agreed ? sibling : UNDETERMINED;
    const lead = probability - (opinions[1]?.probability ?? 0);
    return lead >= leastLead(language, eldsFirst, words.join("").length) ? language : UNDETERMINED;
  }
  const least = language === eldsFirst ? LEAST_PROBABILITY.agreed : LEAST_PROBABILITY.alone;
  return probability >= least ? language : UNDETERMINED;
}

/** Letters that of the languages told here only Kazakh and Mongolian write. */
const STEPPE_LETTER = /[әғқңөұүһ]/u;

/** Where eld and fastText lean to the same Scandinavian language, little is needed; of Malay eld says too much. */
function leastLead(language: string, eldsFirst: string | null, letters: number): number {
  const areAgreed = language === eldsFirst && language !== "ms";
  if (areAgreed) return SIBLING_LEAD_AGREED;
  return Math.max(SIBLING_LEAD[language] ?? 1, letters < SHORT ? 0.5 : 0);
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
      return hasLettersOf(language, words);
  }
}
