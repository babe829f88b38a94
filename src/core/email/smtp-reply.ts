import { isAboutUs, type Refusal, refusalIn } from "./refusal.js";

/** A mail host's reply: three digits, an enhanced code if given (RFC 3463), and its words. */
export interface SmtpReply {
  code: number;
  enhanced: string | null;
  text: string;
}

/** The step of a conversation that a reply belongs to. */
export type SmtpPhase = "connect" | "greeting" | "hello" | "starttls" | "mail" | "recipient";

/** The meaning of a reply to RCPT TO, or of one that prevented the question, for the mailbox. */
export type ReplyMeaning =
  | "exists"
  | "missing"
  | "disabled"
  | "full"
  /** Try again later: greylisting, or the host is busy with this mailbox. */
  | "greylisted"
  /** The host refuses us, whatever the mailbox: blocklist, sender, authentication. */
  | "policy"
  /** The host cannot answer now. */
  | "try_later"
  /** A refusal without a reason; it may be about us. */
  | "unclear";

/** RFC 5321 §4.5.3.1.5 allows 512 octets per line; further lines are dropped. */
const MOST_LINES = 50;
const MOST_CHARACTERS = 2_000;

/**
 * @returns the reply in these lines (without line ends), with its words cut at 2,000 characters; null if they are none.
 */
export function replyOf(lines: readonly string[]): SmtpReply | null {
  const parts = lines.map((line) => /^([2-5]\d\d)(?:[ -](.*))?$/.exec(line));
  const code = parts.at(-1)?.[1];
  if (code === undefined || parts.some((part) => part?.[1] !== code)) return null;
  const texts = parts.slice(0, MOST_LINES).map((part) => (part?.[2] ?? "").slice(0, MOST_CHARACTERS).trim());
  const enhanced = texts
    .map((text) => /^#?([245]\.\d{1,3}\.\d{1,3})(?=[ :;,-]|$)/.exec(text)?.[1])
    .find((found) => found?.[0] === code[0]);
  return {
    code: Number(code),
    enhanced: enhanced ?? null,
    text: texts.join(" ").trim().slice(0, MOST_CHARACTERS),
  };
}

/**
 * @returns the meaning of a reply. Whom its words are about comes first, then its codes (`refusalIn`). A mailbox is
 * called missing only if the host said so permanently, in answer to RCPT TO; a refusal at any other step, or one that
 * may be about us, says nothing about it.
 * @param sender the address that we asked with: statements about it are about us.
 */
export function meaningOfReply(
  { code, enhanced, text }: SmtpReply,
  phase: SmtpPhase,
  sender: string | null = null,
): ReplyMeaning {
  if (phase !== "recipient") return code >= 500 ? "policy" : "try_later";
  // 252 only promises to try (RFC 5321 §3.5.3).
  if (code < 400) return code === 250 || code === 251 ? "exists" : "unclear";
  if (code === 421) return "try_later";
  // "Bad sequence of commands" is about the conversation (RFC 5321 §4.2.2).
  if (code === 503) return "unclear";
  const refusal = refusalIn({ enhanced, text, sender });
  if (refusal === "full") return "full";
  if (code < 500) return temporarily(refusal, code, enhanced);
  switch (refusal) {
    case "missing":
    case "moved":
      return "missing";
    case "disabled":
      return "disabled";
    case "rate":
    case "greylisted":
      return "try_later";
    // The host that answers is the domain's own, so the domain that it cannot find is ours.
    case "no_domain":
    case "sender":
    case "content":
    case "too_big":
      return "policy";
    case "routing":
    case "system":
    case "expired":
    case "unclear":
      return code === 552 ? "full" : "unclear";
  }
}

function temporarily(refusal: Refusal, code: number, enhanced: string | null): ReplyMeaning {
  const subject = enhanced?.split(".")[1];
  if (refusal === "rate") return subject === "2" ? "greylisted" : "try_later";
  if ((refusal === "sender" && subject !== "7") || isAboutUs(refusal) || subject === "3") return "try_later";
  return [450, 451, 452].includes(code) ? "greylisted" : "try_later";
}
