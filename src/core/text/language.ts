import { eld } from "eld/medium";
import { hasLettersOf } from "./alphabets.js";
import { stripNoise } from "./clean-text.js";
import { type GermanDialect, germanDialect } from "./german-dialects.js";
import { plainLetters } from "./plain-letters.js";
import { type Opinion, secondOpinion } from "./second-opinion.js";
import { familyOf, hasSiblings, type Leanings, siblingIn, wordLead } from "./sibling-languages.js";

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
const LEAST_PROBABILITY = {
  agreed: 0.6,
  family: 0.6,
  alone: 0.85,
  unknownToEld: 0.75,
  unlikeSerbian: 0.6,
  byLetters: 0.35,
};
/** So many words of one sibling alone are clear, where eld's score is not. */
const CLEAR_WORDS = 2;
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
  const { plain, words } = readWords(text);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const isDense = DENSE.test(plain);
  if (letters < (isDense ? FEWEST_LETTERS.dense : FEWEST_LETTERS.other)) return UNDETERMINED;
  if (!isDense && words.length < 2) return UNDETERMINED;

  // The best first. Of sixty languages one or two are looked at.
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
  // A list of names is in every language.
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
 * Tells whether a text in German is Swiss German or Bavarian: it counts as German, with this mark.
 * @returns null: neither, or too little to tell.
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

/** Letters and words that Serbian has and Macedonian has not. */
const SERBIAN = /[ђћ]|(?<!\p{L})(?:је|су|смо|сте|који|која|које|није|у|бити|свако|свакоме|нико)(?!\p{L})/u;
/** Letters that of the languages told here only Kazakh and Mongolian write. */
const STEPPE_LETTER = /[әғқңөұүһ]/u;

/** @returns the two best languages that a text may be in. */
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
