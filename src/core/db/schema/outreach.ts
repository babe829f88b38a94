import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { QueueColumns } from "./queue.js";

/** Sequences, their leads, hand-overs to Instantly, messages, suppressions, and people who were erased. */
export interface OutreachTables {
  Suppression: SuppressionTable;
  EmailSequence: EmailSequenceTable;
  EmailOutbox: EmailOutboxTable;
  EmailSequenceLead: EmailSequenceLeadTable;
  InstantlySync: InstantlySyncTable;
  EmailMessage: EmailMessageTable;
  Mailbox: MailboxTable;
  StrangerWord: StrangerWordTable;
  MailboxUnlabel: MailboxUnlabelTable;
  ForgetSalt: ForgetSaltTable;
  Forgotten: ForgottenTable;
}

export type SuppressionKind = "email" | "domain" | "account";
export type LeadState =
  | "queued"
  | "sending"
  | "active"
  | "completed"
  | "replied"
  | "bounced"
  | "unsubscribed"
  | "skipped"
  | "refused"
  | "withdrawn";
/** What writes to the leads: Instantly, a person who copies rows to another tool, or a tool that receives signed JSON. */
export type SequencerName = "instantly" | "csv" | "webhook";
/** Where a lead's status comes from, in order of precedence. */
export type Teller = "label" | "mailbox" | "sequencer" | "heuristic";
export type SyncTask = "leads" | "analytics" | "block" | "unblock" | "delete" | "campaign";
export type MessageClass =
  | "bounced"
  | "complaint"
  | "auto_reply"
  | "bulk"
  | "forwarded"
  | "replied"
  | "unclear"
  | "other";

interface SuppressionTable {
  id: GeneratedAlways<bigint>;
  kind: SuppressionKind;
  value: string;
  account_id: bigint | null;
  reason: string;
  source: string;
  at: Generated<Date>;
  block_listed_at: Date | null;
}

interface EmailSequenceTable {
  id: GeneratedAlways<bigint>;
  name: string;
  campaign_id: string;
  via: Generated<SequencerName>;
  first_name_fallback: string | null;
  variables: JSONColumnType<Record<string, string>>;
  filters: JSONColumnType<Record<string, unknown>>;
  daily_cap: number;
  handed_on: Date | null;
  handed_today: Generated<number>;
  created_at: Generated<Date>;
  closed_at: Date | null;
  paused_at: Date | null;
}

interface EmailOutboxTable extends QueueColumns {
  id: GeneratedAlways<bigint>;
  sequence_id: bigint;
  created_at: Generated<Date>;
  sent_at: Date | null;
  leads: Generated<number>;
  answered_at: Date | null;
  answer: ColumnType<unknown, string | null, string | null>;
  remaining_in_plan: bigint | null;
}

interface EmailSequenceLeadTable {
  id: GeneratedAlways<bigint>;
  sequence_id: bigint;
  account_id: bigint | null;
  email: string;
  state: Generated<LeadState>;
  reason: string | null;
  outbox_id: bigint | null;
  handed_over_at: Date | null;
  instantly_lead_id: string | null;
  instantly_status: number | null;
  interest: number | null;
  open_count: Generated<number>;
  reply_count: Generated<number>;
  click_count: Generated<number>;
  last_contact_at: Date | null;
  last_reply_at: Date | null;
  instantly_updated_at: Date | null;
  synced_at: Date | null;
  answered_from: string | null;
  /** Since when the lead is paused because a person must check a message that may be an answer. */
  paused_at: Date | null;
  state_by: Teller | null;
  state_at: Date | null;
  interest_by: Teller | null;
  interest_at: Date | null;
  gone_at: Date | null;
  /** The lead list at the sequencer that the lead was moved to. */
  list_id: string | null;
  created_at: Generated<Date>;
  released_at: Date | null;
}

interface InstantlySyncTable extends QueueColumns {
  id: GeneratedAlways<bigint>;
  task: SyncTask;
  sequence_id: bigint | null;
  suppression_id: bigint | null;
  via: Generated<SequencerName>;
  lead_reference: string | null;
  campaign_id: string | null;
  value: string | null;
  outbox_id: bigint | null;
  /** Set if a delete moves the lead to this list instead. */
  to_list: string | null;
  is_erasure: Generated<boolean>;
  ordered_at: Generated<Date>;
  tried_at: Date | null;
  cursor: string | null;
  pass_started_at: Date | null;
  pass_listed: Generated<number>;
  is_checking: Generated<boolean>;
  sent_at: Date | null;
}

interface StrangerWordTable {
  via: SequencerName;
  campaign_id: string;
  lead_reference: string;
  status: number | null;
  interest: number | null;
  updated_at: Date | null;
  told_at: Generated<Date>;
}

interface MailboxUnlabelTable {
  mailbox: string;
  gmail_id: string;
  ordered_at: Generated<Date>;
}

interface EmailMessageTable {
  id: GeneratedAlways<bigint>;
  mailbox: string;
  gmail_id: string;
  thread_id: string;
  lead_id: bigint | null;
  class: MessageClass;
  sender: string | null;
  about: string | null;
  subject: string | null;
  received_at: Date;
  evidence: JSONColumnType<Record<string, unknown>>;
  /** The Message-ID without brackets of a message that we sent, used to recognise an answer or a bounce. */
  message_id: string | null;
  labelled_at: Date | null;
  created_at: Generated<Date>;
}

interface MailboxTable extends QueueColumns {
  id: GeneratedAlways<bigint>;
  mailbox: string;
  history_id: string | null;
  page_token: string | null;
  next_history_id: string | null;
  synced_at: Date | null;
}

interface ForgetSaltTable {
  is_only: Generated<boolean>;
  salt: string;
}

interface ForgottenTable {
  hash: string;
}
