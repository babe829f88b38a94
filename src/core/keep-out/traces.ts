import { cluesWithPlaces, mailboxesIn } from "../text/clues.js";
import { emailsIn } from "../text/emails.js";
import { mailboxOf } from "../text/mailbox.js";

/** What stands where somebody was named. */
const BLANK = "…";
/** A text longer than this is not Instagram's (a caption has at most 2,200 characters): what follows is not searched for addresses in words. */
const MOST_SEARCHED = 20_000;

/** By what people are known whose traces are taken out of a text. */
export interface KnownBy {
  usernames: ReadonlySet<string>;
  /** As `mailboxOf` gives them. */
  mailboxes: ReadonlySet<string>;
  /** As `phoneKey` gives them. */
  phones: ReadonlySet<string>;
  /** As `displayNameKey` gives them: taken out only where the text names the person otherwise too. */
  displayNames: ReadonlySet<string>;
}

interface Span {
  start: number;
  end: number;
}

/** A display name of several words, as it is compared; null: one word alone is anybody's. */
export function displayNameKey(name: string): string | null {
  const words = wordsOf(name.normalize("NFKC").toLowerCase()).map(({ text }) => text);
  return words.length >= 2 && words.length <= MOST_NAME_WORDS ? words.join(" ") : null;
}

const MOST_NAME_WORDS = 4;

/** Every run of two to four words of a text, as `displayNameKey` writes them, with its place. */
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
 * A text of somebody else with "…" for whoever is named in it: by `@name`, in a link, as a word that can be nothing else,
 * by an address in whatever way `emailsIn` reads it, by a phone number. Where one of these stands, the display name and
 * the plain username go too. A username that may be any word ("jane") stays where nothing else tells that she is meant.
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

/** Whether nothing is to be looked for: a display name alone tells nobody. */
function isNobody({ usernames, mailboxes, phones }: KnownBy): boolean {
  return usernames.size + mailboxes.size + phones.size === 0;
}

/** Usernames as words of their own. */
function plainNames(text: string, usernames: ReadonlySet<string>): Span[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}._])[A-Za-z0-9_](?:\.?[A-Za-z0-9_])*(?![\p{L}\p{N}_])/gu)]
    .filter(([word]) => usernames.has(word.toLowerCase()))
    .map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

/** Where these mailboxes stand: the shortest pieces of the text in which they are still read. */
function addressSpans(text: string, mailboxes: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  let from = 0;
  const end = Math.min(text.length, MOST_SEARCHED);
  const isThere = (start: number, stop: number) =>
    emailsIn(text.slice(start, stop)).some((email) => mailboxes.has(mailboxOf(email)));
  while (from < end && isThere(from, end)) {
    const span = shortest(text, from, end, isThere);
    spans.push(span);
    from = span.end;
  }
  return spans;
}

function shortest(
  text: string,
  from: number,
  to: number,
  isThere: (start: number, stop: number) => boolean,
): Span {
  const breaks = [...text.slice(from, to).matchAll(/\s+/g)].map(({ index }) => from + index);
  let end = to;
  // The first place after a word at which the address is complete, by halving: a longer piece holds it too.
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isThere(from, breaks[middle] as number)) high = middle;
    else low = middle + 1;
  }
  end = breaks[low] ?? to;
  let start = from;
  for (const at of breaks.slice(0, low).reverse()) {
    if (end - at > 400) break;
    if (isThere(at + 1, end)) {
      start = at + 1;
      break;
    }
  }
  while (end - start > 1 && isThere(start, end - 1)) end--;
  while (end - start > 1 && isThere(start + 1, end)) start++;
  return { start, end };
}

function blanked(text: string, spans: readonly Span[]): string {
  let rest = text;
  let last = Infinity;
  for (const { start, end } of [...spans].sort(
    (one, other) => other.start - one.start || one.end - other.end,
  )) {
    const until = Math.min(end, last);
    if (until < end && start >= until) continue;
    rest = rest.slice(0, start) + BLANK + rest.slice(until);
    last = start;
  }
  return rest;
}

/** Any of these as a word of its own: for our own records, where the plain word means the person. */
export function wordPattern(words: Iterable<string>): string | null {
  const escapedWords = [...words].map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return escapedWords.length === 0
    ? null
    : `(?<![A-Za-z0-9._])(?:${escapedWords.join("|")})(?!\\.?[A-Za-z0-9_])`;
}
