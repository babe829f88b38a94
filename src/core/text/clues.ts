import { isUsername } from "../instagram/username.js";
import { emailsIn } from "./emails.js";
import { mailboxOf } from "./mailbox.js";

/** Something in a text that may identify a person. `start` and `end` are positions in the original text. */
export interface Clue {
  kind: "username" | "phone";
  /** A lower-case username, or the key of a phone number (`phoneKey`). */
  value: string;
  start: number;
  end: number;
}

/** `@name`, also with the full-width sign; not the `@` of an address. */
const MENTION = /(?<![A-Za-z0-9_\u00C0-\u024F.])[@＠]([A-Za-z0-9_](?:\.?[A-Za-z0-9_])*)(?![A-Za-z0-9_])/g;
/**
 * A link to Instagram or Threads with everything that follows, up to the next space. Inside another link it is
 * percent-encoded, once or more.
 */
const LINK =
  /(?:(?:instagram\.com|instagr\.am|ig\.me|threads\.(?:net|com))(?:\/|%(?:25)*2f)|instagram:\/\/)[^\s"'<>]{1,500}/gi;
const PATH_BEGINS = /\/|%(?:25)*2f/i;
const ENCODED_SIGN = /%(?:25)*[2-7][0-9a-f]/gi;
/** Parts of a link that may be a name: `/stories/NAME/1`, `/_u/NAME`, `?taken-by=NAME`, `/@NAME`. */
const LINK_PART = /[A-Za-z0-9_](?:\.?[A-Za-z0-9_])*/g;
/** A word that may be a username. */
const WORD = /[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*/g;
/**
 * Next to a word, these show that it is part of a longer word or an address. A part of a path is somebody's handle
 * elsewhere.
 */
const BOUND = /[\p{L}\p{N}@＠+-]/u;
/** A phone number with the separators that people and their phones write, and the digits of a few scripts. */
const PHONE =
  /(?<![\w.])[+＋]?[\d٠-٩۰-۹०-९０-９][\d٠-٩۰-۹०-९０-９ \t\u00A0\u2007\u2009\u202F()./·•‐‑‒–—-]{5,20}[\d٠-٩۰-۹०-९０-９](?![\w٠-٩۰-۹०-९０-９])/g;
/** The digit zero of each script. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0xff10];

const SHORTEST_TELLING = 5;

/**
 * Whether a plain word can be taken for a username: one with a dot, an underscore or digits among letters is hardly
 * anything else, while "jane" or "berlin" may be an ordinary word.
 */
function isTellingName(username: string): boolean {
  return (
    username.length >= SHORTEST_TELLING &&
    (/[._]/.test(username) || (/\d/.test(username) && /[a-z]/.test(username)))
  );
}

/** @returns the usernames and phone numbers in a text, with their positions. Linear in the text's length. */
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
    const from = link[0].search(PATH_BEGINS);
    const path = link[0].slice(from).replaceAll(ENCODED_SIGN, (sign) => "/".repeat(sign.length));
    for (const part of path.matchAll(LINK_PART)) add(part[0], link.index + from + part.index);
  }
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (word.length < SHORTEST_TELLING || !isTellingName(word.toLowerCase())) continue;
    const [before = "", after = ""] = [text[index - 1], text[index + word.length]];
    if (!BOUND.test(before) && before !== "." && !BOUND.test(after)) add(word, index);
  }
  for (const match of text.matchAll(PHONE)) {
    const value = phoneKey(match[0]);
    if (value !== null)
      clues.push({ kind: "phone", value, start: match.index, end: match.index + match[0].length });
  }
  return clues;
}

/**
 * @returns the key of a phone number, the same with and without country code: its last nine digits, or all digits of a
 * shorter number; null if it has fewer than seven digits.
 */
export function phoneKey(phone: string): string | null {
  const digits = phone
    .replaceAll(/[٠-٩۰-۹०-९０-９]/g, latinDigit)
    .replaceAll(/\D/g, "")
    .replace(/^0+/, "");
  return digits.length < 7 ? null : digits.slice(-9);
}

function latinDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  return String(code - (ZEROS.findLast((zero) => zero <= code) as number));
}

/**
 * @returns the keys (`phoneKey`) of the numbers in somebody's own text that are almost certainly phone numbers: with a
 * country code or a leading zero, or after a word that says so.
 */
export function ownPhonesIn(text: string): string[] {
  return cluesWithPlaces(text).flatMap(({ kind, value, start, end }) => {
    if (kind !== "phone") return [];
    const isDialled = /^\(?[+＋0٠۰०０]/.test(text.slice(start, end)) && value.length >= 8;
    return isDialled || SAYS_PHONE.test(text.slice(Math.max(0, start - 20), start)) ? [value] : [];
  });
}

const SAYS_PHONE = /(?:wa\.me\/|phone=|whats?app|tel|call|phone|☎|📞|📱)[^\p{L}\p{N}]{0,4}$/iu;

/**
 * A necessary condition for an address, so that most texts are not searched: an `@` with a word and any kind of dot
 * after it ("@friend" alone is a mention), an `@` written as an entity, or letters and invisible marks that are read as
 * others.
 */
const MAY_HOLD_ADDRESS =
  /[@＠﹫][\])}>]?[ \t]{0,3}[\p{L}\p{N}-]+(?:[ \t]{0,2}[.．。]|[ \t_([{<-]{1,3}(?:dot|punkt|punto|ponto|point|\.))|%40|&#|&commat|&period|[\u200B\u2060\uFEFF\u{1D400}-\u{1D7FF}]/iu;
/** The same for `@` in words. The plain word "at" needs a written dot, or a free mail host. */
const SPOKEN_AT =
  /[([{<][ \t]?(?:at|ät|a|arroba)[ \t]?[)\]}>]|-(?:at|ät)-|_at_|arroba|arobase|chiocciola|klammeraffe|[ \t]at[ \t].{1,80}(?:dot|punkt|punto|ponto|point)|[ \t]at[ \t]{1,3}(?:gmail|googlemail|[a-z]{0,6}mail|yahoo|outlook|icloud|gmx|proton|aol|yandex|naver|web|live|posteo|libero|wanadoo|bluewin|seznam|laposte|freenet|t-online|qq|163|126|wp|o2|uol|bol|bk|list|ya)[.\w-]/iu;
const CAPITAL_AT = /[ \t]AT[ \t]/;
const ANY_DOT = /[.．。]|dot|punkt|punto|ponto|point/i;

/** @returns the mailboxes of all addresses in a text, however written (`emailsIn`). */
export function mailboxesIn(text: string): string[] {
  const isSpoken = (SPOKEN_AT.test(text) || CAPITAL_AT.test(text)) && ANY_DOT.test(text);
  if (!isSpoken && !MAY_HOLD_ADDRESS.test(text)) return [];
  return emailsIn(text).map(mailboxOf);
}

/**
 * @returns the numbers of all clues in these texts: usernames (mentioned, linked to, or as words), mailboxes, phone
 * numbers. They are stored with the texts and indexed, so that a person is found without reading every text. Two clues
 * may share a number: check the text itself.
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

/** @returns the number of one clue: FNV-1a, 32 bits, signed like PostgreSQL's `integer`. */
export function clueNumber(kind: Clue["kind"] | "mailbox", value: string): number {
  let hash = 0x811c9dc5;
  const text = `${kind} ${value}`;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}
