import * as elsewhere from "./refusal-elsewhere.js";
import * as words from "./refusal-words.js";
import { plainWords } from "./refusal-words.js";

/**
 * What a mail host refuses, and why. Replies in a conversation and bounces are judged by the same rules. The first four
 * mean that this mailbox does not exist; all others are about us, the message, the host or the moment.
 */
export type Refusal =
  | "missing"
  /** The mailbox has moved elsewhere. */
  | "moved"
  /** The mailbox no longer exists, or was closed. */
  | "disabled"
  /** The domain in the address does not exist or accepts no mail at all. */
  | "no_domain"
  | "full"
  /** Our address, domain or server: block lists, authentication, relaying, reputation. */
  | "sender"
  /** The message itself: spam, viruses, format. */
  | "content"
  | "too_big"
  /** Too much at once, from us or to this mailbox. */
  | "rate"
  | "greylisted"
  /** The route: loops, connections, name servers. */
  | "routing"
  /** The host itself has a problem. */
  | "system"
  /** Given up after days of trying. */
  | "expired"
  | "unclear";

/** Refusals after which the address is never used again. */
const FINAL: ReadonlySet<Refusal> = new Set(["missing", "moved", "disabled", "no_domain"]);

/** @returns whether a refusal means that this mailbox is gone; no other refusal makes an address bad. */
export function isFinal(refusal: Refusal): boolean {
  return FINAL.has(refusal);
}

/** @returns whether a refusal is about us, so that other messages of ours will probably meet it too. */
export function isAboutUs(refusal: Refusal): boolean {
  return refusal === "sender" || refusal === "content" || refusal === "rate";
}

export interface Refused {
  /** The code of RFC 3463 beside the words, such as 5.1.1; null if there is none. */
  enhanced: string | null;
  text: string;
  /** Our own address, if known: statements about it are about us. */
  sender?: string | null;
}

/**
 * Judges why a mail host refused. Whom the words are about (sender, host, recipient) decides before any code: hosts
 * that check the sender write "no such user" about *us*, and one that blocks an address may do so under any code. If
 * the words are inconclusive, the code decides (RFC 3463, registry of RFC 5248). Linear in the length of the text, of
 * which the first 2,000 characters count.
 */
export function refusalIn({ enhanced, text, sender = null }: Refused): Refusal {
  return refusalInWords(text, sender, enhanced) ?? refusalByCode(enhanced, text) ?? "unclear";
}

type Judge = readonly [Refusal, { test(plain: string): boolean }];

/** In this order: about us, temporary, about the mailbox, about the route. */
const BY_WORDS: readonly Judge[] = [
  ["missing", words.RESOLVER_MISSING],
  ["system", words.DELIVERY_PROGRAM],
  ["sender", words.ABOUT_SENDER],
  ["sender", elsewhere.SENDER_ELSEWHERE],
  ["greylisted", words.GREYLISTED],
  ["full", words.FULL],
  ["full", elsewhere.FULL_ELSEWHERE],
  ["rate", words.RATE],
  ["sender", words.RELAYING],
  ["sender", words.ABOUT_OUR_SERVER],
  ["too_big", words.TOO_BIG],
  ["no_domain", words.NO_MAIL_AT_DOMAIN],
  ["content", words.CONTENT],
  ["no_domain", words.NO_SUCH_HOST],
  ["system", words.LOOKUP_TROUBLE],
  ["moved", words.MOVED],
  ["disabled", words.DISABLED],
  ["disabled", elsewhere.CLOSED_ELSEWHERE],
  ["missing", words.NO_MAILBOX],
  ["missing", elsewhere.MISSING_ELSEWHERE],
  ["no_domain", words.NO_DOMAIN],
  ["routing", words.ROUTING],
  ["system", words.SYSTEM],
  ["expired", words.EXPIRED],
];

/** @returns the judgement by words alone; null if they are inconclusive. */
export function refusalInWords(text: string, sender: string | null, enhanced: string | null): Refusal | null {
  const plain = plainWords(text, sender);
  // Microsoft 365 says this of a recipient that its directory does not know; elsewhere the same words are a rule of the
  // host's.
  if (enhanced === "5.4.1" && /recipient address(?:es)? rejected ?: access denied/.test(plain))
    return "missing";
  const told = BY_WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
  if (told === "disabled" && words.CLOSED_FOR_NOW.test(plain)) return "unclear";
  if (told === "missing" && words.TRY_LATER.test(plain)) return "unclear";
  if ((told === "disabled" || told === "missing") && elsewhere.FOR_NOW_ELSEWHERE.test(plain))
    return "unclear";
  // "Something about the address" (RFC 3463 §3.2) beside words that say it was refused; neither is enough alone.
  if (told === null && enhanced === "5.1.0" && words.ADDRESS_REFUSED.test(plain)) return "missing";
  return told;
}

/** Subject and detail of RFC 3463 (RFC 5248, RFC 7505, and the lists of Google and Microsoft), without the class. */
const BY_CODE: Readonly<Record<string, Refusal>> = {
  "1.1": "missing",
  "1.2": "no_domain",
  "1.3": "missing",
  "1.6": "moved",
  "1.7": "sender",
  "1.8": "sender",
  "1.10": "missing",
  "1.351": "missing",
  "2.1": "disabled",
  "2.2": "full",
  "2.3": "too_big",
  "3.4": "too_big",
};
const BY_SUBJECT: Readonly<Record<string, Refusal>> = {
  "3": "system",
  "4": "routing",
  "5": "system",
  "6": "content",
  "7": "sender",
};

/**
 * @param text the words beside the code. X.2.1 is inconclusive without words that name a mailbox: RFC 3463 §3.3 gives it for
 * mailboxes that exist, Google also for ones that get too much at once, and Microsoft for services closed to us
 * ("… does not accept mail over IPv6").
 * @returns the judgement by a code of RFC 3463 alone; a temporary code is never final. null if it is inconclusive.
 */
export function refusalByCode(enhanced: string | null, text: string): Refusal | null {
  if (enhanced === null) return null;
  const [level, subject = "", detail = ""] = enhanced.split(".");
  const refusal = BY_CODE[`${subject}.${detail}`] ?? BY_SUBJECT[subject] ?? null;
  if (refusal === "disabled" && !namesMailbox(text)) return null;
  if (level === "5" || refusal === null || !isFinal(refusal)) return refusal;
  return "greylisted";
}

function namesMailbox(text: string): boolean {
  const plain = plainWords(text, null);
  return words.NAMES_MAILBOX.test(plain) || elsewhere.NAMES_MAILBOX_ELSEWHERE.test(plain);
}
