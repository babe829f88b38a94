import { DEVOTION_WORDS, FAN_CONTENT_WORDS } from "../qualify/fan-words.js";
import {
  BRANCH_WORDS,
  CLAIM_WORDS,
  FAN_WORDS,
  FAN_WORDS_BESIDE_NAME,
  LURE_WORDS,
} from "../text/account-words.js";
import { cldrNames } from "../text/cldr-names.js";
import { plainLetters } from "../text/plain-letters.js";
import { nameWords, usernameSkeleton } from "./names.js";
import { bioOverlap, mentions, nameLikeness, type Pair, type PairSide } from "./pair.js";

/**
 * What an account says of itself besides the watched account's name: what is left of its username and display name.
 * "ostwerk_jobs" leaves "jobs", "Ostwerk Österreich" leaves "österreich".
 */
export function besideName({ watched, other }: Pair): string {
  const bare = watched.username.replaceAll(/[._]/g, "");
  const parts = other.username.split(/[._]+/);
  const inUsername = other.username.replaceAll(/[._]/g, "").includes(bare)
    ? [
        other.username.replace(watched.username, " "),
        other.username.replaceAll(/[._]/g, "").replace(bare, " "),
      ]
    : parts.filter((part) => !watched.username.includes(part));
  const names = new Set(nameWords(watched.fullName));
  const inName = other.fullName.split(/[\s|·•,()/-]+/u).filter((word) => {
    const words = nameWords(word);
    return words.length > 0 && !words.every((each) => names.has(each));
  });
  return [...inUsername, ...inName]
    .join(" ")
    .replaceAll(/[._\d]+/g, " ")
    .toLowerCase();
}

/** Display name, bio and username as words, with styled letters made plain. */
function saidBy({ username, fullName, biography, externalLink }: PairSide): string {
  return plainLetters(`${username.replaceAll(/[._]+/g, " ")}\n${fullName}\n${biography}\n${externalLink}`);
}

/** @returns whether it claims to be the person or the brand: an official, backup, new or private account. */
export function claimsToBe(pair: Pair): boolean {
  return CLAIM_WORDS.test(saidBy(pair.other)) || claimsInName(pair);
}

/**
 * @returns whether it makes this claim beside the watched account's name: "tim.hofer_backup", "Tim Hofer (private account)".
 */
export function claimsInName(pair: Pair): boolean {
  return CLAIM_WORDS.test(besideName(pair));
}

/** @returns whether it tries to draw people elsewhere or mentions money, and the watched account does not. */
export function lures({ watched, other }: Pair): boolean {
  return LURE_WORDS.test(saidBy(other)) && !LURE_WORDS.test(saidBy(watched));
}

/**
 * @returns whether it says that it is a fan account or a parody of the watched one. An account that also lures is not a fan.
 */
export function isFanOf(pair: Pair): boolean {
  const { watched, other } = pair;
  const isAbout =
    usernameSkeleton(other.username).includes(usernameSkeleton(watched.username)) ||
    mentions(other.biography, watched.username) ||
    nameLikeness(pair) > 0.4 ||
    namesInFull(pair);
  if (!isAbout || lures(pair)) return false;
  if (FAN_WORDS.test(saidBy(other)) || FAN_WORDS_BESIDE_NAME.test(besideName(pair))) return true;
  return isFanOfName(pair) || tellsAbout(pair);
}

/** Directly before a name: what is told is about it. */
const ABOUT =
  /(?<!\p{L})(?:about|of|on|for|everything|über|zu|von|um|alles|sobre|de|del|da|do|todo|tudo|du|sur|tout|su|sulla|sul|di|tutto|van|over|rond|o|wszystko|o|об|про|всё|tentang|semua|support|supporting|unterstützen)\s+(?:the |la |a |o |el |il |d')?$/u;
const ALL_THAT_IS_NEW =
  /(?<!\p{L})(?:everything|all the latest|alles|todo|tudo|tout|tutto|wszystko|всё|semua)(?!\p{L})/u;

/**
 * "Toute l'actu de Lena Hart", "Everything Lena in the UK": it tells what fans tell about the name, instead of speaking as
 * a part of it or as the one.
 */
function tellsAbout(pair: Pair): boolean {
  const { watched, other } = pair;
  if (claimsToBe(pair) || bioOverlap(pair) > MOST_OF_THE_SAME_BIO || besideName(pair).trim() === "")
    return false;
  const said = plainLetters(other.biography).toLowerCase();
  const isFansContent =
    FAN_CONTENT_WORDS.test(said) || DEVOTION_WORDS.test(said) || ALL_THAT_IS_NEW.test(said);
  const names = [`@${watched.username}`, ...nameWords(watched.fullName)].filter((name) => name.length > 2);
  return isFansContent && names.some((name) => ABOUT.test(said.slice(0, Math.max(0, said.indexOf(name)))));
}
const MOST_OF_THE_SAME_BIO = 0.5;

/** "Streaming team for Mia Yoon": the bio has the whole display name, of more than one word. */
function namesInFull({ watched, other }: Pair): boolean {
  const name = nameWords(watched.fullName);
  return name.length > 1 && ` ${nameWords(other.biography).join(" ")} `.includes(` ${name.join(" ")} `);
}

/** "We love Tim Hofer", "fan de @tim.hofer": a fan's word directly before the name. */
function isFanOfName({ watched, other }: Pair): boolean {
  const said = plainLetters(`${other.fullName}\n${other.biography}`).toLowerCase();
  const names = [`@${watched.username}`, ...nameWords(watched.fullName)].filter((name) => name.length > 2);
  return names.some((name) => {
    const at = said.indexOf(name);
    return at > 0 && FAN_WORDS_BESIDE_NAME.test(said.slice(Math.max(0, at - 20), at));
  });
}

/** @returns whether it calls itself a part of the watched organisation: a shop, a team, a country branch. */
export function isBranchByName(pair: Pair): boolean {
  const { watched, other } = pair;
  const beside = besideName(pair).trim();
  const isOfTheName =
    nameLikeness(pair) >= 0.5 ||
    other.username.replaceAll(/[._]/g, "").includes(watched.username.replaceAll(/[._]/g, ""));
  return (
    isOfTheName &&
    (BRANCH_WORDS.test(beside) || [beside, ...beside.split(/\s+/)].some((words) => COUNTRIES.has(words)))
  );
}

const BRANCH_COUNTRIES =
  "AR AT AU BE BR CA CH CL CN CO CZ DE DK EG ES FI FR GB GR HK HR HU ID IE IL IN IT JP KR LU MA MX MY NL NO NZ PE PH PL PT RO RS RU SA SE SG SI SK TH TR TW UA US VN ZA AE".split(
    " ",
  );
const NAMED_IN = "en de es pt fr it nl tr pl ru id ar hi ja ko zh".split(" ");
/** Country names in the languages of the lists. */
const COUNTRIES: ReadonlySet<string> = new Set(
  cldrNames("region", BRANCH_COUNTRIES, NAMED_IN).map((name) => name.toLowerCase()),
);
