/**
 * Domains of one provider: mail to either reaches the same mailbox (Google, "Getting messages sent to a dotted version of
 * my address").
 */
const GMAIL_DOMAINS = new Set(["gmail.com", "googlemail.com"]);

/**
 * @returns the mailbox of an address, which is the same for all its spellings: `Joe.Doe+shop@googlemail.com` and
 * `joedoe@gmail.com`. The text after a `+` is a tag (RFC 5233); dots do not count at Gmail. The rare host where
 * `joe+shop` is another person than `joe` is treated the same. The SQL function `igminer_mailbox` gives the same result
 * for every stored address.
 * @param email in lower case, with the domain in punycode (`readAddress`, `emailsIn`).
 */
export function mailboxOf(email: string): string {
  const lower = email.toLowerCase();
  const at = lower.lastIndexOf("@");
  if (at < 0) return lower;
  const domain = lower.slice(at + 1);
  const local = lower.slice(0, at).replace(/^([^+]+)\+.*$/s, "$1");
  return GMAIL_DOMAINS.has(domain) ? `${local.replaceAll(".", "")}@gmail.com` : `${local}@${domain}`;
}
