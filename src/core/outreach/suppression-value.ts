import { domainToASCII } from "node:url";
import { getDomain, parse } from "tldts";
import type { SuppressionKind } from "../db/schema/outreach.js";
import { readAddress } from "../email/address.js";
import { isUsername, parseUsername } from "../instagram/username.js";

/** A parsed suppression: an address, domain or account not to write to. */
export interface SuppressionValue {
  kind: SuppressionKind;
  /** In lower case: an address, a domain in punycode, or a username. */
  value: string;
}

/** Before a domain this means all its addresses, in the notation of shells, databases and people. */
const EVERYBODY = /^(?:[*%]@(?:[*%]\.)?|[*%]?\.)/;
const PROFILE = /instagram\.com\/|instagr\.am\//i;

/**
 * Parses whom not to write to: an address (also `mailto:` or in angle brackets), a domain (`example.com`,
 * `@example.com`, `*@example.com`, `*.example.com`, with or without a dot at either end), or an account as `@name` or a
 * profile URL. A bare name is none of them. `@vegan.life` may be a domain or an account and is read as both: an
 * objection read too widely can be reversed, while one read too narrowly writes to somebody who said no.
 * @returns the meanings of the text; none if it means nothing, or everything (`com`).
 */
export function parseSuppression(text: string): SuppressionValue[] {
  const trimmed = text
    .normalize("NFKC")
    // As in lists and sentences: quoted, in brackets, with a comma or semicolon after it.
    .replace(/^[\s"'“„«(]+|[\s"'”»),;]+$/g, "")
    .replace(/^mailto:/i, "")
    .replace(/^[^<>]*<([^<>]+)>$/, "$1")
    .replace(/\.$/, "");
  if (PROFILE.test(trimmed)) {
    const username = parseUsername(trimmed);
    return username === null ? [] : [{ kind: "account", value: username }];
  }
  if (EVERYBODY.test(trimmed)) return domainOf(trimmed.replace(EVERYBODY, ""));
  if (trimmed.startsWith("@")) return nameOrDomain(trimmed.slice(1));
  if (trimmed.includes("@")) {
    const reading = readAddress(trimmed);
    return reading.isValid && getDomain(reading.address.domain) !== null
      ? [{ kind: "email", value: reading.address.email }]
      : [];
  }
  return domainOf(trimmed);
}

/** Web servers have no addresses: `www.example.com` means the domain that it belongs to. */
function domainOf(text: string): SuppressionValue[] {
  const value = /[\s@/:*%]/.test(text) ? "" : domainToASCII(text).replace(/^www\.(?=.*\.)/, "");
  return value === "" || getDomain(value) === null ? [] : [{ kind: "domain", value }];
}

function nameOrDomain(text: string): SuppressionValue[] {
  const username = text.toLowerCase();
  const domains = domainOf(text).filter(({ value }) => isRegistered(value));
  return isUsername(username) ? [...domains, { kind: "account", value: username }] : domains;
}

/** Whether it ends in a public suffix (or in `.example`, RFC 2606); "doe" in "jane.doe" is none. */
function isRegistered(domain: string): boolean {
  const { isIcann, publicSuffix } = parse(domain);
  return isIcann === true || publicSuffix === "example";
}
