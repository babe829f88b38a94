/** A reply of a mail host: three digits, an enhanced code where it gave one (RFC 3463), its words. */
export interface SmtpReply {
  code: number;
  enhanced: string | null;
  text: string;
}

/** The step of a conversation to which a reply belongs. */
export type SmtpPhase = "connect" | "greeting" | "hello" | "starttls" | "mail" | "recipient";

/** What a reply to RCPT TO, or one that kept us from asking, tells about the mailbox. */
export type ReplyMeaning =
  | "exists"
  | "missing"
  | "disabled"
  | "full"
  /** Ask again later: greylisting, or the host is busy with this mailbox. */
  | "greylisted"
  /** The host does not talk to us, whatever the mailbox: blocklist, sender, authentication. */
  | "policy"
  /** The host is not able to answer now. */
  | "try_later"
  /** A refusal that gives no reason; it may be about us. */
  | "unclear";

/** @returns the reply that these lines (without line ends) make up; null: they are none. */
export function replyOf(lines: readonly string[]): SmtpReply | null {
  const parts = lines.map((line) => /^([2-5]\d\d)(?:[ -](.*))?$/.exec(line));
  const code = parts.at(-1)?.[1];
  if (code === undefined || parts.some((part) => part?.[1] !== code)) return null;
  const texts = parts.map((part) => (part?.[2] ?? "").trim());
  const enhanced = texts
    .map((text) => /^([245]\.\d{1,3}\.\d{1,3})(?= |$)/.exec(text)?.[1])
    .find((found) => found?.[0] === code[0]);
  return { code: Number(code), enhanced: enhanced ?? null, text: texts.join(" ").trim() };
}

/**
 * Words by which a host says that it is about us. They beat everything but an acceptance: a host that checks our sender
 * writes "no such user" about *us*, and one that blocks our address may do so under any code.
 */
const ABOUT_US = anyOf(
  "spamhaus|spamcop|barracuda\\w*|sorbs|senderscore|proofpoint|cloudmark|spam ?rats|uceprotect|invaluement|mimecast",
  "dnsbl|rbl|rhsbl|(?:black|block|deny) ?list\\w*|listed (?:at|by|in|on)|reputation|banned|blocked|spam",
  "throttl\\w+|rate[ -]?limit\\w*|too many (?:connections|requests|messages|invalid|recipients|errors)",
  "reverse dns|rdns|fcrdns|ptr|helo|ehlo|spf|dkim|dmarc|client host|dynamic|generic|suspicious|untrusted",
  "authenticat\\w+|must issue a? ?starttls|policy|violat\\w+|prohibited|unauthori[sz]ed|access to this mail system",
  "relay(?:ing)?(?: access)? (?:denied|not permitted)|not permitted to relay|unable to relay",
  "sender (?:verify|verification|address|domain|rejected|denied|callout)|verif(?:y|ication) failed|call(?:out|back)",
  "your (?:ip|host|server|address|domain|network)",
);

/** Words by which a host says that there is no such mailbox. */
const NO_MAILBOX = anyOf(
  "(?:user|mailbox|recipient|account|address|e-?mail|alias|inbox)\\b[^.;]{0,60}\\b(?:unknown|invalid|undeliverable|non-?exist\\w*)",
  "(?:user|mailbox|recipient|account|address|e-?mail|alias|inbox)\\b[^.;]{0,60}\\b(?:not|n['’]t|no longer) (?:be )?(?:found|exists?|known|valid|listed|available on)",
  "(?:no such|unknown|invalid|non-?existent|no) (?:[a-z]+ )?(?:user|mailbox|recipient|account|address|local part|alias|person)",
  "not (?:a valid|a known) (?:user|mailbox|recipient|account|address)|is not known here|not our customer",
  "(?:does not|doesn['’]t) (?:exist|have an? [\\w.]+ account)|unrouteable address|user not local",
  // Microsoft 365 where its directory does not know the recipient.
  "recipient address rejected: access denied",
);

const DISABLED = anyOf(
  "(?:mailbox|account|user|recipient|address)\\b[^.;]{0,60}\\b(?:disabled|inactive|suspended|deactivated|locked|expired|closed|discontinued|terminated)",
  "(?:disabled|inactive|suspended|deactivated) (?:mailbox|account|user|recipient|address)",
);

const FULL = anyOf(
  "(?:mail ?box|inbox|account|user|recipient|quota|storage)\\b[^.;]{0,40}\\b(?:full|exceed\\w*|over ?quota|out of (?:storage|space))",
  "over ?quota|exceed\\w* (?:\\w+ ){0,3}(?:quota|storage)|insufficient (?:mailbox|user) storage",
);

function anyOf(...patterns: string[]): RegExp {
  return new RegExp(`\\b(?:${patterns.join("|")})\\b`, "i");
}

/** What a code of RFC 3463 tells about the mailbox by itself; the ones left out tell nothing. Subject.detail. */
const BY_ENHANCED: Readonly<Record<string, ReplyMeaning>> = {
  "5.1.1": "missing",
  "5.1.3": "missing",
  "5.1.6": "missing",
  "5.1.10": "missing",
  "5.2.1": "disabled",
  "5.2.2": "full",
  "4.2.2": "full",
  "5.1.7": "policy",
  "5.1.8": "policy",
  "4.3.0": "try_later",
  "4.3.1": "try_later",
  "4.3.2": "try_later",
};

/**
 * What a reply means: the enhanced code first, then the code, then the words (facts §4). A mailbox is only called missing
 * where the host said so, in answer to RCPT TO; a refusal at any other step, or one that may be about us, is not about it.
 */
export function meaningOfReply({ code, enhanced, text }: SmtpReply, phase: SmtpPhase): ReplyMeaning {
  if (phase !== "recipient") return code >= 500 ? "policy" : "try_later";
  // 252 promises to try and no more (RFC 5321 §3.5.3).
  if (code < 400) return code === 250 || code === 251 ? "exists" : "unclear";
  if (code === 421) return "try_later";
  const words = enhanced === null ? text : text.replaceAll(enhanced, " ");
  // The recipient is quoted in many replies, and its name may hold any word.
  const plain = words.replace(/<[^>]*>|\S+@\S+/g, " address ");
  const isTemporary = code < 500;
  const known = enhanced === null ? undefined : BY_ENHANCED[enhanced];
  if (known === "full") return known;
  if (ABOUT_US.test(plain)) return isTemporary ? "try_later" : "policy";
  if (enhanced?.split(".")[1] === "7") return isTemporary ? "greylisted" : "policy";
  if (known !== undefined) return known;
  if (code === 552 || FULL.test(plain)) return "full";
  if (isTemporary) return [450, 451, 452].includes(code) ? "greylisted" : "try_later";
  if (DISABLED.test(plain)) return "disabled";
  return NO_MAILBOX.test(plain) ? "missing" : "unclear";
}
