import { domainToASCII } from "node:url";
import { getDomain } from "tldts";
import type { SuppressionKind } from "../db/schema/outreach.js";
import { readAddress } from "../email/address.js";
import { parseUsername } from "../instagram/username.js";

const PROFILE = /^@|instagram\.com\/|instagr\.am\//i;

/**
 * Reads whom not to write to, as people write it: an address, a domain (`example.com`), or an account as `@name` or a
 * profile URL. A bare name is none of them: `vegan.life` could be a domain and an account.
 * @returns the kind with its lower-case value, a domain in punycode, as verification keeps addresses; null when the text is none, or a domain that would stop everything (`com`).
 */
export function parseSuppression(text: string): { kind: SuppressionKind; value: string } | null {
  const trimmed = text.trim();
  if (PROFILE.test(trimmed)) {
    const username = parseUsername(trimmed);
    return username === null ? null : { kind: "account", value: username };
  }
  if (trimmed.includes("@")) {
    const reading = readAddress(trimmed);
    return reading.isValid && getDomain(reading.address.domain) !== null
      ? { kind: "email", value: reading.address.email }
      : null;
  }
  const value = domainToASCII(trimmed);
  return value === "" || getDomain(value) === null ? null : { kind: "domain", value };
}
