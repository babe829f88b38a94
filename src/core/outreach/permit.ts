import { type Kysely, sql, type Transaction } from "kysely";
import { takeLock } from "../db/locks.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { SourceError } from "../source-error.js";
import { addressVerdict } from "./address-verdict.js";
import type { SendableLead } from "./new-lead.js";
import { readSendable } from "./sendable.js";
import { isSuppressed } from "./suppression.js";

export interface Permit {
  leads: SendableLead[];
  /** Removed at the last moment: suppressed, found undeliverable, or the sequence was closed. */
  withdrawn: number;
  /** Put back because today's cap or the plan has no room for them. */
  putBack: number;
}

/** How long an exhausted plan is assumed to stay so; then one lead is sent to find out. */
const PLAN_RETRY = "6 hours";

/**
 * Grants and records the permission to send in one transaction: withdraws the leads of an outbox row that may no longer
 * be written to, trims the rest to today's cap and to the room left in the plan, counts them, and marks the row as
 * sent. From then on the sequencer may have them, whatever happens here. The sender must confirm it (`sendConfirmed`).
 * @returns null if the run no longer holds the row.
 * @throws SourceError "out_of_budget" if the plan has no room; then nothing is changed.
 */
export function permitSending(db: Kysely<Schema>, runId: bigint, outboxId: bigint): Promise<Permit | null> {
  return inTransaction(db, async (tx) => {
    await takeLock(tx, "permission to send");
    const row = await lockOutbox(tx, runId, outboxId);
    if (row === undefined) return null;
    const withdrawn = await withdrawForbidden(tx, outboxId);
    const leads = await readSendable(
      tx,
      sql`"EmailSequenceLead" as lead join "EmailSequence" as sequence on sequence.id = lead.sequence_id`,
      sql`lead.outbox_id = ${outboxId} and lead.state = 'sending'`,
    );
    const room = Math.min(row.room, leads.length === 0 ? 0 : await planRoom(tx, outboxId));
    const sent = leads.slice(0, Math.max(0, room));
    const rest = leads.slice(sent.length);
    await sql`
      update "EmailSequenceLead"
      set state = 'queued', outbox_id = null
      where id = any(${rest.map(({ id }) => id)}::bigint[])
    `.execute(tx);
    await sql`
      update "EmailSequence"
      set handed_on = (now() at time zone 'UTC')::date,
          handed_today = ${row.others}::integer + ${sent.length}::integer
      where id = ${row.sequence_id}
    `.execute(tx);
    await sql`
      update "EmailOutbox"
      set sent_at = case when ${sent.length > 0} then clock_timestamp() end,
          leads = ${sent.length}
      where id = ${outboxId}
    `.execute(tx);
    return { leads: sent, withdrawn, putBack: rest.length };
  });
}

/**
 * Sends the permitted leads of a row. It locks them, checks once more which of them may be written to, and sends those
 * while it holds the locks: a suppression, closing or erasure committed before the request leaves is obeyed; a later
 * one waits until the request is over, and then finds leads that the sequencer has. Leads that may no longer be written
 * to are withdrawn. It sends once, and is not repeated if the transaction fails.
 * @param send called with the addresses that may be sent, if there are any.
 * @returns the result of `send`, with the number withdrawn; "too late" if the permit's day is over or another run holds
 * the row, and nothing was sent.
 */
export function sendConfirmed<T>(
  db: Kysely<Schema>,
  runId: bigint,
  outboxId: bigint,
  send: (emails: ReadonlySet<string>) => Promise<T>,
): Promise<{ sent: T | null; withdrawn: number } | "too late"> {
  return db.transaction().execute(async (tx) => {
    const withdrawn = await withdrawForbidden(tx, outboxId);
    const { rows } = await sql<{ email: string }>`
      select lead.email
      from "EmailOutbox" as outbox
      join "EmailSequenceLead" as lead on lead.outbox_id = outbox.id and lead.state = 'sending'
      join "EmailSequence" as sequence on sequence.id = outbox.sequence_id and sequence.paused_at is null
      where outbox.id = ${outboxId}
        and outbox.claimed_by = ${runId}
        -- The cap is counted by the day (UTC) on which the request leaves.
        and (outbox.sent_at at time zone 'UTC')::date = (clock_timestamp() at time zone 'UTC')::date
    `.execute(tx);
    if (rows.length === 0) return withdrawn > 0 ? { sent: null, withdrawn } : "too late";
    return { sent: await send(new Set(rows.map(({ email }) => email))), withdrawn };
  });
}

/** Locks the row, then its sequence. `others`: leads of other rows counted today; `room`: what the cap leaves. */
async function lockOutbox(tx: Transaction<Schema>, runId: bigint, outboxId: bigint) {
  const { rows } = await sql<{ sequence_id: bigint; others: number; room: number }>`
    with held as (
      select id, sequence_id, leads, sent_at
      from "EmailOutbox"
      where id = ${outboxId} and claimed_by = ${runId}
      for no key update
    ),
    locked as (
      -- While it is paused there is room for nobody.
      select sequence.id, case when sequence.paused_at is null then sequence.daily_cap else 0 end as daily_cap, held.sent_at, held.leads,
        case when sequence.handed_on = (now() at time zone 'UTC')::date then sequence.handed_today else 0 end as today
      from "EmailSequence" as sequence
      join held on held.sequence_id = sequence.id
      for no key update of sequence
    ),
    counted as (
      select id, daily_cap, greatest(0, today - case
        when sent_at is not null and (sent_at at time zone 'UTC')::date = (now() at time zone 'UTC')::date then leads
        else 0
      end) as others
      from locked
    )
    select id as sequence_id, others, greatest(0, daily_cap - others) as room from counted
  `.execute(tx);
  return rows[0];
}

async function withdrawForbidden(tx: Transaction<Schema>, outboxId: bigint): Promise<number> {
  // Locked first and checked in the next statement, which sees a suppression that was being written in the meantime.
  await sql`
    select id
    from "EmailSequenceLead"
    where outbox_id = ${outboxId} and state = 'sending'
    order by id
    for no key update
  `.execute(tx);
  const result = await sql`
    with judged as (
      select lead.id,
        case
          when sequence.closed_at is not null then 'the sequence was closed'
          when ${isSuppressed(sql`lead.email`, sql`lead.account_id`, sql`account.username`)} then 'suppressed'
          when ${addressVerdict} = 'undeliverable' then 'found undeliverable'
        end as reason
      from "EmailSequenceLead" as lead
      join "EmailSequence" as sequence on sequence.id = lead.sequence_id
      left join "InstagramAccountBase" as account on account.id = lead.account_id
      left join "EmailVerification" as verification on verification.email = lead.email
      where lead.outbox_id = ${outboxId} and lead.state = 'sending'
    )
    update "EmailSequenceLead" as lead
    set state = 'withdrawn', reason = judged.reason, released_at = now(), outbox_id = null,
        state_by = 'heuristic', state_at = now()
    from judged
    where lead.id = judged.id and judged.reason is not null
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** @returns the room left in the plan in leads, as last reported by Instantly, less those sent since. */
async function planRoom(tx: Transaction<Schema>, outboxId: bigint): Promise<number> {
  const { rows } = await sql<{ room: bigint; is_old: boolean }>`
    select
      last.remaining_in_plan - coalesce((
        select sum(leads)
        from "EmailOutbox"
        where sent_at >= last.answered_at and sent_at is not null and outcome is distinct from 'ok' and id <> ${outboxId}
      ), 0)::bigint as room,
      last.answered_at < now() - ${PLAN_RETRY}::interval as is_old
    from (
      select remaining_in_plan, answered_at
      from "EmailOutbox"
      where remaining_in_plan is not null
      order by answered_at desc
      limit 1
    ) as last
  `.execute(tx);
  const [last] = rows;
  if (last === undefined) return Infinity;
  if (last.room > 0n) return Number(last.room);
  if (last.is_old) return 1;
  throw new SourceError("out_of_budget", "the plan has no room for more leads", {
    remaining_in_plan: Number(last.room),
  });
}
