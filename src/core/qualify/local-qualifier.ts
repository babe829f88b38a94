import { languageOf, UNDETERMINED } from "../text/language.js";
import { firstNameIn, genderOfName } from "./first-names.js";
import { withoutInstructions } from "./instructions.js";
import {
  type AccountTexts,
  type Gender,
  MOST_TOPICS,
  type Qualification,
  type Topic,
} from "./qualification.js";
import {
  BOT_WORDS,
  BUSINESS_WORDS,
  FAN_WORDS,
  GENDERED_WORDS,
  PERSON_CATEGORIES,
  PERSON_WORDS,
  PRONOUNS,
  TOPIC_WORDS,
} from "./words.js";

/** Rules are less sure than somebody who understands the text: they never say 5. */
const STATED = 4;
const NAMED = 3;
const NAMED_IN_ONE_LANGUAGE = 2;

/**
 * Qualifies an account by rules: its language by eld, its gender by what it says of itself and by its first name, its kind and
 * topics by words in a dozen languages. What the rules do not know stays null.
 */
export function qualifyLocally(texts: AccountTexts): Qualification {
  const biography = withoutInstructions(texts.biography ?? "");
  const told = languageOf(biography);
  const language = told === UNDETERMINED ? null : told;
  const all = [texts.fullName ?? "", biography].join("\n").normalize("NFKC");
  const kind = kindOf(texts, all);
  const { gender, confidence } =
    kind === null || kind === "person" ? genderOf(texts.fullName, all, language) : NO_GENDER;
  return {
    language: language?.toUpperCase() ?? null,
    gender,
    genderConfidence: confidence,
    kind: kind ?? (gender === null ? null : "person"),
    topics: topicsOf(`${all}\n${texts.category ?? ""}`),
    by: "local",
  };
}

const NO_GENDER = { gender: null, confidence: 0 } as const;

/** What the texts themselves say of a gender: to qualify by, and to hold against what a model says. */
export function genderEvidence(texts: AccountTexts): { gender: Gender | null; confidence: number } {
  const biography = withoutInstructions(texts.biography ?? "");
  const told = languageOf(biography);
  return genderOf(
    texts.fullName,
    `${texts.fullName ?? ""}\n${biography}`,
    told === UNDETERMINED ? null : told,
  );
}

function genderOf(
  fullName: string | null,
  text: string,
  language: string | null,
): { gender: Gender | null; confidence: number } {
  for (const gender of ["other", "female", "male"] as const) {
    if (PRONOUNS[gender].test(text)) return { gender, confidence: STATED };
  }
  const name = genderOfName(fullName, language);
  const words = (["female", "male"] as const).filter((gender) => GENDERED_WORDS[gender].test(text));
  const [word] = words.length === 1 ? words : [];
  if (name === null) return word === undefined ? NO_GENDER : { gender: word, confidence: NAMED };
  const confidence = name.isAgreed ? NAMED : NAMED_IN_ONE_LANGUAGE;
  if (word === undefined) return { gender: name.gender, confidence };
  return word === name.gender ? { gender: word, confidence: STATED } : { gender: word, confidence: 1 };
}

function kindOf({ fullName, category }: AccountTexts, text: string): Qualification["kind"] {
  if (BOT_WORDS.test(text)) return "bot";
  if (FAN_WORDS.test(`${text}\n${category ?? ""}`)) return "fan";
  if (category && PERSON_CATEGORIES.test(category)) return "person";
  if (category || BUSINESS_WORDS.test(text)) return "business";
  if (firstNameIn(fullName) !== null || PERSON_WORDS.test(text)) return "person";
  return null;
}

function topicsOf(text: string): Topic[] {
  return (Object.entries(TOPIC_WORDS) as [Topic, RegExp][])
    .map(([topic, words]) => ({ topic, count: text.match(words)?.length ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1))
    .slice(0, MOST_TOPICS)
    .map(({ topic }) => topic);
}
