import { parse } from "tldts";
import type { Profile } from "../instagram/profile.js";
import {
  ADDRESS_CUES,
  GIVEN_NAMES,
  GREETING_NAMES,
  LABELS,
  MAIL_WORDS,
  OFFICE_NAMES,
} from "./email-words.js";
import { unaccented } from "./unaccented.js";

/** Stands for a picture of a letter before a line: a Unicode noncharacter, which does not occur in texts. */
export const MAIL_PICTURE = "\uFDD2";

/** Names and sites by which a profile shows that a bare "jane at shop.example" is its owner's address. */
export interface Owner {
  /** The username and the display name, in plain lower-case letters without signs. */
  names: ReadonlySet<string>;
  /** The registrable domains of its links. */
  domains: ReadonlySet<string>;
}

export const NOBODY: Owner = { names: new Set(), domains: new Set() };

/** A shorter name is too often an ordinary word. */
const SHORTEST_NAME = 3;

/** @returns what a profile's name and links say of its owner. */
export function ownerOf({
  username,
  fullName,
  externalLink,
  bioLinks,
}: Pick<Profile, "username" | "fullName" | "externalLink" | "bioLinks">): Owner {
  const words = (fullName ?? "").split(/[^\p{L}\p{M}\p{N}'’]+/u).map(plainName);
  const names = [plainName(username), words[0] ?? "", words.join("")];
  const links = [externalLink, ...(bioLinks ?? []).map(({ url }) => url)];
  return {
    names: new Set(names.filter((name) => name.length >= SHORTEST_NAME)),
    domains: new Set(links.flatMap((link) => (link === null ? [] : (parse(link).domain ?? [])))),
  };
}

function plainName(name: string): string {
  return unaccented(name).replace(/[^a-z]/g, "");
}

/** The surroundings of a bare address. */
export interface Bare {
  /** The mailbox name as it is written. */
  written: string;
  domain: string;
  /** The text before it. */
  before: string;
  /** It is a phrase of its own. */
  isAlone: boolean;
  /** With the sign instead of the word: "jane @ shop.example". */
  hasSign: boolean;
}

/**
 * Whether signs around "jane at shop.example" say that it is an address: most such phrases are sentences ("barista at
 * bloom.example"). The signs are a contact word with a colon or an arrow, an invitation to write, a picture of a letter,
 * a name in front of parentheses, a greeting that stands alone (beside an `@` also an office or a given name), and the owner's own name.
 * @param owner names and sites of the profile that the text belongs to.
 */
export function isBareAddress(bare: Bare, owner: Owner): boolean {
  const { written, domain, before, isAlone, hasSign } = bare;
  // A capital begins a sentence: "Contact: Anna at the agency", "Hello at last".
  const isLowerCase = written === written.toLowerCase();
  if (isAnnouncedIn(before, isLowerCase)) return true;
  if (!isLowerCase) return false;
  if (isAlone && GREETING_NAMES.has(written)) return true;
  if (isAlone && hasSign && (OFFICE_NAMES.has(written) || GIVEN_NAMES.has(written))) return true;
  const name = plainName(written);
  if (NAME_BEFORE_PARENTHESIS.test(before)) return isNameIn(name, before);
  if (!owner.names.has(name)) return false;
  return isAlone || owner.domains.has(parse(domain).domain ?? domain);
}

/** "Booking: …", "📧 …", "E-Mail → …" announce an address; "write to …" only one in lower case. */
function isAnnouncedIn(before: string, isLowerCase: boolean): boolean {
  if (AFTER_PICTURE.test(before)) return isLowerCase;
  const [, word = "", sign] = CUE.exec(before) ?? [];
  const cue = word.toLowerCase();
  if (sign !== undefined && MAIL_WORDS.has(cue)) return true;
  if (TOPICS.has(cue)) return false;
  if (sign !== undefined && (ADDRESS_CUES.has(cue) || LABELS.test(word))) return isLowerCase;
  return isLowerCase && (MAIL_WORDS.has(cue) || INVITATION.test(before));
}

/** "Press: interview at …": such a word announces articles as often as an address. */
const TOPICS = new Set(["pr", "press", "presse"]);
const AFTER_PICTURE = new RegExp(`${MAIL_PICTURE}\\s{0,3}$`, "u");
/** A word, with the sign or line break that makes it a label. */
const CUE =
  /(?<![\p{L}\p{M}])([\p{L}\p{M}-]{1,30})[ \t]*([:：=|>›»▸▹►▻→⇒⇨⟶⮕➔➙➛➜➝➞➟➠➢➤]+|[ \t][-–—]|\n)?\s{0,3}$/u;

/** "E-mail me at …", "schreib an …", "escríbeme a …". */
export const INVITATION =
  /(?<![\p{L}\p{M}])(?:e-?mail|mail|write|contact|reach|hire|book)(?: (?:me|us|her|him|them))(?: (?:at|on|to|via|here))? ?[:>→⇒-]* *$|(?<![\p{L}\p{M}])(?:write to|(?:e-?mail|mail|contact) via|schreibt?(?: (?:mir|uns))?(?: eine? (?:e-?mail|mail))? an|mail(?:t|en)? an|écri(?:s|vez|re)(?:-(?:moi|nous))? à|escr[ií]b[ea](?:me|nos|n(?:me|nos))? a|escreva(?:-me|-nos)?(?: para)?|scriv(?:i|ete)(?:mi|ci)? a|napisz(?:cie)? (?:do|na)|mailen naar|stuur (?:een )?mail(?:tje)? naar) *:? *$/iu;

/** "Jane Doe (jdoe at shop.example)" in copyright lines and lists of people. */
const NAME_BEFORE_PARENTHESIS = /\p{Lu}[\p{L}\p{M}'.-]{1,30}[ \t]*[([]$/u;

/** Whether a mailbox has the name of the people named right before it: "Rosa Linden rosa at looms dot example". */
export function isCalledAfter(mailbox: string, before: string): boolean {
  return NAME_BEFORE.test(before) && isNameIn(plainName(mailbox), before);
}

const NAME_BEFORE = /\p{Lu}[\p{L}\p{M}'.-]{1,30} \p{Lu}[\p{L}\p{M}'.-]{1,30}[ \t]*$/u;

/** Whether a mailbox is called after the people named right before it, by one of their names or initials. */
function isNameIn(name: string, before: string): boolean {
  const words = unaccented(before)
    .split(/[^a-z]+/)
    .filter((word) => word.length >= SHORTEST_NAME)
    .slice(-4);
  return words.some((word) => name.includes(word) || (name.length > SHORTEST_NAME && word.startsWith(name)));
}
