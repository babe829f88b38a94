/** Domains of one provider: mail to either reaches the same mailbox (Google, "Getting messages sent to a dotted version of my address"). */
const GMAIL_DOMAINS = new Set(["gmail.com", "googlemail.com"]);

/**
 * The mailbox that an address leads to, so that all its spellings are one: `Joe.Doe+shop@googlemail.com` and
 * `joedoe@gmail.com`. What follows a `+` is a tag (RFC 5233); dots do not count at Gmail.
 * A host that gives `joe+shop` to somebody else than `joe` is the exception, and is taken as the same.
 * The SQL function `igminer_mailbox` says the same of every address that is stored.
 * @param email lower case, the domain in punycode (`readAddress`, `emailsIn`).
 */
export function mailboxOf(email: string): string {
  const lower = email.toLowerCase();
  const at = lower.lastIndexOf("@");
  if (at < 0) return lower;
  const domain = lower.slice(at + 1);
  const local = lower.slice(0, at).replace(/^([^+]+)\+.*$/s, "$1");
  return GMAIL_DOMAINS.has(domain) ? `${local.replaceAll(".", "")}@gmail.com` : `${local}@${domain}`;
}
