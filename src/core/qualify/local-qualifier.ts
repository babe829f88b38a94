import { languageOf, UNDETERMINED } from "../text/language.js";
import { plainLetters } from "../text/plain-letters.js";
import { firstNameIn, genderOfName, isPair, type NameGender } from "./first-names.js";
import { withoutInstructions } from "./instructions.js";
import { kindOfAccount } from "./kind-of-account.js";
import {
  type AccountTexts,
  type Gender,
  MOST_TOPICS,
  type Qualification,
  readPart,
  type Topic,
} from "./qualification.js";
import { GENDERED_WORDS, GERMAN_TRADE_OF_A_WOMAN, PRONOUNS, TOPIC_WORDS } from "./words.js";

/** The highest confidence of rules, which are less certain than somebody who understands the text: never 5. */
const STATED = 4;
const NAMED = 3;
const OF_NAME: Readonly<Record<NameGender["known"], number>> = { agreed: NAMED, listed: 2, letters: 1 };

/**
 * Qualifies an account by rules: its language by eld, its gender by its own statements and its first name, its kind and
 * topics by words in a dozen languages. What the rules cannot determine stays null.
 */
export function qualifyLocally(given: AccountTexts): Qualification {
  const texts = readPart(given);
  const biography = withoutInstructions(texts.biography ?? "");
  const told = languageOf(biography);
  const language = told === UNDETERMINED ? null : told;
  const all = plainLetters([texts.fullName ?? "", biography].join("\n"));
  const kind = kindOfAccount({
    name: plainLetters(texts.fullName ?? ""),
    biography: plainLetters(biography),
    category: texts.category ?? "",
    language,
  });
  const { gender, confidence } =
    kind === null || kind === "person" ? genderOf(texts.fullName, all, language) : NO_GENDER;
  return {
    language: language?.toUpperCase() ?? null,
    gender,
    genderConfidence: confidence,
    kind: kind ?? (gender === null ? null : "person"),
    topics: topicsOf([topicName(texts.fullName), plainLetters(biography), texts.category ?? ""].join("\n")),
    by: "local",
  };
}

/** "Christina" is no religion: in a person's name only the text after it tells what an account is about. */
function topicName(fullName: string | null): string {
  const name = plainLetters(fullName ?? "");
  return firstNameIn(fullName) === null
    ? name
    : name
        .split(/[|•·(]/u)
        .slice(1)
        .join(" ");
}

const NO_GENDER = { gender: null, confidence: 0 } as const;

/** The evidence for a gender in the texts themselves, to qualify by and to check a model's answer against. */
export function genderEvidence(given: AccountTexts): { gender: Gender | null; confidence: number } {
  const texts = readPart(given);
  const biography = withoutInstructions(texts.biography ?? "");
  const told = languageOf(biography);
  return genderOf(
    texts.fullName,
    plainLetters(`${texts.fullName ?? ""}\n${biography}`),
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
  // With two people it is unclear whose words they are.
  if (isPair(fullName)) return NO_GENDER;
  const name = genderOfName(fullName, language);
  const words = (["female", "male"] as const).filter(
    (gender) =>
      GENDERED_WORDS[gender].test(text) || (gender === "female" && GERMAN_TRADE_OF_A_WOMAN.test(text)),
  );
  const [word] = words.length === 1 ? words : [];
  if (name === null) return word === undefined ? NO_GENDER : { gender: word, confidence: NAMED };
  if (word === undefined) return { gender: name.gender, confidence: OF_NAME[name.known] };
  return word === name.gender ? { gender: word, confidence: STATED } : NO_GENDER;
}

/** "Book your appointment" is about no books. */
const BOOKING =
  /(?<!\p{L})book(?=\s+(?:your|now|an? (?:table|room|visit|tour|slot|trial|demo|class|lesson|call|session|appointment)|me|us|here|online|via|with|by|through|direct\p{L}*|today|appointments?|sessions?|calls?)(?!\p{L}))/giu;

function topicsOf(given: string): Topic[] {
  const text = given.replace(BOOKING, " ");
  return (Object.entries(TOPIC_WORDS) as [Topic, RegExp][])
    .map(([topic, words]) => ({ topic, count: text.match(words)?.length ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1))
    .slice(0, MOST_TOPICS)
    .map(({ topic }) => topic);
}
