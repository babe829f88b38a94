import { isUsername } from "../instagram/username.js";
import { URL_IN_TEXT } from "./clean-text.js";

/** ZWNJ and ZWJ count between letters: Persian and Indic words contain them. */
const HASHTAG = /[#＃]([\p{L}\p{M}\p{N}_]+(?:[\u200C\u200D][\p{L}\p{M}\p{N}_]+)*)/gu;

/**
 * Not after a Latin letter, digit or `_`, where the `@` belongs to an address, and not before "ü". A Chinese word may
 * touch it.
 */
const MENTION =
  /(?<![A-Za-z0-9_\u00C0-\u024F])[@＠]([A-Za-z0-9_](?:\.?[A-Za-z0-9_])*)(?![A-Za-z0-9_\u00C0-\u024F])/g;

const HAS_LETTER = /\p{L}/u;
const HAS_URL = /\/|www\./i;
const EMOJI_STYLE = /\uFE0F/g;

/**
 * @returns the hashtags of a caption without `#`, in lower case and Unicode form C, each once, in order of appearance.
 * Letters of every script, combining marks, digits and `_` count; at least one letter is needed ("#1" is none). A
 * hashtag may be attached to the word before it ("#a#b"); a URL's fragment and an HTML entity are none.
 */
export function hashtagsIn(caption: string): string[] {
  if (!caption.includes("#") && !caption.includes("＃")) return [];
  const found = new Set<string>();
  for (const match of withoutUrls(caption).replace(EMOJI_STYLE, "").matchAll(HASHTAG)) {
    const tag = match[1] as string;
    if (HAS_LETTER.test(tag) && !isEntity(match)) found.add(tag.toLowerCase().normalize("NFC"));
  }
  return [...found];
}

/** @returns the hashtag that a person means by `#Vegan` or `vegan`, in the form of `hashtagsIn`; null if it is none. */
export function hashtagOf(text: string): string | null {
  const tags = hashtagsIn(`#${text.trim().replace(/^[#＃]+/, "")}`);
  return tags.length === 1 ? (tags[0] as string) : null;
}

/**
 * @returns the usernames mentioned in a caption, in lower case, each once, in order of appearance; only names that
 * Instagram permits. A dot that ends a sentence is not part of a name, and the `@` of an e-mail address or URL is none.
 */
export function mentionsIn(caption: string): string[] {
  if (!caption.includes("@") && !caption.includes("＠")) return [];
  const found = new Set<string>();
  for (const match of withoutUrls(caption).matchAll(MENTION)) {
    const name = (match[1] as string).toLowerCase();
    if (isUsername(name)) found.add(name);
  }
  return [...found];
}

function withoutUrls(caption: string): string {
  return HAS_URL.test(caption) ? caption.replace(URL_IN_TEXT, " ") : caption;
}

/** `&#x2764;` contains "#x2764", which is no hashtag. */
function isEntity(match: RegExpExecArray): boolean {
  return match.index > 0 && match.input[match.index - 1] === "&" && /^x[0-9a-f]+$/i.test(match[1] as string);
}
