import { TITLE_WORDS } from "../text/account-words.js";
import { EMOJI, ZERO_WIDTH } from "../text/clean-text.js";
import { plainLetters } from "../text/plain-letters.js";
import { clearGender } from "./name-letters.js";
import { openNameLists } from "./name-lists.js";
import { type ListedName, type NamedGender, nameKey } from "./name-table.js";

/** Given to both genders, although lists name one (their figures are of one country or one decade). */
const GIVEN_TO_BOTH = new Set(
  `alex alexis andrea angel ariel ashley bobby casey charlie chris cleo dana dominique eddie eli elia elliot emery finley frankie gabriele
  gerrit hayden jackie jamie jan jean jesse jo joe jordan joss jules kai kay kelly kim kris lee leslie lou luca max michele mika morgan
  nicola nikita nico noa noel pat paris parker quinn rene riley robin ronnie rowan sam sacha sascha sasha shannon sidney simone
  skyler stevie sydney taylor terry toni tracy val yuki`.split(/\s+/),
);
/** Words in the position of a first name that are none, although a list has them. */
const NO_NAMES = new Set(
  "the it its im iam ich bin by von mit und and la le el il das die der my mein team club haus house studio atelier cafe bar hotel salon shop store love life mama papa".split(
    " ",
  ),
);
/** Two names joined by a sign, or by "and" in common languages. */
const JOINED =
  /(?<![\p{L}\p{M}])(\p{L}[\p{L}\p{M}'’-]*)\s*(?:[&+×⁺]|\s[xX/]\s|\s(?:und|and|y|e|et|og|och|en|i|ve|dan|ja|a|és|și|si|и|і|та|و|と|和)\s|[❤♥💕💞]\uFE0F?)\s*(\p{L}[\p{L}\p{M}'’-]*)/u;

/** Directly after "and" in a name, before what stands beside the first one. */
const ARTICLES = new Set(
  "the die der das den seine ihre her his los las el la les le il lo gli i os as o a de het sus sua suas ses jej jego".split(
    " ",
  ),
);

/** The gender of a first name, and how certain it is. */
export interface NameGender {
  gender: NamedGender;
  /**
   * "agreed": at least two lists have the name without contradiction, or the list of the account's own language has it;
   * "listed": one list has it; "letters": none has it, and its letters resemble those of names of one gender.
   */
  known: "agreed" | "listed" | "letters";
}

let lists: ReturnType<typeof openNameLists> | null = null;
const listed = () => (lists ??= openNameLists());

/**
 * @param fullName as an account shows it: styled letters, emoji, titles and text after a separator are ignored.
 * @param language of the account's texts, ISO 639-1 in lower case: "Andrea" is a woman in German, a man in Italian.
 * @returns null for an unknown name, for one given to both genders, and for two people ("Anna & Ben").
 */
export function genderOfName(fullName: string | null, language: string | null): NameGender | null {
  if (isPair(fullName)) return null;
  const patronymic = patronymicIn(fullName);
  if (patronymic !== null) return { gender: patronymic, known: "agreed" };
  const first = firstNameIn(fullName);
  if (first !== null) return genderOfFirstName(first, language);
  const unlisted = unlistedFirstName(fullName);
  const american = unlisted === null ? undefined : listed().inUnitedStates(unlisted);
  if (american === "female" || american === "male") return { gender: american, known: "listed" };
  const gender = unlisted === null || american === "both" ? null : clearGender(listed().byLetters(unlisted));
  return gender === null ? null : { gender, known: "letters" };
}

/** East Slavic names of three words contain the father's name, in a form for a daughter or for a son. */
function patronymicIn(fullName: string | null): NamedGender | null {
  const words = wordsOfName(fullName);
  if (words.length !== 3) return null;
  if (words.slice(1).some((word) => /\p{L}{2}(?:овна|евна|ична|івна|ївна|ovna|evna)$/iu.test(word)))
    return "female";
  return words.slice(1).some((word) => /\p{L}{2}(?:ович|евич|ьич|йович|ovich|evich)$/iu.test(word))
    ? "male"
    : null;
}

/** Two or more surnames joined by a sign, or by "and" in common languages: "Bergman-Söderberg", "Gauthier et Maillard". */
const JOINED_SURNAMES =
  /^\p{Lu}[\p{L}'’ ]+?(?:\s?[-–]\s?|\s(?:&|\+|and|und|et|y|e|en|och|og|i|ve)\s)\p{Lu}[\p{L}'’ ]+$/u;

/** @returns whether a name consists of surnames only, like that of a firm named after its owners. */
export function isOfSurnames(fullName: string | null): boolean {
  const name = plainLetters(fullName ?? "").trim();
  if (!JOINED_SURNAMES.test(name)) return false;
  const words = (name.match(/\p{L}[\p{L}'’]+/gu) ?? []).filter((word) => /^\p{Lu}/u.test(word));
  const [first = ""] = words;
  const isBeforeAnother = /^\S+\s+\p{Lu}/u.test(name);
  return (
    words.every((word) => listed().isSurname(word)) &&
    words.filter((word) => !isListed(word)).length * 2 >= words.length &&
    !(isBeforeAnother && isListed(first))
  );
}

/**
 * @returns the first of two words before a known surname, because a single word in no list may as well be a brand's
 * name.
 */
function unlistedFirstName(fullName: string | null): string | null {
  const [first, ...rest] = wordsOfName(fullName);
  const last = rest.at(-1);
  const isName =
    first !== undefined && last !== undefined && rest.length <= 2 && /^\p{Lu}\p{Ll}+$/u.test(first);
  return isName && !NO_NAMES.has(nameKey(first)) && listed().isSurname(last) ? first : null;
}

function genderOfFirstName(first: string, language: string | null): NameGender | null {
  const found = listed().find(first);
  const spoken = language === null ? undefined : ownList(found, language);
  const american = language === null || language === "en" ? listed().inUnitedStates(first) : undefined;
  if (american === "both") return null;
  // "Andrea" is a man in Italy.
  const isSoElsewhere = [...found].every(([list, said]) => said === american || list.startsWith("en"));
  // Statistics of births outweigh one list.
  if (american !== undefined && (language === "en" || isSoElsewhere || found.size === 1))
    return { gender: american, known: "listed" };
  if (GIVEN_TO_BOTH.has(nameKey(first)))
    return spoken === undefined ? null : { gender: spoken, known: "listed" };
  const votes = [...found.values()];
  const [female, male] = [count(votes, "female"), count(votes, "male")];
  const gender: NamedGender = female >= male ? "female" : "male";
  const [most, fewest] = [Math.max(female, male), Math.min(female, male) + count(votes, "both")];
  const known = (isAgreed: boolean) => (isAgreed ? "agreed" : "listed");
  // One list alone is wrong more often where the letters of the name speak against it.
  if (most === 1 && fewest === 0 && spoken === undefined && isAgainst(listed().byLetters(first), gender))
    return null;
  if (fewest === 0 && most > 0) return { gender, known: known(most > 1 || spoken === gender) };
  // Lists that mostly agree with the statistics of births: the rest are mistakes.
  if (american === gender && most > fewest) return { gender, known: "listed" };
  if (spoken !== undefined) return { gender: spoken, known: known(most >= 4 * fewest && spoken === gender) };
  // Large lists contain mistakes: one against many is a mistake.
  return most >= 5 && most >= 5 * fewest ? { gender, known: "listed" } : null;
}

/** @returns whether the letters of a name speak against a gender. */
const isAgainst = (logOdds: number | null, gender: NamedGender) =>
  logOdds !== null && (gender === "female" ? -logOdds : logOdds) > LEAST_AGAINST;
const LEAST_AGAINST = 1;

function ownList(found: ListedName, language: string): NamedGender | undefined {
  const said = [found.get(language), found.get(`${language} (large)`)].filter(
    (gender): gender is NamedGender => gender === "female" || gender === "male",
  );
  return new Set(said).size === 1 ? said[0] : undefined;
}

const count = (votes: readonly string[], gender: string) => votes.filter((vote) => vote === gender).length;

/**
 * @returns whether a name contains two people, or a name and a partner: "Ida & Tom", "Lisa und Max", "Müller & Söhne".
 */
export function isPair(fullName: string | null): boolean {
  const name = plainLetters(fullName ?? "").split(/[|•·(]/u)[0] ?? "";
  const joined = JOINED.exec(name);
  if (joined === null) return false;
  const [, one = "", other = ""] = joined;
  if (/[&+×⁺❤♥💕💞]/u.test(joined[0])) return true;
  // "Emil und die Detektive": a story, a band or a shop.
  if (ARTICLES.has(nameKey(other)) && /^\s+\p{L}/u.test(name.slice(joined.index + joined[0].length)))
    return isListed(one);
  const areNames = [one, other].every((word) => !/^\p{Ll}/u.test(word));
  return areNames && (isListed(one) || isListed(other));
}

/**
 * @returns the first name within a name: the first word, or the one after a surname or title ("Müller Julia", "Dr.
 * Anna").
 */
export function firstNameIn(fullName: string | null): string | null {
  const words = wordsOfName(fullName);
  const [first, second] = words;
  if (first === undefined || NO_NAMES.has(nameKey(first))) return null;
  const whole = words.slice(0, 2).join(" ");
  // The lists have Vietnamese and other two-word names in full.
  if (second !== undefined && isListed(whole)) return whole;
  // "Müller Julia": a surname that hardly anybody has for a first name.
  if (second !== undefined && isSurnameBefore(first, second)) return second;
  for (const part of [first, ...first.split("-").slice(0, 1)]) if (isListed(part)) return part;
  return givenNameWithin(first);
}

/** @returns the words of a name before any separator, without titles and single letters. */
function wordsOfName(fullName: string | null): string[] {
  const name = (
    plainLetters(fullName ?? "")
      .replace(ZERO_WIDTH, "")
      .replace(EMOJI, " ")
      .split(/[|•·,/(–—]/u)[0] ?? ""
  ).replace(TITLE_WORDS, " ");
  return (name.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []).filter((word) => [...word].length > 1);
}

function isSurnameBefore(first: string, second: string): boolean {
  if (!listed().isSurname(first) || !isListed(second) || NO_NAMES.has(nameKey(second))) return false;
  return (
    !isListed(first) ||
    (!listed().isSurname(second) && listed().find(first).size < listed().find(second).size)
  );
}

/**
 * @returns whether a name is a person's: a known first name alone or before one word, before a known surname, or one in
 * several lists. "Summit" is a first name in one list, but "Summit Tree Care" is no person.
 */
export function isPersonsName(fullName: string | null): boolean {
  const words = wordsOfName(fullName);
  const first = firstNameIn(fullName);
  const last = words.at(-1);
  if (patronymicIn(fullName) !== null) return true;
  if (first === null || last === undefined) return false;
  if (words.length <= 2 || listed().isSurname(last)) return true;
  return words.length === 3 && listed().find(first).size >= 3;
}

/** In fewer lists than this a name may as well be another word. */
const LISTS_OF_A_COMMON_NAME = 3;

/** @returns whether a name begins with a first name that few lists have: "Kestrel", "Sunset". */
export function isRareFirstName(fullName: string | null): boolean {
  const first = firstNameIn(fullName);
  return first !== null && listed().find(first).size < LISTS_OF_A_COMMON_NAME;
}

/** @returns whether a name consists of known first names and surnames only, and whether its last word is a surname. */
export function knownWordsIn(fullName: string | null): { isWhole: boolean; endsWithSurname: boolean } {
  const words = wordsOfName(fullName);
  const last = words.at(-1);
  const isKnown = (word: string) => isListed(word) || listed().isSurname(word);
  return {
    isWhole: words.length > 0 && (words.every(isKnown) || patronymicIn(fullName) !== null),
    endsWithSurname: words.length > 1 && last !== undefined && listed().isSurname(last),
  };
}

/** Chinese, Japanese and Korean names are written without spaces, the surname first: the given name is at the end. */
function givenNameWithin(word: string): string | null {
  const letters = [...word];
  if (
    letters.length < 3 ||
    !/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u.test(word)
  )
    return null;
  for (const length of [3, 2]) {
    const end = letters.slice(-length).join("");
    if (letters.length > length && isListed(end)) return end;
  }
  return null;
}

function isListed(name: string): boolean {
  return listed().find(name).size > 0;
}
