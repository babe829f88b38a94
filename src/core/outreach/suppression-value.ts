import { domainToASCII } from "node:url";
import { getDomain, getPublicSuffix, parse } from "tldts";
import type { SuppressionKind } from "../db/schema/outreach.js";
import { readAddress } from "../email/address.js";
import { isUsername, parseUsername } from "../instagram/username.js";

/** Whom not to write to, as it was understood. */
export interface SuppressionValue {
  kind: SuppressionKind;
  /** In lower case: an address, a domain in punycode, or a username. */
  value: string;
  /** Of a domain that was written `@example.com`: the username that it would be. Where such an account is known, ask. */
  orUsername?: string;
}

/** How a text was read: as one thing, as nothing, or (`doubtful`) as either of two. */
export type SuppressionReading =
  | SuppressionValue
  | { kind: "doubtful"; domain: string; username: string }
  | null;

const PROFILE = /instagram\.com\/|instagr\.am\//i;
/** Top-level domains that hardly anybody has at the end of a username: "@example.org" means the domain. */
const DOMAIN_ENDINGS = new Set(["com", "org", "net", "info", "biz", "edu", "gov", "int", "mil", "example"]);

/**
 * Reads whom not to write to, as people write it: an address (also `mailto:` or in angle brackets), a domain
 * (`example.com`, `@example.com`, `*@example.com`, `*.example.com`, with or without a dot at an end), or an account as
 * `@name` or a profile URL. A bare name is none of them: `vegan.life` could be a domain and an account. So could
 * `@vegan.life`: that is doubtful, and the caller asks for one of the two spellings that are not.
 * @returns null when the text is none, or a domain that would stop everything (`com`).
 */
export function parseSuppression(text: string): SuppressionReading {
  const trimmed = text
    .trim()
    .replace(/^mailto:/i, "")
    .replace(/^[^<>]*<([^<>]+)>$/, "$1")
    .replace(/\.$/, "");
  if (PROFILE.test(trimmed)) {
    const username = parseUsername(trimmed);
    return username === null ? null : { kind: "account", value: username };
  }
  if (/^\*[@.]|^\./.test(trimmed)) return domainOf(trimmed.replace(/^\*?[@.]/, ""));
  if (trimmed.startsWith("@")) return nameOrDomain(trimmed.slice(1));
  if (trimmed.includes("@")) {
    const reading = readAddress(trimmed);
    return reading.isValid && getDomain(reading.address.domain) !== null
      ? { kind: "email", value: reading.address.email }
      : null;
  }
  return domainOf(trimmed);
}

function domainOf(text: string): SuppressionValue | null {
  const value = /[\s@/:*]/.test(text) ? "" : domainToASCII(text);
  return value === "" || getDomain(value) === null ? null : { kind: "domain", value };
}

function nameOrDomain(text: string): SuppressionReading {
  const username = text.toLowerCase();
  const domain = domainOf(text);
  const isDomain = domain !== null && isRegistered(domain.value);
  if (!isUsername(username)) return isDomain ? domain : null;
  if (!isDomain) return { kind: "account", value: username };
  const suffix = getPublicSuffix(domain.value) ?? "";
  return suffix.includes(".") || DOMAIN_ENDINGS.has(suffix)
    ? { ...domain, orUsername: username }
    : { kind: "doubtful", domain: domain.value, username };
}

/** Whether it ends in what registries give names under (or in `.example`, RFC 2606); "doe" in "jane.doe" is none. */
function isRegistered(domain: string): boolean {
  const { isIcann, publicSuffix } = parse(domain);
  return isIcann === true || publicSuffix === "example";
}
