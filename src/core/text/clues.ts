import { isUsername } from "../instagram/username.js";
import { emailsIn } from "./emails.js";
import { mailboxOf } from "./mailbox.js";

/** Something in a text by which a person may be known. `start` and `end` are places in the text as it was given. */
export interface Clue {
  kind: "username" | "phone";
  /** A lower-case username, or the key of a phone number (`phoneKey`). */
  value: string;
  start: number;
  end: number;
}

/** `@name`, also with the full-width sign; not the `@` of an address. */
const MENTION = /(?<![A-Za-z0-9_\u00C0-\u024F.])[@＠]([A-Za-z0-9_](?:\.?[A-Za-z0-9_])*)(?![A-Za-z0-9_])/g;
/** A link to Instagram or Threads with everything that follows up to the next space. */
const LINK = /(?:instagram\.com|instagr\.am|ig\.me|threads\.(?:net|com))(?:\/|%2f)[^\s"'<>]{1,500}/gi;
/** Parts of a link in which a name may stand: `/stories/NAME/1`, `/_u/NAME`, `?taken-by=NAME`, `/@NAME`. */
const LINK_PART = /[A-Za-z0-9_](?:\.?[A-Za-z0-9_])*/g;
/** A word that may be a username, as it stands or as a hashtag; no part of an address or a link. */
const WORD =
  /(?<![\p{L}\p{N}._@＠/+-])#?([A-Za-z0-9_](?:\.?[A-Za-z0-9_])*)(?![\p{L}\p{N}_@＠/+-]|\.[\p{L}\p{N}])/gu;
const PHONE = /(?<![\w.])\+?\d[\d \t()./-]{5,20}\d(?!\w)/g;

/**
 * Whether a username is found as a plain word: one with a dot, an underscore or digits among letters is hardly anything
 * else. "jane" or "berlin" may be anybody's word.
 */
export function isTellingName(username: string): boolean {
  return username.length >= 5 && (/[._]/.test(username) || (/\d/.test(username) && /[a-z]/.test(username)));
}

/** The usernames and phone numbers in a text, with their places. Takes time in proportion to the text's length. */
export function cluesWithPlaces(text: string): Clue[] {
  const clues: Clue[] = [];
  const add = (value: string, start: number) => {
    const username = value.toLowerCase();
    if (isUsername(username))
      clues.push({ kind: "username", value: username, start, end: start + value.length });
  };
  if (/[@＠]/.test(text))
    for (const match of text.matchAll(MENTION)) add(match[1] as string, match.index + 1);
  for (const link of text.matchAll(LINK)) {
    const from = link[0].search(/\/|%2f/i);
    const path = link[0].slice(from).replaceAll(/%[2-7][0-9a-f]/gi, "///");
    for (const part of path.matchAll(LINK_PART)) add(part[0], link.index + from + part.index);
  }
  for (const match of text.matchAll(WORD)) {
    const word = match[1] as string;
    if (isTellingName(word.toLowerCase())) add(word, match.index + match[0].length - word.length);
  }
  for (const match of text.matchAll(PHONE)) {
    const value = phoneKey(match[0]);
    if (value !== null)
      clues.push({ kind: "phone", value, start: match.index, end: match.index + match[0].length });
  }
  return clues;
}

/**
 * What two spellings of one phone number have in common, whether or not they begin with a country code: its last nine
 * digits. Shorter numbers are taken whole. @returns null where it has fewer than seven digits.
 */
export function phoneKey(phone: string): string | null {
  const digits = phone.replaceAll(/\D/g, "").replace(/^0+/, "");
  return digits.length < 7 ? null : digits.slice(-9);
}

/** A character by which an address is written, or a word that stands for it together with a dot: nothing else is searched. */
const MAY_HOLD_ADDRESS = /[@＠﹫]|%40|&#|&commat/i;
const SPOKEN_AT = /(?:^|[([{<_ \t-])(?:at|ät|a|arroba|arobase|chiocciola|klammeraffe)[)\]}>_ \t-]/i;
const ANY_DOT = /[.．。]|dot|punkt|punto|ponto|point/i;

/** The mailboxes of all addresses in a text, in whatever way they are written (`emailsIn`). */
export function mailboxesIn(text: string): string[] {
  if (!MAY_HOLD_ADDRESS.test(text) && !(SPOKEN_AT.test(text) && ANY_DOT.test(text))) return [];
  return emailsIn(text).map(mailboxOf);
}

/**
 * What these texts may be found by, as numbers: usernames (mentioned, linked to, or told as a word), mailboxes, phone
 * numbers. Kept beside the texts in an index, so that a person is found without reading every text. Two clues may have
 * one number: whoever finds a text by it reads the text.
 */
export function clueNumbers(texts: Iterable<string | null>): number[] {
  const numbers = new Set<number>();
  for (const text of texts) {
    if (text === null || text === "") continue;
    for (const { kind, value } of cluesWithPlaces(text)) numbers.add(clueNumber(kind, value));
    for (const mailbox of mailboxesIn(text)) numbers.add(clueNumber("mailbox", mailbox));
  }
  return [...numbers];
}

/** The number of one clue: FNV-1a, 32 bits, signed as PostgreSQL's `integer` is. */
export function clueNumber(kind: Clue["kind"] | "mailbox", value: string): number {
  let hash = 0x811c9dc5;
  const text = `${kind} ${value}`;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}
