import { domainToASCII, domainToUnicode } from "node:url";
import { mailboxOf } from "../text/mailbox.js";
import type { Person } from "./person.js";

/** No word before it. In JSON a line end is `\n`, whose letter does not count. */
const BEGINS = String.raw`(?:(?<![A-Za-z0-9._])|(?<=\\[nrtbf]))`;
const ENDS = String.raw`(?!\.?[A-Za-z0-9_])`;
/** Characters around a sign that is spelled as a word; never the end of a text in JSON. */
const AROUND = String.raw`[^A-Za-z0-9_"\\]{0,4}`;
const AT = `${AROUND}(?:@|＠|%40|&#0*64;|&commat;|at|ät|a|arroba|arobase|chiocciola|klammeraffe)${AROUND}`;
const DOT = `${AROUND}(?:[.．。]|%2e|&#0*46;|&period;|dot|punkt|punto|ponto|point)${AROUND}`;
/** Separators between the digits of a phone number. */
const BETWEEN = String.raw`[^A-Za-z0-9"\\]{0,3}`;
const GMAIL = "gmail.com";

/**
 * @returns a regular expression of PostgreSQL for everything that means a person in texts of machines and of igminer:
 * the plain words (username, number of the account), addresses in any spelling of their mailbox and in the forms that
 * `emailsIn` reads, phone numbers with any separators. It is stricter and faster than reading, because there are many
 * such texts and no index covers their words.
 * @param isJson the text is JSON, where a number may be a counter: then only words are looked for.
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

/** Both spellings of an international domain. */
function hostsOf(domain: string): string[] {
  return [...new Set([domain, domainToASCII(domain), domainToUnicode(domain)])].filter((host) => host !== "");
}

/** @param key the last digits (`phoneKey`), which a country code may precede. */
function phonePattern(key: string): string {
  return `[+＋]?(?:[0-9]{1,4}${BETWEEN})?[(]?0?[)]?${BETWEEN}${[...key].join(BETWEEN)}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
