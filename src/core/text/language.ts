import { eld } from "eld/medium";
import { hasLettersOf } from "./alphabets.js";
import { stripNoise } from "./clean-text.js";
import { type GermanDialect, germanDialect } from "./german-dialects.js";
import { plainLetters } from "./plain-letters.js";
import { type Opinion, secondOpinion } from "./second-opinion.js";
import { familyOf, hasSiblings, type Leanings, siblingIn, wordLead } from "./sibling-languages.js";

/** ISO 639-2 code of a text whose language could not be determined. */
export const UNDETERMINED = "und";

/** eld reads at most about 350 bytes, so the rest need not be cleaned. */
const READ_LENGTH = 1_000;
/**
 * The fewest letters of a text: a single word is often a name. A Chinese or Thai letter is more informative than a
 * Latin one.
 */
const FEWEST_LETTERS = { dense: 3, other: 8, opinion: 10 };
/** The least fit of a text with its language: texts in the 7,000 languages that eld does not know fit worse. */
const LEAST_FIT = 50;
/**
 * The least lead of a language over the next, in fit times letters: a short text needs a greater lead than a long one.
 */
const LEAST_LEAD = 100;
const WORDS = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}]/u;
/** Kanji alone may also be Chinese. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Letters of Urdu that Persian does not have; almost every sentence contains one. */
const URDU_LETTER = /[ٹڈڑےںھہ]/u;
/** Every fourth word of a Tagalog sentence is one of these; a short text without any is in another language. */
const TAGALOG = new Set(
  "ako ang at ay ba ka kami kay ko kung lang mga mo na naman namin natin ng ngayon ni nila niya pa para po sa si sila sino siya tayo ito yung".split(
    " ",
  ),
);

/** The probability that fastText needs if eld is not sure: lower if eld favours the same language. */
const LEAST_PROBABILITY = {
  agreed: 0.6,
  family: 0.6,
  alone: 0.85,
  unknownToEld: 0.75,
  unlikeSerbian: 0.6,
  byLetters: 0.35,
};
/** This many words of only one sibling are clear, even if eld's score is not. */
const CLEAR_WORDS = 2;
/** Languages that eld does not know and that fastText identifies well. */
const UNKNOWN_TO_ELD = new Set(["mk", "kk", "mn"]);
/** The languages that eld takes them for. */
const TAKEN_FOR: ReadonlySet<string> = new Set(["sr", "bg", "ru", "be", "uk"]);
/** The other languages that fastText may identify: eld knows them as well. */
const KNOWN = new Set(
  "am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy id is it ja ka kn ko ku lo lt lv ml mr ms nl no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh".split(
    " ",
  ),
);

/** "Lena Maas, Jonas Holt, Ida Rehn": three or more names have no language, however sure a detector is. */
const NAMES_WITH_COMMAS =
  /^\p{Lu}[\p{L}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’-]+){1,2}(?:\s*,\s*\p{Lu}[\p{L}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’-]+){1,2}){2,}[.!]?$/u;

/**
 * Detects the language of a caption or bio, without hashtags, mentions, links, e-mail addresses and emoji, and with
 * styled letters made plain. eld decides if it is sure; otherwise, and between siblings, fastText does.
 * @returns its ISO 639-1 code in lower case, or "und": too short, no words, ambiguous, or an unknown language.
 */
export function languageOf(text: string): string {
  const { plain, words } = readWords(text);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const isDense = DENSE.test(plain);
  if (letters < (isDense ? FEWEST_LETTERS.dense : FEWEST_LETTERS.other)) return UNDETERMINED;
  if (!isDense && words.length < 2) return UNDETERMINED;

  if (!isDense && NAMES_WITH_COMMAS.test(plain.trim())) return UNDETERMINED;

  // The best first. One or two of the sixty languages are examined.
  const scores = eld.detect(plain).getScores();
  const [first, second] = bestOf(scores, (language) => isPossible(language, plain, words));
  const lead = first === undefined ? 0 : (first.fit - (second?.fit ?? 0)) * letters;
  const isClear = first !== undefined && first.fit >= LEAST_FIT && lead >= LEAST_LEAD;
  const isAmbiguous = first !== undefined && hasSiblings(first.language);
  if (germanDialect(words) !== null && (first?.language === "de" || leansToGerman(plain))) return "de";
  if (isClear && !isAmbiguous && !TAKEN_FOR.has(first.language)) return first.language;

  let opinions: Opinion[] | null = null;
  const ask = () =>
    (opinions ??= secondOpinion(plain.toLowerCase()).filter(({ language }) =>
      isPossible(language, plain, words),
    ));
  const leanings: Leanings = {
    fitOf: (language) => fitOf(scores[language] ?? 0),
    probabilityOf: (language) => ask().find((each) => each.language === language)?.probability ?? 0,
  };
  if (!isClear && letters < FEWEST_LETTERS.opinion && !isDense) return UNDETERMINED;
  // A list of names fits every language.
  if (!isDense && !/(?<![\p{L}\p{M}])\p{Ll}{2}/u.test(plain) && /\p{Lu}/u.test(plain)) return UNDETERMINED;

  const isByWords = isAmbiguous && first.fit >= LEAST_FIT && wordLead(first.language, words) >= CLEAR_WORDS;
  if (isAmbiguous && (isClear || isByWords))
    return siblingIn(first.language, words, leanings) ?? UNDETERMINED;
  const [opinion] = ask();
  if (opinion === undefined) return isClear ? first.language : UNDETERMINED;
  const { language, probability } = opinion;
  if (UNKNOWN_TO_ELD.has(language) && isUnknownToEld(opinion, plain.toLowerCase())) return language;
  if (isClear) return first.language;
  if (!KNOWN.has(language)) return UNDETERMINED;
  if (hasSiblings(language)) {
    const ofEither = familyOf(language).reduce((sum, each) => sum + leanings.probabilityOf(each), 0);
    return (ofEither >= LEAST_PROBABILITY.family && siblingIn(language, words, leanings)) || UNDETERMINED;
  }
  const least = language === first?.language ? LEAST_PROBABILITY.agreed : LEAST_PROBABILITY.alone;
  return probability >= least ? language : UNDETERMINED;
}

/**
 * Detects whether a German text is Swiss German or Bavarian: it still counts as German, with this mark.
 * @returns null if neither, or if there is too little evidence.
 */
export function dialectOf(text: string): GermanDialect | null {
  return germanDialect(readWords(text).words);
}

function readWords(text: string): { plain: string; words: string[] } {
  const plain = stripNoise(plainLetters(text.slice(0, READ_LENGTH)));
  return { plain, words: plain.toLowerCase().match(WORDS) ?? [] };
}

const leansToGerman = (plain: string): boolean => secondOpinion(plain.toLowerCase())[0]?.language === "de";

/** Whether fastText is sure enough of a language that eld takes for another. */
function isUnknownToEld({ language, probability }: Opinion, text: string): boolean {
  if (language === "mk") return !SERBIAN.test(text) && probability >= LEAST_PROBABILITY.unlikeSerbian;
  const least = STEPPE_LETTER.test(text) ? LEAST_PROBABILITY.byLetters : LEAST_PROBABILITY.unknownToEld;
  return probability >= least;
}

/** Letters and words of Serbian that Macedonian does not have. */
const SERBIAN = /[ђћ]|(?<!\p{L})(?:је|су|смо|сте|који|која|које|није|у|бити|свако|свакоме|нико)(?!\p{L})/u;
/** Of the languages detected here, only Kazakh and Mongolian have these letters. */
const STEPPE_LETTER = /[әғқңөұүһ]/u;

/** @returns the two most likely languages of a text. */
function bestOf(
  scores: Readonly<Record<string, number>>,
  mayBe: (language: string) => boolean,
): { language: string; fit: number }[] {
  const best = [];
  for (const language in scores) {
    if (mayBe(language)) best.push({ language, fit: fitOf(scores[language] as number) });
    if (best.length === 2) break;
  }
  return best;
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
