import { domainToASCII } from "node:url";
import { parse } from "smtp-address-parser";
import { ZERO_WIDTH } from "../text/clean-text.js";

/** An address that has the right form, split as it is used. */
export interface Address {
  /** The key under which all spellings of the address are one: lower case, the domain in punycode. */
  email: string;
  local: string;
  /** Lower case, punycode; or an address literal in brackets, as `[192.0.2.1]`. */
  domain: string;
  /** The mailbox name has letters beyond ASCII: only hosts that speak SMTPUTF8 (RFC 6531) take it. */
  isInternational: boolean;
}

export type AddressReading =
  | { isValid: true; address: Address }
  /** `email` is the text as a key all the same, so that it can be stored and asked for. */
  | { isValid: false; email: string; problem: string };

/** RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3 (a path of 256 octets less its two brackets). */
const MAX_LOCAL_OCTETS = 64;
const MAX_ADDRESS_OCTETS = 254;

/** Longer texts are cut before any pattern runs: an address and what is written around it are shorter. */
const MOST_CHARACTERS = 1_000;

/** What nearly all addresses are, seen in a microsecond; the grammar takes 200 for each. */
const PLAIN =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** What HTML's input of type e-mail takes: dots anywhere. Two carriers of Japan gave such names out until 2009. */
const DOTTED = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** Where such names are in use; elsewhere a dot before the @ is a slip of the pen. */
const DOTTED_HOSTS =
  /@(?:[a-z0-9-]+\.)?(?:docomo|ezweb|softbank|vodafone|disney|pdx|emnet|y-mobile|willcom|jp-[cdhknqrst])\.ne\.jp$|@(?:[a-z0-9-]+\.)?(?:au|willcom)\.com$/;
/** Tails of URLs and of the text around. */
const TAIL = /^([^\s/?#]+@[^\s/?#]+?)(?:[/?#].*)$/s;

/**
 * Reads an e-mail address as SMTP knows it: RFC 5321 with the letters of RFC 6531, so quoted mailbox names and domains in
 * any script are accepted. Says nothing about whether it exists.
 */
export function readAddress(text: string): AddressReading {
  const given = withoutNoise(text);
  const invalid = (problem: string): AddressReading => ({
    isValid: false,
    email: given.toLowerCase(),
    problem,
  });
  const at = given.lastIndexOf("@");
  if (at < 0) return invalid("it has no @");
  const local = given.slice(0, at).toLowerCase();
  const written = given.slice(at + 1);
  const isLiteral = written.startsWith("[");
  const domain = isLiteral ? written.toLowerCase() : domainToASCII(written);
  // A URL decodes what is encoded and cuts what follows the host: neither is done to an address.
  if (domain === "" || /[%/?#\\]/.test(written)) return invalid("its domain is not valid");
  // A URL reads "1.2" as an IP address: what changes more than case and script is no domain.
  if (!isLiteral && /(^|\.)\d+$/.test(domain)) return invalid("its domain ends in a number");
  const email = `${local}@${domain}`;
  if (Buffer.byteLength(local) > MAX_LOCAL_OCTETS) return invalid("its mailbox name is too long");
  if (Buffer.byteLength(email) > MAX_ADDRESS_OCTETS) return invalid("it is too long");
  if (!PLAIN.test(email) && !(DOTTED_HOSTS.test(email) && DOTTED.test(email)) && !isInGrammar(email))
    return invalid("it does not have the form of an address");
  return {
    isValid: true,
    address: { email, local, domain, isInternational: !/^[\x20-\x7e]*$/.test(local) },
  };
}

/**
 * As addresses in texts are cleaned: what takes no room goes, full-width letters and signs are their plain ones, `mailto:`
 * and what stands behind the address in a URL are no part of it.
 */
function withoutNoise(text: string): string {
  const plain = text
    .trimStart()
    .slice(0, MOST_CHARACTERS)
    .replace(ZERO_WIDTH, "")
    .replace(/[\uFF01-\uFF5E]/gu, (character) => character.normalize("NFKC"))
    .trim()
    .replace(/^mailto:/i, "")
    .normalize("NFC");
  return TAIL.exec(plain)?.[1] ?? plain;
}

function isInGrammar(email: string): boolean {
  try {
    parse(email);
    return true;
  } catch {
    return false;
  }
}
