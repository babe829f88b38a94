import { sql, type Transaction } from "kysely";
import type { Tallies } from "../batch/tallies.js";
import { rowsAs } from "../db/rows.js";
import type { LeadState } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { addEmailSignals, type EmailSignal } from "../email/signals.js";
import type { InstantlyLead } from "./instantly/answers.js";
import { type NewSuppression, suppress } from "./suppression.js";

/** Instantly's numbers for how a lead stands, and for what a person thinks of its answer (facts §5). */
const STATUS = { completed: 3, bounced: -1, unsubscribed: -2, skipped: -3 } as const;
const NOT_INTERESTED = -1;

interface ChangedLead {
  email: string;
  lead_id: string;
  /** The state before. */
  before: LeadState;
  status: number;
  interest: number | null;
  /** Whether it is the status or the interest that changed. */
  is_turned: boolean;
}

/**
 * Writes what Instantly says of leads of one sequence. A lead that looks as it is stored is not rewritten; an older word
 * never overwrites a newer one; who bounced, unsubscribed or was taken out stays so, whatever Instantly says later.
 * Who newly bounced, unsubscribed or said no is suppressed, also a lead that we did not hand over.
 */
export async function saveLeads(
  tx: Transaction<Schema>,
  sequenceId: bigint,
  leads: readonly InstantlyLead[],
): Promise<Tallies> {
  const rows = leads.flatMap((lead) => (lead.email ? [{ ...lead, address: lead.email.toLowerCase() }] : []));
  const { rows: changed } = await sql<ChangedLead>`
    with held as (
      select lead.id, lead.state, lead.instantly_status, lead.interest as old_interest, seen.*
      from "EmailSequenceLead" as lead
      join ${rowsAs("seen", rows, {
        address: ["text", ({ address }) => address],
        lead_id: ["text", ({ id }) => id],
        status: ["integer", ({ status }) => status],
        interest: ["integer", ({ lt_interest_status: interest }) => interest ?? null],
        opens: ["integer", ({ email_open_count: opens }) => opens],
        replies: ["integer", ({ email_reply_count: replies }) => replies],
        clicks: ["integer", ({ email_click_count: clicks }) => clicks],
        updated_at: ["timestamptz", ({ timestamp_updated: time }) => time],
        contact_at: ["timestamptz", ({ timestamp_last_contact: time }) => time],
        reply_at: ["timestamptz", ({ timestamp_last_reply: time }) => time],
      })} on seen.address = lead.email
      where lead.sequence_id = ${sequenceId}
      order by lead.id
      for no key update of lead
    ),
    turned as (
      select *,
        case
          when state in ('bounced', 'unsubscribed', 'withdrawn', 'refused') then state
          when status = ${STATUS.bounced} then 'bounced'
          when status = ${STATUS.unsubscribed} then 'unsubscribed'
          when status = ${STATUS.skipped} then 'skipped'
          when replies > 0 then 'replied'
          when status = ${STATUS.completed} then 'completed'
          else 'active'
        end as new_state
      from held
    )
    update "EmailSequenceLead" as lead
    set state = turned.new_state,
        instantly_lead_id = turned.lead_id,
        instantly_status = turned.status,
        interest = turned.interest,
        open_count = turned.opens,
        reply_count = turned.replies,
        click_count = turned.clicks,
        last_contact_at = turned.contact_at,
        last_reply_at = turned.reply_at,
        instantly_updated_at = turned.updated_at,
        handed_over_at = coalesce(lead.handed_over_at, now()),
        synced_at = now(),
        released_at = case
          when lead.released_at is not null then lead.released_at
          when turned.new_state not in ('active', 'sending') and sequence.closed_at is not null then now()
        end
    from turned, "EmailSequence" as sequence
    where lead.id = turned.id
      and sequence.id = lead.sequence_id
      and (lead.instantly_updated_at is null or turned.updated_at is null or turned.updated_at >= lead.instantly_updated_at)
      and (
        lead.state, lead.instantly_lead_id, lead.instantly_status, lead.interest, lead.open_count, lead.reply_count,
        lead.click_count, lead.last_contact_at, lead.last_reply_at
      ) is distinct from (
        turned.new_state, turned.lead_id, turned.status::smallint, turned.interest, turned.opens, turned.replies,
        turned.clicks, turned.contact_at, turned.reply_at
      )
    returning lead.email, turned.lead_id, turned.state as before, turned.status, turned.interest,
      (turned.instantly_status, turned.old_interest) is distinct from (turned.status::smallint, turned.interest) as is_turned
  `.execute(tx);
  const strangers = await unknownLeads(tx, sequenceId, rows);
  const said = [
    ...changed.filter(({ is_turned }) => is_turned),
    ...strangers.map((lead) => ({
      email: lead.address,
      lead_id: lead.id,
      status: lead.status,
      interest: lead.lt_interest_status ?? null,
    })),
  ];
  const { added } = await suppress(tx, said.flatMap(suppressionOf));
  await addEmailSignals(tx, said.flatMap(signalOf));
  const turnedTo = (status: number) =>
    changed.filter((lead) => lead.is_turned && lead.status === status).length;
  return {
    leads_seen: rows.length,
    leads_changed: changed.length,
    not_ours: strangers.length,
    bounced: turnedTo(STATUS.bounced),
    unsubscribed: turnedTo(STATUS.unsubscribed),
    suppressed: added,
  };
}

/** Leads of the campaign that igminer did not hand over: added by hand, or by something else. */
async function unknownLeads<Row extends { address: string }>(
  tx: Transaction<Schema>,
  sequenceId: bigint,
  rows: readonly Row[],
): Promise<Row[]> {
  if (rows.length === 0) return [];
  const known = await tx
    .selectFrom("EmailSequenceLead")
    .select("email")
    .where("sequence_id", "=", sequenceId)
    .where(
      "email",
      "in",
      rows.map(({ address }) => address),
    )
    .execute();
  const ours = new Set(known.map(({ email }) => email));
  return rows.filter(({ address }) => !ours.has(address));
}

/** What `mark-bad-emails` is to know of it. */
function signalOf({
  email,
  lead_id: reference,
  status,
}: {
  email: string;
  lead_id: string;
  status: number;
}): EmailSignal[] {
  const kind =
    status === STATUS.bounced ? "hard_bounce" : status === STATUS.unsubscribed ? "unsubscribe" : null;
  const address = { email, domain: email.slice(email.lastIndexOf("@") + 1) };
  return kind === null ? [] : [{ address, kind, source: "instantly", reference, at: null }];
}

function suppressionOf({
  email,
  status,
  interest,
}: {
  email: string;
  status: number;
  interest: number | null;
}): NewSuppression[] {
  const reason =
    status === STATUS.bounced
      ? "bounced"
      : status === STATUS.unsubscribed
        ? "unsubscribed"
        : interest === NOT_INTERESTED
          ? "not interested"
          : null;
  return reason === null ? [] : [{ kind: "email", value: email, reason, source: "instantly" }];
}
