import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { QueueColumns } from "./queue.js";

/** What is known of e-mail addresses and mail domains. */
export interface EmailTables {
  EmailDomain: EmailDomainTable;
  EmailVerification: EmailVerificationTable;
  MailHostLease: MailHostLeaseTable;
  EmailSignal: EmailSignalTable;
}

export type VerdictStatus = "deliverable" | "risky" | "undeliverable" | "unknown";
/** The decision on whether an address may be written to. */
export type EmailDecision = "good" | "risky" | "bad" | "unknown";
export type EmailSignalKind =
  | "hard_bounce"
  | "soft_bounce"
  | "complaint"
  | "unsubscribe"
  | "delivered"
  | "operator_bad"
  | "operator_good";

interface EmailDomainTable {
  domain: string;
  finding: string | null;
  reason: string | null;
  mx: JSONColumnType<{ name: string; preference: number }[]>;
  checked_at: Date | null;
  expires_at: Date | null;
  catch_all: boolean | null;
  catch_all_checked_at: Date | null;
  catch_all_probe: string | null;
}

interface EmailVerificationTable extends QueueColumns {
  id: GeneratedAlways<bigint>;
  email: string;
  domain: string | null;
  status: VerdictStatus | null;
  reason: string | null;
  reasons: Generated<string[]>;
  suggestion: string | null;
  is_free: boolean | null;
  is_definite: Generated<boolean>;
  mail_host: string | null;
  smtp_reply: string | null;
  verified_at: Date | null;
  checked_at: Date | null;
  smtp_unasked: Generated<boolean>;
  smtp_again: Generated<boolean>;
  greylisted: Generated<number>;
  doubtful: Generated<number>;
  decision: EmailDecision | null;
  decision_reason: string | null;
  decided_at: Date | null;
  needs_decision: Generated<boolean>;
  shown_by: Generated<number>;
}

interface MailHostLeaseTable {
  id: GeneratedAlways<bigint>;
  host: string;
  address: string;
  own_name: string;
  run_id: bigint | null;
  held_until: Date;
}

interface EmailSignalTable {
  id: GeneratedAlways<bigint>;
  email: string;
  kind: EmailSignalKind;
  source: string;
  reference: Generated<string>;
  detail: string | null;
  at: Generated<Date>;
}
