import { isFinal, type Refusal, refusalByCode, refusalInWords } from "../../../email/refusal.js";
import { FROM_MAIL_SYSTEM } from "../machine-signs.js";
import type { Mail } from "../read-mail.js";
import { addressesInText } from "./addresses.js";
import { addressesOfBareName, bareNameInSubject } from "./bare-names.js";
import { type BouncedRecipient, deliveryStatusInText } from "./delivery-status.js";
import { writtenBy, writtenTo } from "./header-block.js";
import { type NamedRecipient, readNotice } from "./notice.js";

/** A recipient that a message did not reach, and why. */
export interface Bounce {
  email: string;
  /** Other addresses of the same recipient. */
  aliases: string[];
  /** The mailbox does not exist, or no longer. Other refusals are not the address's fault, or not permanent. */
  isHard: boolean;
  refusal: Refusal;
  detail: string;
}

export interface BounceReading {
  /** The rule that found the recipients. */
  rule: string;
  bounces: Bounce[];
  /** The reason if no recipient is named, or null if none is given. */
  refusal: { refusal: Refusal; isHard: boolean; detail: string } | null;
}

/**
 * Reads whom a bounce is about and why: from the report's fields, then X-Failed-Recipients, then the words of systems
 * without reports, then the returned message. Delivered, relayed and expanded recipients are left out.
 */
export function readBounce(mail: Mail): BounceReading {
  const returned = mail.returned;
  const own = new Set([...mail.recipients, ...(mail.sender === null ? [] : [mail.sender])]);
  let sender = mail.recipients[0] ?? null;
  const isFromSystem = FROM_MAIL_SYSTEM.test(mail.sender ?? "") || mail.isFromNobody;
  let notice = readNotice(mail.text, own, isFromSystem);
  const head = returned ?? notice.returned;
  if (head !== null) {
    const to = new Set(writtenTo(head));
    for (const email of writtenBy(head)) own.add(email);
    for (const email of to) own.delete(email);
    if (sender !== null && to.has(sender)) sender = null;
    notice = readNotice(mail.text, own, isFromSystem);
  }
  const named = new Map(notice.recipients.map((recipient) => [recipient.email, recipient]));
  const report = (mail.deliveryStatus ?? deliveryStatusInText(mail.text) ?? []).filter(({ action, status }) =>
    isRefused(action, status),
  );
  const wordsFor = (email: string | null, only: boolean): string[] => {
    const said = email === null ? undefined : named.get(email)?.words;
    return [...(said ? [said] : []), ...(only ? [notice.words] : [])];
  };

  const told = report.map((recipient): Bounce | null => {
    const { email, aliases, status, diagnostic } = recipient;
    const judged = judge(
      [
        ...diagnosticWords(recipient, notice.words),
        ...(hasWords(diagnostic)
          ? []
          : [
              // If the status already identifies the problem with the mailbox, only a host's reply counts: the rest may
              // be a footer.
              ...wordsFor(email, report.length === 1).filter((said) => !isPlain(status) || CODE.test(said)),
              recipient.comment,
            ]),
      ],
      status,
      sender,
    );
    const whom =
      email ??
      (report.length === 1
        ? (onlyOf(head === null ? [] : writtenTo(head)) ?? onlyOf([...named.keys()]))
        : null);
    return whom === null ? null : { email: whom, aliases, ...judged };
  });
  const bounces = told.filter((bounce) => bounce !== null);
  if (bounces.length > 0) return { rule: "delivery report", bounces, refusal: null };

  const status = report[0]?.status ?? "";
  const failed = (mail.headers.get("x-failed-recipients") ?? []).flatMap(addressesInText);
  const [rule, whom]: [string, string[]] =
    failed.length > 0
      ? ["X-Failed-Recipients", namedBy(failed, [...named.keys()], head === null ? [] : writtenTo(head))]
      : named.size > 0
        ? ["words of a mail system", whomOf(notice.recipients, head === null ? [] : writtenTo(head))]
        : ["returned message", head === null ? [] : writtenTo(head).slice(0, 1)];
  if (whom.length === 0) {
    const inSubject = bareNameInSubject(mail.subject);
    const names = notice.bareNames.length > 0 || inSubject === null ? notice.bareNames : [inSubject];
    const judged = judge([notice.words], status, sender);
    const bare = names.flatMap((name): Bounce[] => {
      const [email, ...aliases] = addressesOfBareName(name, mail.sender);
      return email === undefined ? [] : [{ email, aliases, ...judged }];
    });
    if (bare.length > 0) return { rule: "names without a domain", bounces: bare, refusal: null };
  }
  const isOnly = whom.length <= 1;
  return {
    rule: whom.length === 0 ? "mail system" : rule,
    bounces: whom.map((email) => ({
      email,
      aliases: (named.get(email)?.aliases ?? []).filter((alias) => alias !== email),
      ...judge(wordsFor(email, isOnly || !named.get(email)?.words), status, sender),
    })),
    refusal: whom.length === 0 ? judge([notice.words], status, sender) : null,
  };
}

/** The recipients that the words name; if the returned message has recipients, only those among them. */
function whomOf(recipients: readonly NamedRecipient[], to: readonly string[]): string[] {
  const named = recipients.map(({ email }) => email);
  const both = named.filter((email) => to.includes(email));
  return both.length > 0 ? both : named;
}

/** The header counts, unless the words and the returned message agree on somebody else. */
function namedBy(failed: string[], named: readonly string[], to: readonly string[]): string[] {
  if (failed.some((email) => named.includes(email) || to.includes(email))) return failed;
  const agreed = named.filter((email) => to.includes(email));
  return agreed.length > 0 ? agreed : failed;
}

function onlyOf(emails: readonly string[]): string | null {
  return emails.length === 1 ? (emails[0] as string) : null;
}

/** RFC 3464 §2.3.3; some systems omit the action. */
function isRefused(action: string, status: string): boolean {
  if (action === "failed" || action === "delayed") return !status.startsWith("2");
  return !["delivered", "relayed", "expanded"].includes(action) && /^[45]/.test(status);
}

/** Exit codes of Unix delivery programs (sysexits.h), as sendmail reports them. */
const EXIT_CODES: Readonly<Record<string, string>> = {
  "67": "user unknown",
  "68": "host unknown",
  "75": "temporary failure",
  "77": "permission denied",
};

/** The words of a report's diagnostic; if it is cut after its first line, with the transcript's addition. */
function diagnosticWords({ diagnostic }: BouncedRecipient, notice: string): string[] {
  if (diagnostic === null) return [];
  const [, type = "", said = ""] = /^\s*(?:([a-z0-9-]{1,20})\s*;)?\s*(.*)$/is.exec(diagnostic) ?? [];
  if (type.toLowerCase() === "x-unix") return [EXIT_CODES[said.trim()] ?? said];
  const code = /^([45]\d\d)-/.exec(said)?.[1];
  if (code === undefined) return [said];
  const rest = notice.split("\n").filter((line) => line.startsWith(`<<< ${code}`));
  return [said, ...(rest.length > 1 ? [rest.map((line) => line.slice(8)).join(" ")] : [])];
}

/** Whether a status code (RFC 3463) is unambiguous. */
function isPlain(status: string): boolean {
  return /^5\.(?:1\.1|1\.10|2\.2)$/.test(status);
}

function hasWords(diagnostic: string | null): boolean {
  return /\p{L}{3}/u.test(diagnostic?.replace(/^[^;]{0,20};/, "") ?? "");
}

/** The beginning of the host's own reply within another system's words. */
const CODE = /(?<![\d.:\p{L}])[45]\d\d[\s-]/u;
const ENHANCED = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/;
const MOST_DETAIL = 300;

/** Postfix, Exim, DragonFly and others report the step at which a host refused. */
const BEFORE_RECIPIENT =
  /(?:in reply to|after|did not like our|response to|error (?:at|during|in))(?: the)?(?: pipelined| initial)? (?:connection|greeting|banner|helo|ehlo|starttls|auth|mail from)\b/i;

/** The host's own reply within a text: its words, its code, and whether it is temporary. */
function replyIn(text: string): { words: string; enhanced: string | null; level: string | null } {
  const at = CODE.exec(text);
  const words = at === null ? text : text.slice(at.index);
  const enhanced = ENHANCED.exec(words.slice(0, 400))?.[0] ?? null;
  return { words, enhanced, level: (at?.[0] ?? enhanced)?.[0] ?? null };
}

/**
 * Classifies a refusal by the first text that is conclusive; in it the host's own reply goes before the words around
 * it. If no text is conclusive, the report's status decides. A temporary refusal is never permanent.
 */
function judge(
  texts: readonly string[],
  status: string,
  sender: string | null,
): { refusal: Refusal; isHard: boolean; detail: string } {
  const reported = status === "" ? null : status;
  let refusal: Refusal | null = null;
  let level: string | null = null;
  for (const text of texts) {
    const reply = replyIn(text);
    refusal ??=
      refusalInWords(reply.words, sender, reply.enhanced ?? reported) ??
      refusalByCode(reply.enhanced, reply.words) ??
      refusalInWords(text, sender, reported);
    level ??= reply.level;
    if (refusal !== null) break;
  }
  refusal ??= refusalByCode(reported, texts.join(" ")) ?? "unclear";
  // A refusal before the recipient was named concerns us as the sender, whatever the words say.
  if (isFinal(refusal) && BEFORE_RECIPIENT.test(texts[0] ?? "")) refusal = "sender";
  level ??= reported?.[0] ?? null;
  const detail = [status, (texts[0] ?? "").replace(/\s+/g, " ").trim()].filter(Boolean).join(" ");
  return { refusal, isHard: isFinal(refusal) && level !== "4", detail: detail.slice(0, MOST_DETAIL) };
}
