import { domainToASCII, domainToUnicode } from "node:url";
import { mailboxOf } from "../text/mailbox.js";
import type { Person } from "./person.js";

/** No word before it; in JSON a line end is written as `\n`, whose letter is none. */
const BEGINS = String.raw`(?:(?<![A-Za-z0-9._])|(?<=\\[nrtbf]))`;
const ENDS = String.raw`(?!\.?[A-Za-z0-9_])`;
/** What may stand around a sign that is written in words; never the end of a text of JSON. */
const AROUND = String.raw`[^A-Za-z0-9_"\\]{0,4}`;
const AT = `${AROUND}(?:@|＠|%40|&#0*64;|&commat;|at|ät|a|arroba|arobase|chiocciola|klammeraffe)${AROUND}`;
const DOT = `${AROUND}(?:[.．。]|%2e|&#0*46;|&period;|dot|punkt|punto|ponto|point)${AROUND}`;
/** Between the digits of a phone number. */
const BETWEEN = String.raw`[^A-Za-z0-9"\\]{0,3}`;
const GMAIL = "gmail.com";

/**
 * A regular expression of PostgreSQL for whatever means a person in texts of machines and in our own: the plain words (username,
 * number of the account), addresses in any spelling of their mailbox and in the ways that `emailsIn` reads, phone numbers
 * with any separators. Stricter and quicker than reading: such texts are many, and no index knows what stands in them.
 * @param isJson the text is JSON, where a number may be a counter: then words alone are looked for.
 */
export function recordPattern(
  { usernames, emails, phones, accountIds }: Pick<Person, "usernames" | "emails" | "phones" | "accountIds">,
  { isJson }: { isJson: boolean },
): string {
  const meanings = [
    ...usernames.map(escaped),
    ...new Set([...emails, ...emails.map(mailboxOf)].flatMap(spellingsOf)),
    ...(isJson ? [] : [...accountIds.map(String), ...phones.map(phonePattern)]),
  ];
  return meanings.length === 0 ? "(?!)" : `${BEGINS}(?:${meanings.join("|")})${ENDS}`;
}

function spellingsOf(email: string): string[] {
  const at = email.lastIndexOf("@");
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
  const domains = domain === GMAIL ? [GMAIL, "googlemail.com"] : hostsOf(domain);
  const name = domain === GMAIL ? [...local.replaceAll(".", "")].map(escaped).join("\\.?") : escaped(local);
  return domains.map(
    (host) => `${name}(?:\\+[A-Za-z0-9._-]*)?${AT}${host.split(".").map(escaped).join(DOT)}`,
  );
}

/** An international domain in both its spellings. */
function hostsOf(domain: string): string[] {
  return [...new Set([domain, domainToASCII(domain), domainToUnicode(domain)])].filter((host) => host !== "");
}

/** @param key the last digits (`phoneKey`), before which a country code may stand. */
function phonePattern(key: string): string {
  return `[+＋]?(?:[0-9]{1,4}${BETWEEN})?[(]?0?[)]?${BETWEEN}${[...key].join(BETWEEN)}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
