import { createRequire } from "node:module";
import { distance } from "fastest-levenshtein";
import { isFreeMailHost } from "../text/email-words.js";
import type { Address } from "./address.js";

/** Properties of an address according to lists, without any request. */
export interface Traits {
  /** Belongs to a function, not a person: info@, booking@. */
  isRole: boolean;
  /** Belongs to a service of temporary addresses. */
  isDisposable: boolean;
  /** Belongs to a provider open to anybody. */
  isFree: boolean;
  /** The address that was probably meant ("gmial.com"), or null. */
  suggestion: string | null;
}

/**
 * Domains that are often mistyped, and long enough that one wrong letter is no coincidence. An own list, because
 * @zootools/email-spell-checker and mailcheck take abv.bg for abv.be and mail.com for gmail.com.
 */
const OFTEN_MEANT = [
  "gmail.com",
  "googlemail.com",
  "yahoo.com",
  "yahoo.co.uk",
  "hotmail.com",
  "hotmail.co.uk",
  "outlook.com",
  "icloud.com",
  "protonmail.com",
  "t-online.de",
  "freenet.de",
  "comcast.net",
  "yandex.ru",
];
/** Real providers that differ from another by one letter. */
const REAL_NEIGHBOURS = new Set(["mail.com", "email.com", "ymail.com", "yandex.ua", "cloud.com"]);

/** Names of people in the list of role names. */
const NAMES_OF_PEOPLE = new Set(["alexa", "berlin", "denver", "paris", "sydney"]);

const require = createRequire(import.meta.url);
let lists: {
  roles: ReadonlySet<string>;
  disposable: ReadonlySet<string>;
  parents: ReadonlySet<string>;
} | null = null;

/** @returns the properties by the lists. The first call loads them (120,000 domains, about 50 ms). */
export function traitsOf({ email, local, domain }: Address): Traits {
  lists ??= {
    roles: new Set(require("role-based-email-addresses") as string[]),
    disposable: new Set(require("disposable-email-domains/index.json") as string[]),
    parents: new Set(require("disposable-email-domains/wildcard.json") as string[]),
  };
  const name = local.split("+", 1)[0] as string;
  return {
    isRole: lists.roles.has(name) && !NAMES_OF_PEOPLE.has(name),
    isDisposable:
      lists.disposable.has(domain) || parentsOf(domain).some((parent) => lists?.parents.has(parent)),
    isFree: isFreeMailHost(domain),
    suggestion: suggestionFor(email, domain),
  };
}

/** @returns `a.b.c`, `b.c` … */
function parentsOf(domain: string): string[] {
  const labels = domain.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

function suggestionFor(email: string, domain: string): string | null {
  if (OFTEN_MEANT.includes(domain) || REAL_NEIGHBOURS.has(domain)) return null;
  const meant = OFTEN_MEANT.find((known) => isOneSlipAway(domain, known));
  return meant === undefined ? null : email.replace(/[^@]*$/, meant);
}

/** One letter too many, too few or wrong, or two neighbours exchanged. */
function isOneSlipAway(text: string, known: string): boolean {
  if (Math.abs(text.length - known.length) > 1 || text === known) return false;
  const steps = distance(text, known);
  return steps === 1 || (steps === 2 && isExchange(text, known));
}

function isExchange(text: string, known: string): boolean {
  const at = [...text].findIndex((letter, index) => letter !== known[index]);
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) === known;
}
