import type { VerdictStatus } from "../db/schema/email.js";
import type { Traits } from "./lists.js";
import type { DomainFinding } from "./mail-hosts.js";

/** Why a mail host's answer says nothing about the mailbox. */
export type MailboxDoubt =
  | "greylisted"
  | "policy"
  | "try_later"
  | "unclear"
  | "no_connection"
  | "timeout"
  | "closed"
  | "not_smtp"
  | "tls_failed"
  | "no_smtputf8"
  /** The mail host's address is in a private network. */
  | "private_host"
  /** Only a secondary host answered, which accepts mail for anybody. */
  | "backup_host"
  /** Another process occupied the host all the time. */
  | "host_busy";

/** The finding about the mailbox itself. */
export type MailboxFinding =
  | { kind: "not_asked" }
  /** `isCatchAll`: the host accepts any mailbox name; null if unknown. */
  | { kind: "exists"; isCatchAll: boolean | null }
  | { kind: "missing" | "disabled" | "full" }
  | { kind: "unknown"; doubt: MailboxDoubt };

/** All findings about an address. */
export interface Evidence {
  /** What is wrong with its syntax, or null. */
  syntaxProblem: string | null;
  traits: Traits;
  domain: DomainFinding | null;
  mailbox: MailboxFinding;
}

export interface Verdict {
  status: VerdictStatus;
  /** The decisive reason. */
  reason: string;
  /** All reasons for or against, the weightiest first. */
  reasons: string[];
  /**
   * The verdict rests on facts, not on a list or on something that could not be determined: only such a verdict
   * replaces another such.
   */
  isDefinite: boolean;
}

const NO_MAILBOX: Partial<Record<MailboxFinding["kind"], string>> = {
  missing: "mailbox_missing",
  disabled: "mailbox_disabled",
};

/**
 * Weighs the evidence. Proof that mail cannot arrive outranks every warning, and a warning outranks what could not be
 * determined. An address is deliverable only if its host accepted the mailbox and does not accept any name. So an
 * address that passed only DNS is `unknown` (mailbox_not_asked), or `risky` if a list warns of it.
 */
export function verdictOf({ syntaxProblem, traits, domain, mailbox }: Evidence): Verdict {
  const against: string[] = [];
  const cautions: string[] = [];
  const doubts: string[] = [];
  if (syntaxProblem !== null) against.push("invalid_syntax");
  if (domain?.kind === "none") against.push(domain.reason);
  const missing = NO_MAILBOX[mailbox.kind];
  if (missing !== undefined) against.push(missing);

  if (mailbox.kind === "full") cautions.push("mailbox_full");
  if (mailbox.kind === "exists" && mailbox.isCatchAll) cautions.push("catch_all");
  if (mailbox.kind === "exists" && mailbox.isCatchAll === null) cautions.push("catch_all_unknown");
  if (traits.isDisposable) cautions.push("disposable");
  if (traits.isRole) cautions.push("role");
  if (traits.suggestion !== null && mailbox.kind !== "exists") cautions.push("likely_typo");

  if (domain?.kind === "unknown") doubts.push(domain.reason);
  if (mailbox.kind === "unknown") doubts.push(mailbox.doubt);
  if (mailbox.kind === "not_asked" && domain?.kind === "hosts") doubts.push("mailbox_not_asked");

  const taken = mailbox.kind === "exists" ? ["mailbox_exists"] : [];
  const reasons = [...against, ...cautions, ...doubts, ...taken];
  return {
    status:
      against.length > 0
        ? "undeliverable"
        : cautions.length > 0
          ? "risky"
          : doubts.length > 0
            ? "unknown"
            : "deliverable",
    reason: reasons[0] as string,
    reasons,
    isDefinite: against.length > 0 || mailbox.kind === "exists" || mailbox.kind === "full",
  };
}

/** What is stored about an address between two looks at it. */
export interface Patience {
  /** Consecutive greylistings by its host. */
  greylisted: number;
  /** Consecutive looks without a result. */
  doubtful: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Greylisting hosts accept a sender who returns after some minutes, and forget him after some hours. */
const GREYLIST_WAITS_MS = [15, 60, 240, 720].map((minutes) => minutes * MINUTE_MS);

/**
 * The time of the next look at an address: after greylisting in 15 minutes, then later; if something could not be
 * determined in a day, then twice as long each time; otherwise, and at the latest, after `againDays`.
 */
export function nextLook(
  { domain, mailbox }: Pick<Evidence, "domain" | "mailbox">,
  isGreylisted: boolean,
  before: Patience,
  againDays: number,
): Patience & { waitMs: number } {
  const againMs = againDays * DAY_MS;
  const wait = GREYLIST_WAITS_MS[before.greylisted];
  if (isGreylisted && wait !== undefined) {
    return { waitMs: Math.min(wait, againMs), greylisted: before.greylisted + 1, doubtful: before.doubtful };
  }
  if (mailbox.kind === "unknown" && mailbox.doubt === "host_busy") return { ...before, waitMs: MINUTE_MS };
  if (domain?.kind === "unknown" || mailbox.kind === "unknown") {
    const waitMs = Math.min(againMs, DAY_MS * 2 ** Math.min(before.doubtful, 10));
    return { waitMs, greylisted: 0, doubtful: before.doubtful + 1 };
  }
  return { waitMs: againMs, greylisted: 0, doubtful: 0 };
}
