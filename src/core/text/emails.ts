import type { Profile } from "../instagram/profile.js";
import { type AtForm, CONTEXT_LENGTH, formOfAddress, type Local } from "./address-or-sentence.js";
import { NOBODY, type Owner, ownerOf } from "./bare-address.js";
import { BRACKETED_DOT, domainAt, SPOKEN_DOT } from "./email-domain.js";
import { AT_SIGN } from "./spelled-signs.js";
import { unfold } from "./unfold-signs.js";

/** RFC 5321, section 4.5.3.1.1. */
const MAX_LOCAL_LENGTH = 64;

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
      written === "spaceBoth" ? withSpacedParts(plain, lastPart, floor, host.hasSpacedDot) : lastPart;
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

function atForm({ groups = {} }: RegExpExecArray): AtForm {
  if (groups.bracket || groups.dashed || groups.quoted) return "marked";
  if (groups.spoken || groups.glued || groups.preposition) return "spelled";
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

/** "carla . ruiz @ hotmail . es": spaced dots in the domain suggest them in the name; a spaced plus is always its own. */
function withSpacedParts(text: string, lastPart: Local, floor: number, hasSpacedDot: boolean): Local {
  const before = text.slice(Math.max(floor, lastPart.start - CONTEXT_LENGTH), lastPart.start);
  const joined = hasSpacedDot ? /(?:[\w+-]{1,20} \. ?){1,3}$/.exec(before) : SPACED_PLUS.exec(before);
  const front = joined?.[0] ?? "";
  return {
    text: front.replaceAll(" ", "").toLowerCase() + lastPart.text,
    start: lastPart.start - front.length,
  };
}

const SPACED_PLUS = /[\w.\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F-]{1,40} \+ $/;
