import type { MessageClass } from "../../db/schema/outreach.js";
import { absenceIn, isAnswerSubject } from "./absence-subject.js";
import type { BouncedRecipient } from "./bounce/delivery-status.js";
import { type Bounce, type BounceReading, readBounce } from "./bounce/judge-bounce.js";
import { complainedAbout } from "./complaint.js";
import { saysGone } from "./gone.js";
import {
  AUTO_REPLY,
  BULK,
  FROM_MACHINE,
  FROM_MAIL_SYSTEM,
  forwardSignIn,
  isBounceSubject,
  isNoticeText,
  isRefusalByReceipt,
  PERHAPS_MACHINE,
  signIn,
  tellsOfFailure,
} from "./machine-signs.js";
import type { Mail } from "./read-mail.js";

export interface Judgement {
  class: MessageClass;
  /** The rule that decided, in a word or two. */
  rule: string;
  /** For a bounce: the recipients that were not reached. */
  bounces: Bounce[];
  /** For a bounce that names nobody: the reason, which applies to the recipient of the conversation. */
  unnamed: BounceReading["refusal"];
  /** For a complaint: who complained, if the report says so. */
  complainants: string[];
}

/**
 * Classifies an incoming message: complaint, bounce, automatic answer, a person's answer, or bulk mail. "Replied"
 * requires evidence: the address that was written to, an answer to a message, or an answer's subject; a message that a
 * machine may have written is "unclear".
 * @param writtenTo the address that the conversation was begun with, or null if unknown.
 */
export function classify(mail: Mail, writtenTo: string | null): Judgement {
  const is = (kind: MessageClass, rule: string): Judgement => ({
    class: kind,
    rule,
    bounces: [],
    unnamed: null,
    complainants: [],
  });
  const complaint = complainedAbout(mail);
  if (complaint !== null) return { ...is("complaint", complaint.rule), complainants: complaint.emails };
  if (mail.feedback !== null) return is("other", "feedback report");
  if (mail.deliveryStatus?.length && mail.deliveryStatus.every(isSuccess))
    return is("other", "report of success");
  const bounce = bounceIn(mail);
  if (bounce !== null)
    return { ...is("bounced", bounce.rule), bounces: bounce.bounces, unnamed: bounce.refusal };

  const autoReply = signIn(AUTO_REPLY, mail);
  if (autoReply !== undefined)
    return saysGone(mail) ? is("unclear", "automatic answer: gone for good") : is("auto_reply", autoReply);
  const isFromSystem = FROM_MAIL_SYSTEM.test(mail.sender ?? "");
  if (isFromSystem || mail.deliveryStatus !== null || isReport(mail)) return is("other", "mail system");
  if (mail.isFromNobody) return is("auto_reply", "null sender");
  const isAnswer = mail.headers.has("in-reply-to") || mail.headers.has("references");
  if (FROM_MACHINE.test(mail.sender ?? ""))
    // Forms and help desks send what a person has written so, and name the person.
    return isAnswer && mail.repliesTo.some((email) => !FROM_MACHINE.test(email) && email !== mail.sender)
      ? is("unclear", "sender that takes no answer, for somebody who does")
      : is("auto_reply", "sender that takes no answer");

  const absence = absenceIn(mail.subject);
  if (absence === "notice")
    return saysGone(mail) ? is("unclear", "automatic answer: gone for good") : is("auto_reply", "subject");
  const perhaps = signIn(PERHAPS_MACHINE, mail);
  if (perhaps !== undefined) return is("unclear", perhaps);
  const isInConversation = writtenTo !== null && isAnswer;
  const bulk = signIn(BULK, mail);
  if (bulk !== undefined && !isInConversation) return is("bulk", bulk);
  // Old vacation programs and mailing lists mark messages this way; a person's program does not.
  if (/^\s*(?:bulk|junk|list)\b/i.test(mail.headers.get("precedence")?.[0] ?? ""))
    return isInConversation && bulk !== undefined
      ? is("replied", "answer through a list")
      : is("unclear", "Precedence");
  if (absence === "perhaps") return is("unclear", "subject that may be a notice of absence");

  const forwarded = forwardSignIn(mail, writtenTo);
  if (forwarded !== undefined) return is("forwarded", forwarded);
  if (mail.sender === null) return is("unclear", "no sender");
  if (isInConversation) return is("replied", "answer to our message");
  if (writtenTo !== null && mail.senders.includes(writtenTo)) return is("replied", "the address written to");
  return isAnswer || isAnswerSubject(mail.subject)
    ? is("replied", "an answer")
    : is("unclear", "nothing says that it is an answer");
}

function isReport({ contentType }: Mail): boolean {
  return /^multipart\/report\b/.test(contentType);
}

function isSuccess({ action, status }: BouncedRecipient): boolean {
  return ["delivered", "relayed", "expanded"].includes(action) || status.startsWith("2");
}

/** @returns the contents of a bounce, or null if the message is none. */
function bounceIn(mail: Mail): BounceReading | null {
  const { deliveryStatus, contentType, headers, sender, subject, returned } = mail;
  if (isRefusalByReceipt(mail)) return readBounce(mail);
  if (/report-type="?(?:disposition-notification|feedback-report)/.test(contentType)) return null;
  const isReport = deliveryStatus?.some(({ action, status }) => action !== "" || status !== "") ?? false;
  const isSystem = FROM_MAIL_SYSTEM.test(sender ?? "") || mail.isFromNobody;
  const hasSubject = isBounceSubject(subject);
  if (isReport || headers.has("x-failed-recipients") || /report-type="?delivery-status/.test(contentType))
    return readBounce(mail);
  if (isSystem && hasSubject) return readBounce(mail);
  const hasText = isNoticeText(mail.text);
  if (!isSystem && !hasSubject && !hasText) return null;
  // One sign alone is not enough: the message must also name a recipient and a reason, or return the original.
  const reading = readBounce(mail);
  const isNamed = reading.bounces.length > 0 && reading.rule !== "returned message";
  if (isNamed && (hasText || (isSystem && (returned !== null || tellsOfFailure(mail.text))))) return reading;
  const tells = reading.bounces.some(({ refusal }) => refusal !== "unclear");
  return tells && (returned !== null || reading.rule !== "returned message") ? reading : null;
}
