/** Instagram's rule for a username, in lower case: 1–30 of `[a-z0-9._]`, no dot at either end, no two dots in a row. */
const USERNAME = /^(?!\.)(?!.*\.\.)[a-z0-9._]{1,30}(?<!\.)$/;

/** Paths of instagram.com that look like usernames but are pages of Instagram itself. */
const RESERVED = new Set([
  "p",
  "reel",
  "reels",
  "tv",
  "stories",
  "explore",
  "accounts",
  "direct",
  "about",
  "developer",
]);

const PROFILE_URL =
  /^(?:https?:\/\/)?(?:www\.|m\.)?(?:instagram\.com|instagr\.am)\/(?:_u\/)?([^/?#\s]+)\/?(?:[?#].*)?$/i;

/** @returns whether `value` is a valid username in lower case. */
export function isUsername(value: string): boolean {
  return USERNAME.test(value);
}

/**
 * Parses a username as people write it: `name`, `@name`, `NAME`, or a profile URL with or without scheme.
 * @returns the lower-case username, or null if the text cannot be one.
 */
export function parseUsername(text: string): string | null {
  const trimmed = text.trim();
  const fromUrl = PROFILE_URL.exec(trimmed)?.[1];
  const name = (fromUrl ?? trimmed.replace(/^@/, "")).toLowerCase();
  if (fromUrl !== undefined && RESERVED.has(name)) return null;
  return isUsername(name) ? name : null;
}
