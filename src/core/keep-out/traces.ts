/** What stands where somebody was named. */
const BLANK = "…";

/**
 * Where a text of somebody else names a person: "@jane", a link to the profile, an address. The plain word is left alone,
 * it may be anybody's. A regular expression for both JavaScript and PostgreSQL, whose first group is kept; null where the
 * person is known by nothing of the kind.
 */
export function tracePattern(usernames: Iterable<string>, emails: Iterable<string>): string | null {
  const names = [...usernames].map(escaped);
  const addresses = [...emails].map(escaped);
  const parts = [
    names.length > 0 && `([@＠]|instagr(?:am\\.com|\\.am)/)(?:${names.join("|")})(?!\\.?[A-Za-z0-9_])`,
    addresses.length > 0 && `(?<![A-Za-z0-9._+-])(?:${addresses.join("|")})(?![A-Za-z0-9-])`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join("|");
}

/** Any of these as a word of its own: for our own records, where the plain word means the person. */
export function wordPattern(words: Iterable<string>): string | null {
  const escapedWords = [...words].map(escaped);
  return escapedWords.length === 0
    ? null
    : `(?<![A-Za-z0-9._])(?:${escapedWords.join("|")})(?!\\.?[A-Za-z0-9_])`;
}

/** @returns the text with "…" for whoever is named. */
export function withoutTraces(
  text: string | null,
  usernames: Iterable<string>,
  emails: Iterable<string>,
): string | null {
  const pattern = tracePattern(usernames, emails);
  if (text === null || pattern === null) return text;
  return text.replace(
    new RegExp(pattern, "giu"),
    (_trace, kept: string | undefined) => `${kept ?? ""}${BLANK}`,
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
