import { describe, expect, test } from "vitest";
import { type Refusal, refusalIn } from "../../src/core/email/refusal.js";

/** English words of refusals by reason: sentences that they decide, and similar ones that they must not. */
const BY_REASON: readonly (readonly [Refusal, takes: readonly string[], leaves: readonly string[]])[] = [
  [
    "missing",
    [
      "User unknown in virtual alias table",
      "No such mailbox here",
      "Recipient address does not exist",
      "Mailbox not found",
      "Unknown recipient",
      "Addressee unknown",
      "There is no one here by that name",
      "We do not know anybody called that: no such person",
      "Unrouteable address",
      "wren does not exist",
    ],
    ["Sender address does not exist", "The command does not exist", "Unknown error"],
  ],
  [
    "disabled",
    [
      "This account has been disabled",
      "Mailbox is inactive",
      "The account was suspended",
      "Closed mailbox",
      "Recipient has been deactivated",
      "User account expired",
    ],
    ["Mailbox is disabled temporarily", "Our office is closed", "The certificate expired"],
  ],
  [
    "moved",
    [
      "User has moved to another address",
      "She no longer works here",
      "The address has changed",
      "Mailbox moved",
    ],
    ["We moved the meeting", "Changed configuration"],
  ],
  [
    "full",
    [
      "Mailbox is full",
      "User is over quota",
      "Disk quota exceeded",
      "The recipient's inbox has exceeded its storage limit",
      "Insufficient mailbox storage",
    ],
    ["The host's disk is full", "In full accordance with policy", "User unknown"],
  ],
  [
    "no_domain",
    [
      "Domain not found",
      "Host or domain name not found",
      "The domain does not accept any mail",
      "Null MX",
      "No valid MX records",
      "Domain has expired",
    ],
    ["User not found in this domain", "Name server is slow", "The hostname of your server was not resolved"],
  ],
  [
    "greylisted",
    ["Greylisted, come back later", "Graylisting in action", "Please try again in 300 seconds", "Postgrey"],
    ["The list is grey", "Please try again"],
  ],
  [
    "rate",
    [
      "Too many connections from your server",
      "Rate limit exceeded",
      "You are sending too fast: throttled",
      "Daily sending limit reached",
      "Maximum concurrent sessions",
    ],
    ["Too many cooks", "The limit of our patience", "Limited company"],
  ],
  [
    "too_big",
    ["Message size exceeds fixed limit", "Message too large", "Attachment is too big", "Oversized message"],
    ["A large mailbox", "Too big to fail"],
  ],
  [
    "content",
    [
      "This message looks like spam",
      "Virus detected",
      "Message rejected by content filter",
      "Header error",
      "Phishing attempt blocked",
      "Bad message: missing Date header",
    ],
    ["Content of the box", "User unknown", "Ham is not rejected"],
  ],
  [
    "sender",
    [
      "Relaying denied",
      "Unable to relay",
      "We do not relay",
      "This is not an open relay",
      // Of the sender's address.
      "Sender address rejected: not found",
      "Forged sender",
      "You are not registered",
      "Mail for internal users only",
      "Sender: no such domain",
      "Sender verification error",
      "Callout failed",
      "Cannot verify the sender at all",
      "We do not accept mail from you",
      "Mail from this country is rejected",
      "You are not authorized to send",
      "Too many invalid commands",
      "Your account is suspended",
      // Of our server.
      "Listed by Spamhaus",
      "Your host is on a blacklist",
      "The client IP is temporarily blocked",
      "Refused: your IP",
      "No PTR record",
      "HELO is not valid",
      "SPF check says fail",
      "DMARC alignment is missing",
      "Authentication required",
      "Must issue a STARTTLS command first",
      "Your provider is not welcome",
      "Access denied, banned",
      "Violates our local policy",
      "Administratively prohibited",
      "Invalid DNS of yours",
      "Ihre IP steht auf einer Sperrliste",
    ],
    [
      "Mailbox not found",
      "Message too large",
      "The sender will be told",
      "Recipient not listed in our directory",
      "The list of users is empty",
      "User unknown at this host",
      "Recipient address does not exist, please verify",
      "Hello, the mailbox is full",
    ],
  ],
  [
    "routing",
    [
      "Too many hops",
      "Hop count exceeded",
      "Connection timed out",
      "No route to host",
      "Network is unreachable",
    ],
    ["Mailbox is full", "No such user at this site"],
  ],
  [
    "system",
    [
      "Internal server error",
      "Service temporarily unavailable",
      "Insufficient system resources",
      "LDAP lookup failed",
      "Permission denied",
    ],
    ["Our system is great", "Error-free since May", "Mailbox not found"],
  ],
  [
    "expired",
    [
      "Giving up after 5 attempts",
      "Could not deliver mail within 5 days",
      "Undelivered after 72 hours",
      "Delivery delayed",
    ],
    ["The offer is fresh", "After 5 o'clock"],
  ],
];

describe.each(BY_REASON)("words for %s", (reason, takes, leaves) => {
  test.each(takes)("take: %s", (text) => expect(refusalIn({ enhanced: null, text })).toBe(reason));
  test.each(leaves)("leave: %s", (text) => expect(refusalIn({ enhanced: null, text })).not.toBe(reason));
  test.each(takes)("take the same in capitals and over lines: %s", (text) =>
    expect(refusalIn({ enhanced: null, text: text.toUpperCase().replaceAll(" ", "\r\n ") })).toBe(reason),
  );
});
