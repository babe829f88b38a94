import { getGender } from "gender-detection-from-name";
import { fold } from "../countries/fold.js";

const LISTS = ["en", "de", "es", "fr", "it", "tr"] as const;
type ListLanguage = (typeof LISTS)[number];

/** One list may err: the French one has "Antoine" as a woman. */
const MOST_LISTS = LISTS.length - 1;
/** Given to both, though the lists name one (their figures are of one country or one decade). */
const GIVEN_TO_BOTH = new Set(
  `alex alexis andrea angel ariel ashley bobby casey charlie chris cleo dana dominique eddie eli elia elliot emery finley frankie gabriele
  gerrit hayden jackie jamie jan jean jesse jo joe jordan joss jules kai kay kelly kim kris lee leslie lou luca max michele mika morgan
  nicola nikita nico noa noel pat paris parker quinn rene riley robin ronnie rowan sam sacha sascha sasha shannon sidney simone
  skyler stevie sydney taylor terry toni tracy val yuki`.split(/\s+/),
);

/** What a first name says of a gender, and whether the lists of the languages agree. */
export interface NameGender {
  gender: "female" | "male";
  isAgreed: boolean;
}

/**
 * @param fullName as an account shows it: emoji, titles and what stands behind a separator do not count.
 * @param language of the account's texts, ISO 639-1 in lower case: "Andrea" is a woman in German, a man in Italian.
 */
export function genderOfName(fullName: string | null, language: string | null): NameGender | null {
  const first = firstNameIn(fullName);
  if (first === null) return null;
  const isListed = LISTS.includes(language as ListLanguage);
  const spoken = isListed ? asked(first, language as ListLanguage) : null;
  if (GIVEN_TO_BOTH.has(fold(first))) return spoken === null ? null : { gender: spoken, isAgreed: false };
  const answers = LISTS.map((list) => asked(first, list));
  const most = (["female", "male"] as const).find(
    (gender) => answers.filter((answer) => answer === gender).length >= MOST_LISTS,
  );
  if (most !== undefined) return { gender: most, isAgreed: spoken === null || spoken === most };
  return spoken === null ? null : { gender: spoken, isAgreed: false };
}

/** @returns the first word of a name that is a known first name, also "Dr. Anna" and "✨Anna✨". */
export function firstNameIn(fullName: string | null): string | null {
  const name = (fullName ?? "").normalize("NFKC").split(/[|•·,/(]/u)[0] ?? "";
  const [first, second] = (name.match(/\p{L}[\p{L}\p{M}'’]+/gu) ?? []).filter(
    (word) => !/^(?:dr|prof|mr|mrs|ms|miss|the|it|its|im|iam|ich|bin)$/iu.test(word),
  );
  if (first !== undefined && isKnown(first)) return first;
  // Surname first, as in Hungarian or on an office door.
  return second !== undefined &&
    isKnown(second) &&
    name.includes(first as string) &&
    /^\p{Lu}+$/u.test(first as string)
    ? second
    : null;
}

function isKnown(name: string): boolean {
  return LISTS.some((list) => asked(name, list) !== null);
}

function asked(name: string, list: ListLanguage): "female" | "male" | null {
  const found = [name, fold(name)]
    .map((spelling) => getGender(spelling, list))
    .find((gender) => gender !== "unknown");
  return found === "female" || found === "male" ? found : null;
}
