import { domainToASCII } from "node:url";
import { parse } from "tldts";
import { GLUED_WORDS } from "./email-words.js";

/** Stand for "(dot)" and " dot ": Unicode noncharacters, which do not occur in texts. */
export const BRACKETED_DOT = "\uFDD0";
export const SPOKEN_DOT = "\uFDD1";

/** Reserved by RFC 2606 and no real TLD; accepted because the sandbox uses it. */
const EXTRA_TLD = "example";

/** RFC 1035: 63 octets a label, 253 characters a name. */
const LABEL = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?/uy;
const MAX_DOMAIN_LENGTH = 253;
const MAX_LABELS = 8;

const DOT =
  /(?<written>\uFDD0|\uFDD1|_dot_)|(?<spaced>[ \t]{1,2}\.[ \t]{0,2}|\.[ \t]{1,2}(?=(?:com|net|org)(?![\p{L}\p{N}])))|\./iuy;

/**
 * A domain ends after these even if a TLD's name follows ("…com.New music out"), unless both are one suffix (com.au).
 */
const FINAL_TLDS = new Set(["com", "net", "org"]);

const GLUED_WORD = new RegExp(`^(?:${GLUED_WORDS.join("|")})(?![a-z])`, "i");

/** A domain found in text. `domain` is lower-case ASCII (punycode); `end` is the index after it. */
export interface DomainInText {
  domain: string;
  end: number;
  /** At least one dot was written as "(dot)", "dot", "_dot_". */
  hasWrittenDot: boolean;
  /** At least one dot was between spaces. */
  hasSpacedDot: boolean;
}

interface Read {
  labels: string[];
  end: number;
}

/**
 * Reads the domain that begins exactly at `start`. It must end in a real TLD (Public Suffix List, which contains all of
 * IANA's; plus `.example`) and be more than a suffix. Attached text is cut from a TLD if it begins with an upper-case
 * letter after a lower-case one, a hyphen, another script or four digits (a phone number, a year), or is a known word
 * ("…comInstagram"). Reads at most 8 labels, to bound the work.
 * @returns null if no domain begins there.
 */
export function domainAt(text: string, start: number): DomainInText | null {
  let found: Read | null = null;
  let fallback: Read | null = null;
  let hasWrittenDot = false;
  let hasSpacedDot = false;
  let dot: RegExpExecArray | null = null;
  const labels: string[] = [];

  for (let position = start; labels.length < MAX_LABELS; ) {
    LABEL.lastIndex = position;
    const label = LABEL.exec(text)?.[0];
    if (label === undefined) break;
    const previous = labels.at(-1);
    const isComplete = found !== null && found.labels.length === labels.length;
    const glue = isComplete && dot?.[0] === "." ? countryGlue(previous as string, label) : "none";
    if (glue === "doubtful") return null;
    if (glue !== "none") {
      found = { labels: [...labels, glue], end: position + glue.length };
      break;
    }
    if (isComplete && dot && !continues(previous as string, label, dot)) break;
    if (dot?.groups?.written) hasWrittenDot = true;
    if (dot?.groups?.spaced) hasSpacedDot = true;

    if (previous !== undefined) {
      if (isTld(label)) {
        found = { labels: [...labels, label], end: position + label.length };
      } else {
        const tld = tldWithGlue(label);
        if (tld !== null) {
          const cut = { labels: [...labels, tld], end: position + tld.length };
          if (isComplete ? isSuffix(`${previous}.${tld}`) : GLUED_WORD.test(label.slice(tld.length))) {
            found = cut;
            break;
          }
          fallback ??= cut;
        }
      }
    }
    labels.push(label);
    position += label.length;
    DOT.lastIndex = position;
    dot = DOT.exec(text);
    if (dot === null) break;
    position += dot[0].length;
  }

  const read = found ?? fallback;
  const domain = read && normalDomain(read.labels);
  return read && domain ? { domain, end: read.end, hasWrittenDot, hasSpacedDot } : null;
}

/** Whether a domain that could end with `previous` continues with `next`. */
function continues(previous: string, next: string, dot: RegExpExecArray): boolean {
  if (dot.groups?.written) return true;
  const beginsSentence = /^\p{Lu}/u.test(next) && previous === previous.toLowerCase();
  const isUnlikely = dot.groups?.spaced || beginsSentence || FINAL_TLDS.has(previous.toLowerCase());
  return !isUnlikely || isSuffix(`${previous}.${next}`);
}

/**
 * The text after a possible end of a domain: "com.brSão" is com.br with a word attached. The longest suffix of the
 * Public Suffix List wins, because the shorter one is somebody else's domain. An ambiguous text ("com.brother") is no
 * address.
 */
function countryGlue(previous: string, label: string): string {
  if (/^\p{Lu}\p{Ll}/u.test(label)) return "none";
  for (let length = Math.min(3, label.length - 1); length >= 2; length--) {
    const country = label.slice(0, length);
    if (!/^[a-z]+$/i.test(country) || !isSuffix(`${previous}.${country}`)) continue;
    const rest = label.slice(length);
    return isGlued(country, rest) || /^[\p{Lu}\d]/u.test(rest) ? country : "doubtful";
  }
  return "none";
}

function tldWithGlue(label: string): string | null {
  for (let length = label.length - 1; length >= 2; length--) {
    const tld = label.slice(0, length);
    if (isGlued(tld, label.slice(length)) && isTld(tld)) return tld;
  }
  return null;
}

function isGlued(tld: string, rest: string): boolean {
  return (
    (/^\p{Lu}/u.test(rest) && /\p{Ll}$/u.test(tld)) ||
    /^(?:-|\d{4})/.test(rest) ||
    (/^\p{L}/u.test(rest) && !/^\p{Script=Latin}/u.test(rest) && /^[a-z]+$/i.test(tld)) ||
    GLUED_WORD.test(rest)
  );
}

function isTld(label: string): boolean {
  if (label.length < 2) return false;
  const tld = label.toLowerCase();
  return tld === EXTRA_TLD || suffixOf(`a.${tld}`).isIcann === true;
}

function isSuffix(domain: string): boolean {
  const { isIcann, domain: registrable } = suffixOf(domain.toLowerCase());
  return isIcann === true && registrable === null;
}

function normalDomain(labels: string[]): string | null {
  const domain = domainToASCII(labels.join("."));
  if (domain === "" || domain.length > MAX_DOMAIN_LENGTH) return null;
  return suffixOf(domain).domain === null ? null : domain;
}

function suffixOf(hostname: string) {
  return parse(hostname, { extractHostname: false, detectIp: false, allowPrivateDomains: false });
}
