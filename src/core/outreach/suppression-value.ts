import { getDomain } from "tldts";
import type { SuppressionKind } from "../db/schema/outreach.js";
import { parseUsername } from "../profiles/username.js";

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
const PROFILE = /^@|instagram\.com\/|instagr\.am\//i;

/**
 * Reads whom not to write to, as people write it: an address, a domain (`example.com`), or an account as `@name` or a
 * profile URL. A bare name is none of them: `vegan.life` could be a domain and an account.
 * @returns the kind with its lower-case value; null when the text is none, or a domain that would stop everything (`com`).
 */
export function parseSuppression(text: string): { kind: SuppressionKind; value: string } | null {
  const trimmed = text.trim();
  if (PROFILE.test(trimmed)) {
    const username = parseUsername(trimmed);
    return username === null ? null : { kind: "account", value: username };
  }
  const value = trimmed.toLowerCase().normalize("NFC");
  if (ADDRESS.test(value)) return { kind: "email", value };
  return value.includes("@") || getDomain(value) === null || !/^[^\s/:]+$/.test(value)
    ? null
    : { kind: "domain", value };
}
