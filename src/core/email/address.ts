import { domainToASCII } from "node:url";
import { parse } from "smtp-address-parser";
import { ZERO_WIDTH } from "../text/clean-text.js";

/** A valid address, split into its parts. */
export interface Address {
  /** The same for all spellings of the address: lower case, with the domain in punycode. */
  email: string;
  local: string;
  /** Lower case, punycode; or an address literal in brackets, such as `[192.0.2.1]`. */
  domain: string;
  /** The mailbox name has letters beyond ASCII: only hosts with SMTPUTF8 (RFC 6531) accept it. */
  isInternational: boolean;
}

export type AddressReading =
  | { isValid: true; address: Address }
  /** `email` is still a key made of the text, so that it can be stored and looked up. */
  | { isValid: false; email: string; problem: string };

/** RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3 (a path of 256 octets less its two brackets). */
const MAX_LOCAL_OCTETS = 64;
const MAX_ADDRESS_OCTETS = 254;

/** Longer texts are cut before any pattern runs: an address and the text around it are shorter. */
const MOST_CHARACTERS = 1_000;

/** Nearly all addresses match this, which takes a microsecond; the full grammar takes 200. */
const PLAIN =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * The syntax of HTML's input of type e-mail, which allows dots anywhere. Two Japanese carriers issued such names until
 * 2009.
 */
const DOTTED = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** The hosts with such names; elsewhere a dot before the @ is a typing error. */
const DOTTED_HOSTS =
  /@(?:[a-z0-9-]+\.)?(?:docomo|ezweb|softbank|vodafone|disney|pdx|emnet|y-mobile|willcom|jp-[cdhknqrst])\.ne\.jp$|@(?:[a-z0-9-]+\.)?(?:au|willcom)\.com$/;
/** Parts of a URL or of the surrounding text after an address. */
const TAIL = /^([^\s/?#]+@[^\s/?#]+?)(?:[/?#].*)$/s;
/** "Jane <jane@shop.example>", as mail programs copy it (RFC 5322 §3.4). */
const IN_BRACKETS = /^[^<>]*<\s*((?:"[^"<>]*"|[^<>\s"]+)@[^<>\s]+)\s*>[,;]?$/;
/** Quotation marks around it, or the end of the sentence or list that it stood in. */
const QUOTED = /^["'“„«‘(]+([^\s"'“”„«»‘’()]+@[^\s"'“”„«»‘’()]+)["'”“»’)]+[.,;:!]*$/;
const SENTENCE_END = /^(\S+@[^\s@[\]]*[\p{L}\p{N}])[.,;:!?)>'"”»’]+$/u;

/**
 * Parses an e-mail address according to SMTP: RFC 5321 with the letters of RFC 6531, so that quoted mailbox names and
 * domains in any script are accepted. Does not check whether it exists.
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
  // URL parsing decodes escapes and cuts the text after the host, which must not happen to an address.
  if (domain === "" || /[%/?#\\]/.test(written)) return invalid("its domain is not valid");
  // URL parsing reads "1.2" as an IP address; if more than case and script changes, it is no domain.
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
 * Cleans an address as addresses in texts are: removes invisible characters, replaces full-width letters and signs by
 * plain ones, and removes `mailto:`, the rest of a URL, a name in front, and the punctuation of the text around.
 */
function withoutNoise(text: string): string {
  const plain = text
    .trimStart()
    .slice(0, MOST_CHARACTERS)
    .replace(ZERO_WIDTH, "")
    .replace(/[\uFF01-\uFF5E]/gu, (character) => character.normalize("NFKC"))
    .trim()
    .replace(/^mailto:/i, "")
    .replace(/^[^@]*$/, (text) => text.replace(/%40/, "@"))
    .normalize("NFC");
  const inner = IN_BRACKETS.exec(plain)?.[1] ?? QUOTED.exec(plain)?.[1] ?? plain;
  const whole = TAIL.exec(inner)?.[1] ?? inner;
  return SENTENCE_END.exec(whole)?.[1] ?? whole;
}

function isInGrammar(email: string): boolean {
  try {
    parse(email);
    return true;
  } catch {
    return false;
  }
}
