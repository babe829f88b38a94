import type { MessageClass } from "../../db/schema/outreach.js";
import { readAddress } from "../../email/address.js";
import type { BouncedRecipient } from "./delivery-status.js";
import type { Mail } from "./read-mail.js";

export interface Judgement {
  class: MessageClass;
  /** What it was judged by, in a word or two. */
  rule: string;
  /** Of a bounce: whom it did not reach. */
  bounces: Bounce[];
}

export interface Bounce {
  email: string;
  /** Hard: never again; soft: not today. */
  isHard: boolean;
  detail: string;
}

type Rule = readonly [name: string, isIt: (mail: Mail, writtenTo: string | null) => boolean];

const has = (name: string) => (mail: Mail) => mail.headers.has(name);
const first = (mail: Mail, name: string) => mail.headers.get(name)?.[0] ?? "";

/** RFC 3834, section 5, and what came before it. X-Auto-Response-Suppress asks for silence and proves nothing (facts §6). */
const AUTO_REPLY: readonly Rule[] = [
  [
    "Auto-Submitted",
    (mail) => has("auto-submitted")(mail) && !/^\s*no\b/i.test(first(mail, "auto-submitted")),
  ],
  ["X-Autoreply", (mail) => has("x-autoreply")(mail) && !/^\s*no\b/i.test(first(mail, "x-autoreply"))],
  ["X-Autorespond", has("x-autorespond")],
  ["X-Auto-Response", has("x-auto-response")],
  ["Precedence", (mail) => /^\s*auto[_-]reply\b/i.test(first(mail, "precedence"))],
  ["read receipt", (mail) => /report-type="?disposition-notification/.test(mail.contentType)],
];

const BULK: readonly Rule[] = [
  ["List-Id", has("list-id")],
  ["List-Unsubscribe", has("list-unsubscribe")],
  ["Feedback-ID", has("feedback-id")],
];

const FORWARDED: readonly Rule[] = [
  ["Resent", (mail) => [...mail.headers.keys()].some((name) => name.startsWith("resent-"))],
  ["X-Forwarded-To", has("x-forwarded-to")],
  ["X-Forwarded-For", has("x-forwarded-for")],
  [
    "another address",
    ({ sender }, writtenTo) => writtenTo !== null && sender !== null && sender !== writtenTo,
  ],
];

const FROM_MAIL_SYSTEM = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@/;
const BOUNCE_SUBJECT =
  /^(?:undeliver(?:ed|able)|mail delivery (?:failed|failure|status)|delivery (?:status notification|failure|has failed)|failure notice|returned mail|nicht zustellbar|unzustellbar)/i;
const AUTO_REPLY_SUBJECT =
  /^(?:(?:re|aw):\s*)?(?:auto(?:matic(?: reply)?|matische antwort|-?reply)?\s*:|automatic reply|automatische antwort|out of (?:the )?office|abwesenheits(?:notiz|nachricht|assistent)|respuesta automática|réponse automatique|risposta automatica)/i;

/**
 * Says what an incoming message is, by its headers and its delivery report, in this order: bounce, auto-reply, bulk,
 * forwarded, a person's reply; subject words are the last resort, the body none (facts §6).
 * @param writtenTo the address that the conversation was begun with; null: not known.
 */
export function classify(mail: Mail, writtenTo: string | null): Judgement {
  const report = mail.deliveryStatus;
  if (report !== null && !/report-type="?(?:disposition-notification|feedback-report)/.test(mail.contentType))
    return byReport(report);
  const rule = (rules: readonly Rule[]) => rules.find(([, isIt]) => isIt(mail, writtenTo))?.[0];
  const isFromMailSystem = FROM_MAIL_SYSTEM.test(mail.sender ?? "");
  // Exim, Gmail and others name the addresses in a header; qmail in its subject says no more than that it failed.
  const failed = failedRecipients(mail);
  if (failed.length > 0 || (isFromMailSystem && BOUNCE_SUBJECT.test(mail.subject))) {
    const detail = mail.subject;
    return {
      class: "bounced",
      rule: failed.length > 0 ? "X-Failed-Recipients" : "subject of a mail system",
      bounces: failed.map((email) => ({ email, isHard: true, detail })),
    };
  }
  const none = { bounces: [] };
  const autoReply = rule(AUTO_REPLY);
  if (autoReply) return { class: "auto_reply", rule: autoReply, ...none };
  const bulk = rule(BULK);
  if (bulk) return { class: "bulk", rule: bulk, ...none };
  const forwarded = rule(FORWARDED);
  if (AUTO_REPLY_SUBJECT.test(mail.subject)) return { class: "auto_reply", rule: "subject", ...none };
  if (forwarded) return { class: "forwarded", rule: forwarded, ...none };
  return isFromMailSystem
    ? { class: "other", rule: "mail system", ...none }
    : { class: "replied", rule: "nothing against it", ...none };
}

function byReport(report: readonly BouncedRecipient[]): Judgement {
  const bounces = report.flatMap(({ email, action, status, diagnostic }): Bounce[] => {
    const detail = [status, diagnostic].filter(Boolean).join(" ").slice(0, 300);
    if (action === "failed") return [{ email, isHard: status.startsWith("5"), detail }];
    return action === "delayed" || status.startsWith("4") ? [{ email, isHard: false, detail }] : [];
  });
  return bounces.length > 0 || report.length === 0
    ? { class: "bounced", rule: "delivery report", bounces }
    : { class: "other", rule: "delivery report of success", bounces };
}

function failedRecipients(mail: Mail): string[] {
  return first(mail, "x-failed-recipients")
    .split(",")
    .flatMap((text) => {
      const reading = readAddress(text);
      return reading.isValid ? [reading.address.email] : [];
    });
}
