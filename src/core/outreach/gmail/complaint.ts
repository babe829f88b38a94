import { addressesInText } from "./bounce/addresses.js";
import { writtenTo } from "./bounce/header-block.js";
import type { Mail } from "./read-mail.js";

/** Kinds of feedback that are no complaint: proof of authentication, and "this was no spam" (RFC 5965 §7.3, RFC 6591). */
const NO_COMPLAINT = /^\s*(?:auth-failure|not-spam|dkim|dmarc)/i;
const NAMING = ["original-rcpt-to", "removal-recipient", "x-hmxmroriginalrecipient"];

/**
 * Reads a complaint: somebody reported a message of ours as spam to their provider (RFC 5965).
 * @returns who complained, empty if the provider does not say; null if the message is no complaint.
 */
export function complainedAbout(mail: Mail): { rule: string; emails: string[] } | null {
  const { feedback, returned, ses } = mail;
  if (ses !== null && ses.complainants.length > 0)
    return { rule: "notification of Amazon SES", emails: ses.complainants };
  // Microsoft's Junk Mail Reporting Program sends no report, but names the recipient in the returned message.
  const isJunkReport = returned?.has("x-hmxmroriginalrecipient") ?? false;
  const isReport = feedback !== null || /report-type="?feedback-report/.test(mail.contentType);
  if (!isReport && !isJunkReport) return null;
  if (NO_COMPLAINT.test(feedback?.get("feedback-type")?.[0] ?? "")) return null;
  const emails = NAMING.flatMap((name) =>
    [...(feedback?.get(name) ?? []), ...(returned?.get(name) ?? [])].flatMap(addressesInText),
  );
  return {
    rule: isReport ? "feedback report" : "junk mail report",
    emails: [...new Set(emails.length > 0 || returned === null ? emails : writtenTo(returned))],
  };
}
