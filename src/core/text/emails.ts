import type { Profile } from "../instagram/profile.js";
import { INVITATION, isBareAddress, MAIL_PICTURE, NOBODY, type Owner, ownerOf } from "./bare-address.js";
import { EMOJI, ZERO_WIDTH } from "./clean-text.js";
import { BRACKETED_DOT, type DomainInText, domainAt, SPOKEN_DOT } from "./email-domain.js";
import {
  ADDRESS_CUES,
  isFreeMailHost,
  isPlaceholder,
  JOINING_WORDS,
  MAIL_WORDS,
  NOT_A_MAILBOX,
  OCCUPATIONS,
  OTHER_ADDRESS_CUES,
} from "./email-words.js";
import { AT_SIGN, BRACKETED_DOTS, SPOKEN_DOTS } from "./spelled-signs.js";

/** RFC 5321, section 4.5.3.1.1. */
const MAX_LOCAL_LENGTH = 64;
/** Characters before an address that are read to tell it from a sentence. */
const CONTEXT_LENGTH = 60;

/** The form of the `@`, from the clearest to the one that is most often no address. */
type AtForm =
  | "glued"
  | "marked"
  | "spelled"
  | "underscore"
  | "spaceRight"
  | "spaceBoth"
  | "capitals"
  | "word"
  | "spaceLeft"
  | "bare";

interface Local {
  text: string;
  start: number;
}

/**
 * Finds every e-mail address in a bio, also those hidden from simple parsers: "(at)", "AT … DOT", spaces, HTML
 * entities, full-width or mathematical letters, zero-width characters, attached words and emoji. Each once, in order of
 * appearance, in lower case; a domain in another script is given in punycode, a mailbox name keeps its letters. Texts
 * that may be a sentence or a mention ("founder @ brand.com", "jane at example.com") are left out, unless something beside
 * them says that they are an address ("booking: jane at example.com"). Linear in the text's length, whatever it contains.
 * Does not check that the address works.
 */
export function emailsIn(text: string): string[] {
  return readEmails(text, NOBODY).map(({ email }) => email);
}

/** An address in a text, and how certainly it is meant as one. */
interface FoundEmail {
  email: string;
  /** Percent, by the form of the address: an order, not a measured share. */
  confidence: number;
}

/** In order of how often each form of the `@` is mistaken for one. */
const CONFIDENCE: Readonly<Record<AtForm, number>> = {
  glued: 98,
  marked: 95,
  spelled: 92,
  underscore: 88,
  spaceRight: 88,
  spaceBoth: 85,
  capitals: 80,
  word: 75,
  spaceLeft: 70,
  bare: 60,
};
/** Subtracted for an address that was cut out of a longer word. */
const CUT = 10;

/** As `emailsIn`, with the confidence of each address. Names and sites of the text's owner make more of them certain. */
function readEmails(text: string, owner: Owner): FoundEmail[] {
  const plain = unfold(text);
  const found = new Map<string, number>();
  let floor = 0;
  for (const match of plain.matchAll(AT_SIGN)) {
    if (match.index < floor) continue;
    const written = atForm(match);
    const lastPart = localBefore(plain, match.index, floor, written);
    const host = lastPart && domainAt(plain, match.index + match[0].length);
    if (!lastPart || !host) continue;
    const local =
      written === "spaceBoth" && host.hasSpacedDot ? withSpacedDots(plain, lastPart, floor) : lastPart;
    const form = formOfAddress(plain, written, local, host, owner);
    if (form === null) continue;
    const email = `${local.text}@${host.domain}`;
    const isCut = /^[\p{L}\p{N}]/u.test(plain.slice(host.end, host.end + 2));
    found.set(email, Math.max(found.get(email) ?? 0, CONFIDENCE[form] - (isCut ? CUT : 0)));
    floor = host.end;
  }
  return [...found].map(([email, confidence]) => ({ email, confidence }));
}

/** Places of an address, from the most to the least trusted. */
export const EMAIL_SOURCES = ["contact", "bio", "name", "link"] as const;

/** An address and where it was found. */
export interface EmailOfProfile extends FoundEmail {
  source: (typeof EMAIL_SOURCES)[number];
}

/** The parts of a profile that may contain an address, and its names. */
export type TextsOfProfile = Pick<
  Profile,
  "username" | "publicEmail" | "biography" | "fullName" | "externalLink" | "bioLinks"
>;

/** A contact field is meant to contain an address. */
const CONTACT_CONFIDENCE = 99;

/**
 * @returns every address of a profile once, from the most trusted place: its contact field, its bio, its name, its
 * links (`mailto:`, or in the text).
 */
export function emailsOf(profile: TextsOfProfile): EmailOfProfile[] {
  const owner = ownerOf(profile);
  const links = (profile.bioLinks ?? []).flatMap((link) => [link.url, link.title]);
  const places: Record<EmailOfProfile["source"], (string | null)[]> = {
    contact: [profile.publicEmail],
    bio: [profile.biography],
    name: [profile.fullName],
    link: [profile.externalLink, ...links],
  };
  const found = new Map<string, EmailOfProfile>();
  for (const source of EMAIL_SOURCES) {
    for (const text of places[source]) {
      for (const { email, confidence } of text === null ? [] : readEmails(text, owner)) {
        if (found.has(email)) continue;
        found.set(email, {
          email,
          source,
          confidence: source === "contact" ? CONTACT_CONFIDENCE : confidence,
        });
      }
    }
  }
  return [...found.values()];
}

const ENTITY_NAMES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  commat: "@",
  period: ".",
  lowbar: "_",
};

/**
 * A letter emoji in place of the `@`, or a `#` as people in China write it, before a free mail host; not the `#` of a
 * link.
 */
const LETTER_AS_AT =
  /(?:(?<=[a-z0-9._-])(?:📧|✉|📩|💌|📨)\uFE0F?|(?<=(?<![/\w.-])[\w.-]{2,40})[#＃])(?=(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|gmx|web|naver|yandex|mail|qq|163|126|proton|protonmail|live|aol)\.[a-z])/giu;

/** "把#换成@", "# = @": the text says that a `#` stands for the `@`. */
const HASH_IS_AT = /[#＃]\s?(?:换成|換成|改成|改为|改為|→|[-=]?>|=)\s?[@＠]/u;

/** Pictures of a letter, a letterbox or an e-mail. */
const LETTER_PICTURE = /[📧📨📩📤📥📬📭📪📫📮💌✉🖂]\uFE0F?/gu;

/** "<jane-at-shop-dot-example>". */
const HYPHENATED = /<([\w.+-]{1,64})-at-([\w.-]{2,80})>/gi;
/** "jane at big dash shop dot example", "mary dash ann at shop dot example". */
const SPOKEN_DASH =
  /(?<= at [\w-]{1,30}) dash (?=[\w-]{1,30} dot )|(?<=[\w.]) dash (?=[\w-]{1,30} at [\w-]{1,30} dot )/gi;

/** Normalises all spellings of the same characters: entities, %40, emoji, invisible characters, look-alike letters. */
function unfold(text: string): string {
  return text
    .replace(/&#(\d{1,7}|x[0-9a-f]{1,6});/gi, (entity, code: string) => {
      const point = Number(code.replace(/^x/i, "0x"));
      return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
    })
    .replace(
      /&(amp|lt|gt|quot|nbsp|commat|period|lowbar);/gi,
      (_, name: string) => ENTITY_NAMES[name.toLowerCase()] ?? "",
    )
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(HASH_IS_AT.test(text) ? /(?<=[\w.-])[#＃](?=[a-z0-9])/gi : LETTER_AS_AT, "@")
    .replace(LETTER_PICTURE, `\n${MAIL_PICTURE}`)
    .replace(EMOJI, "\n")
    .replace(ZERO_WIDTH, "")
    .normalize("NFKC")
    .replace(HYPHENATED, (_, local: string, host: string) => `<${local}@${host.replace(/-dot-/gi, ".")}>`)
    .replace(SPOKEN_DASH, "-")
    .replace(BRACKETED_DOTS, BRACKETED_DOT)
    .replace(SPOKEN_DOTS, SPOKEN_DOT);
}

function atForm({ groups = {} }: RegExpExecArray): AtForm {
  if (groups.bracket || groups.dashed || groups.quoted) return "marked";
  if (groups.spoken || groups.glued) return "spelled";
  if (groups.underscore) return "underscore";
  if (groups.word) return groups.word === "AT" ? "capitals" : "word";
  if (groups.left) return groups.right ? "spaceBoth" : "spaceLeft";
  return groups.right ? "spaceRight" : "glued";
}

const LOCAL_CHARACTER = /[\w.+&'\-\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\uFDD0]/;
const LOCAL_CHARACTER_ANY_SCRIPT = /[\p{L}\p{M}\p{N}._-]/u;

/**
 * Reads the mailbox name that ends at `end`. It consists of Latin letters only, so that an attached Chinese or Cyrillic
 * word before it is left out; a name without any Latin letter is read in its own script.
 */
function localBefore(text: string, end: number, floor: number, form: AtForm): Local | null {
  const isPart = (character: string) =>
    LOCAL_CHARACTER.test(character) || (character === SPOKEN_DOT && form !== "glued");
  let start = walkBack(text, end, floor, isPart);
  if (!/[a-z0-9]/i.test(text.slice(start, end))) {
    start = walkBack(text, end, floor, (character) => LOCAL_CHARACTER_ANY_SCRIPT.test(character));
  } else if (start > floor && /\p{Script=Latin}/u.test(text[start - 1] as string)) {
    return null;
  }
  const run = text.slice(start, end).replaceAll(BRACKETED_DOT, ".").replaceAll(SPOKEN_DOT, ".");
  const local = run.slice(run.lastIndexOf("..") + 1).replace(/^[.+&'-]+/, "");
  return isMailboxName(local) ? { text: local.toLowerCase(), start: end - local.length } : null;
}

function walkBack(text: string, end: number, floor: number, isPart: (character: string) => boolean): number {
  const limit = Math.max(floor, end - MAX_LOCAL_LENGTH - 1);
  let start = end;
  while (start > limit && isPart(text[start - 1] as string)) start--;
  return start;
}

/** Not "5@", "20:00@", "7pm@" (a price or a time), nor `git@` (a repository). */
function isMailboxName(local: string): boolean {
  if (local.length === 0 || local.length > MAX_LOCAL_LENGTH || /[.&']$/.test(local)) return false;
  if (!/\p{L}/u.test(local)) return /^\d{3,}$/.test(local);
  return local !== "git" && !/^\d{1,2}(?:[.:]?\d\d)?(?:am|pm|h|uhr)$/i.test(local);
}

/**
 * The form that an address counts as: a bare "jane at shop.example" that only the words around it make an address is less
 * certain than it looks.
 * @returns null if it is none.
 */
function formOfAddress(
  text: string,
  form: AtForm,
  local: Local,
  host: DomainInText,
  owner: Owner,
): AtForm | null {
  const before = text.slice(Math.max(0, local.start - CONTEXT_LENGTH), local.start);
  if (!isPossible(before, form, local, host)) return null;
  if (form === "glued" || form === "marked") return form;
  // "Jane <jane at shop.example>": nothing else has this form (RFC 5322 §3.4).
  if (before.endsWith("<") && text[host.end] === ">") return form;
  if (NOT_A_MAILBOX.has(local.text)) return null;
  if (OCCUPATIONS.has(local.text) && !host.hasWrittenDot && !isFreeMailHost(host.domain)) return null;
  const after = text.slice(host.end, host.end + 6);
  // A path makes it a website: "emma @ video.example/emma".
  if (/^\/[\p{L}\p{N}]/u.test(after)) return null;
  if (isCertain(form, local, host, before, after)) return form;
  if (form !== "word" && form !== "capitals" && form !== "spaceBoth") return null;
  const written = text.slice(local.start, local.start + local.text.length);
  const isAlone = PHRASE_BEGINS.test(before) && PHRASE_ENDS.test(after);
  const bare = {
    written: form === "capitals" ? local.text : written,
    domain: host.domain,
    before,
    isAlone,
    hasSign: form === "spaceBoth",
  };
  return isBareAddress(bare, owner) ? "bare" : null;
}

const PHRASE_BEGINS = /(?:^|\n|[.!?|•·–—/;)][ \t])[ \t|•·]*$/u;
const PHRASE_ENDS = /^[ \t]*(?:$|[\n|•·–—;,.!)\uFDD2])/u;

/** Whether a name and a domain can be an address at all, whatever stands around them. */
function isPossible(before: string, form: AtForm, local: Local, host: DomainInText): boolean {
  if (before.endsWith("@") || /:\/\/[^\s/]*:$/.test(before)) return false;
  if (/^\dx\./.test(host.domain) || /^(?:mastodon|mstdn|pixelfed)\./.test(host.domain)) return false;
  if (/^[^\p{ASCII}]+$/u.test(local.text) && !host.domain.includes("xn--")) return false;
  if (OTHER_ADDRESS_CUES.has(cueIn(before))) return false;
  if (isPlaceholder(local.text, host.domain)) return false;
  return form !== "glued" || !JOINING_WORDS.has(local.text);
}

/** The word right before an address, in lower case. */
function cueIn(before: string): string {
  return /([\p{L}-]{1,20})[ \t]*:?[ \t]*$/u.exec(before)?.[1]?.toLowerCase() ?? "";
}

/** Whether the form alone, or with the words around it, is an address and no sentence. */
function isCertain(form: AtForm, local: Local, host: DomainInText, before: string, after: string): boolean {
  if (form === "spaceRight") return true;
  if (form === "underscore") return !/[#/]$/.test(before) && !after.startsWith("@");
  const cue = cueIn(before);
  const isFree = isFreeMailHost(host.domain);
  const isAnnounced = ADDRESS_CUES.has(cue) || INVITATION.test(before);
  const beginsPhrase = !/[\p{L}\p{M}\p{N}@\uFDD0\uFDD1][ \t]*$/u.test(before) || LINK_BEFORE.test(before);
  const isTelling = /\p{L}.*[._\d+]|[\d].*\p{L}/u.test(local.text);
  const isInParentheses = before.endsWith("(") && after.startsWith(")");
  const endsPhrase = /^[ \t]*(?![\p{L}\p{N}])/u.test(after);
  const isLikely = isAnnounced || isTelling || (beginsPhrase && (endsPhrase || form === "spaceBoth"));
  // Spelling both signs means an address; at a free mail host it may be a phrase ("my name at …").
  if (form === "spelled") return isLikely || (host.hasWrittenDot && !isFree);
  // Even at a free mail host a word in the middle of a sentence is no mailbox.
  if (isFree) return isLikely;
  switch (form) {
    case "spaceLeft":
      return MAIL_WORDS.has(cue) && /:[ \t]*$/.test(before);
    case "spaceBoth":
      return host.hasSpacedDot || host.hasWrittenDot || isAnnounced || isTelling;
    case "capitals":
      return isLikely;
    default:
      return (isLikely && host.hasWrittenDot) || (isTelling && isInParentheses);
  }
}

/** A link before the name does not make it part of a sentence. */
const LINK_BEFORE = /(?:https?:\/\/|www\.)[^\s]{1,50}[ \t]+$/i;

/** "carla . ruiz @ hotmail . es": spaced dots in the domain suggest spaced dots in the name. */
function withSpacedDots(text: string, lastPart: Local, floor: number): Local {
  const before = text.slice(Math.max(floor, lastPart.start - CONTEXT_LENGTH), lastPart.start);
  const front = /(?:[\w+-]{1,20} \. ?){1,3}$/.exec(before)?.[0] ?? "";
  return {
    text: front.replaceAll(" ", "").toLowerCase() + lastPart.text,
    start: lastPart.start - front.length,
  };
}
