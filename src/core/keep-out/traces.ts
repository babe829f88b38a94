import { cluesWithPlaces, mailboxesIn } from "../text/clues.js";
import { emailsIn } from "../text/emails.js";
import { mailboxOf } from "../text/mailbox.js";

/** Replaces a mention. */
const BLANK = "…";
/**
 * A longer text does not come from Instagram (a caption has at most 2,200 characters). The rest is not searched for addresses
 * that are spelt out.
 */
const MOST_SEARCHED = 20_000;
/** In characters; with what is written around its signs. */
const LONGEST_ADDRESS = 400;
/** So much of a text is searched for addresses at a time. */
const WINDOW = 1_000;

/** Identifiers of the people whose mentions are removed from a text. */
export interface KnownBy {
  usernames: ReadonlySet<string>;
  /** In the form of `mailboxOf`. */
  mailboxes: ReadonlySet<string>;
  /** In the form of `phoneKey`. */
  phones: ReadonlySet<string>;
  /** In the form of `displayNameKey`; removed only if the text also identifies the person in another way. */
  displayNames: ReadonlySet<string>;
}

interface Span {
  start: number;
  end: number;
}

/**
 * A display name of two to four words in the form used for comparison. Null for others: a single word can be anybody's name.
 */
export function displayNameKey(name: string): string | null {
  const words = wordsOf(name.normalize("NFKC").toLowerCase()).map(({ text }) => text);
  return words.length >= 2 && words.length <= MOST_NAME_WORDS ? words.join(" ") : null;
}

const MOST_NAME_WORDS = 4;

/** All sequences of two to four words in a text, in the form of `displayNameKey`, with their positions. */
export function displayNamesIn(text: string): { value: string; start: number; end: number }[] {
  const words = wordsOf(text);
  const names = [];
  for (let first = 0; first < words.length; first++) {
    for (let last = first + 1; last < Math.min(words.length, first + MOST_NAME_WORDS); last++) {
      const name = words.slice(first, last + 1);
      names.push({
        value: name.map(({ text: word }) => word.normalize("NFKC").toLowerCase()).join(" "),
        start: (name[0] as Span).start,
        end: (name.at(-1) as Span).end,
      });
    }
  }
  return names;
}

function wordsOf(text: string): (Span & { text: string })[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

/**
 * Replaces mentions of these people in somebody else's text by "…": `@name`, links, words that can only be that username,
 * addresses in any form that `emailsIn` recognises, and phone numbers. In a text with one of these, the display name and the
 * plain username are replaced too. A username that may be an ordinary word ("jane") stays if nothing else shows that the
 * person is meant.
 */
export function withoutTraces(text: string | null, known: KnownBy): string | null {
  if (text === null || text === "" || isNobody(known)) return text;
  const spans: Span[] = cluesWithPlaces(text).filter(({ kind, value }) =>
    (kind === "phone" ? known.phones : known.usernames).has(value),
  );
  const mailboxes = new Set(mailboxesIn(text).filter((mailbox) => known.mailboxes.has(mailbox)));
  if (mailboxes.size > 0) spans.push(...addressSpans(text, mailboxes));
  if (spans.length === 0) return text;
  spans.push(...displayNamesIn(text).filter(({ value }) => known.displayNames.has(value)));
  spans.push(...plainNames(text, known.usernames));
  return blanked(text, spans);
}

/** Whether there is nothing to look for; a display name alone identifies nobody. */
function isNobody({ usernames, mailboxes, phones }: KnownBy): boolean {
  return usernames.size + mailboxes.size + phones.size === 0;
}

/** Usernames that stand as separate words. */
function plainNames(text: string, usernames: ReadonlySet<string>): Span[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}._])[A-Za-z0-9_](?:\.?[A-Za-z0-9_])*(?![\p{L}\p{N}_])/gu)]
    .filter(([word]) => usernames.has(word.toLowerCase()))
    .map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

/**
 * Where these mailboxes stand: the shortest pieces of the text in which they are still read. Looked for in windows that overlap, so
 * that a text full of addresses takes time in proportion to its length.
 */
function addressSpans(text: string, mailboxes: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  const end = Math.min(text.length, MOST_SEARCHED);
  const isThere = (start: number, stop: number) =>
    emailsIn(text.slice(start, stop)).some((email) => mailboxes.has(mailboxOf(email)));
  let from = 0;
  while (from < end) {
    const to = spaceAfter(text, Math.min(end, from + WINDOW), end);
    const span = shortest(text, from, to, isThere);
    if (span !== null) {
      spans.push(span);
      from = span.end;
    } else if (to === end) break;
    else from = Math.max(from + 1, spaceBefore(text, to - LONGEST_ADDRESS));
  }
  return spans;
}

/** A window ends where a word does: half an address may be read as another one. */
function spaceAfter(text: string, at: number, end: number): number {
  const after = text.slice(at, Math.min(end, at + LONGEST_ADDRESS)).search(/\s/);
  return after < 0 ? Math.min(end, at + LONGEST_ADDRESS) : at + after;
}

function spaceBefore(text: string, at: number): number {
  const begun = Math.max(0, at - LONGEST_ADDRESS);
  const before = text.slice(begun, at).search(/\s\S*$/);
  return before < 0 ? at : begun + before;
}

/** @returns the shortest piece around the first of the addresses; null: none is there. */
function shortest(
  text: string,
  from: number,
  to: number,
  isThere: (start: number, stop: number) => boolean,
): Span | null {
  const breaks = [...text.slice(from, to).matchAll(/\s+/g)].map(({ index }) => from + index);
  const ends = [...breaks, to];
  // The first place after a word at which the address is complete; a longer piece holds it too. It is near where there are many.
  let [low, high] = [0, 0];
  while (!isThere(from, ends[high] as number)) {
    if (high === ends.length - 1) return null;
    low = high + 1;
    high = Math.min(ends.length - 1, 2 * high + 1);
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isThere(from, ends[middle] as number)) high = middle;
    else low = middle + 1;
  }
  let end = ends[low] as number;
  let start = from;
  for (const at of breaks.slice(0, low).reverse()) {
    if (end - at > LONGEST_ADDRESS) break;
    if (isThere(at + 1, end)) {
      start = at + 1;
      break;
    }
  }
  while (end - start > 1 && isThere(start, end - 1)) end--;
  while (end - start > 1 && isThere(start + 1, end)) start++;
  return { start, end };
}

/** What overlaps goes as one: a display name may stand inside an address. */
function blanked(text: string, spans: readonly Span[]): string {
  let rest = "";
  let done = 0;
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    if (start >= done) rest += text.slice(done, start) + BLANK;
    done = Math.max(done, end);
  }
  return rest + text.slice(done);
}

/** The same for JSON, whose texts are rewritten one by one: a line end in one (`\n`) is no part of a name behind it. */
export function jsonWithoutTraces(json: string | null, known: KnownBy): string | null {
  if (json === null) return null;
  let isChanged = false;
  const rest = JSON.stringify(JSON.parse(json), (_key, value: unknown) => {
    if (typeof value !== "string") return value;
    const without = withoutTraces(value, known);
    isChanged ||= without !== value;
    return without;
  });
  return isChanged ? rest : json;
}
