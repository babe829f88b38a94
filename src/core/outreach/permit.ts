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
  /** Taken out at the last moment: suppressed, found undeliverable, or the sequence was closed. */
  withdrawn: number;
  /** Put back: today's cap or the plan has no room for them. */
  putBack: number;
}

/** How long a plan that was used up is believed to be so; then one lead finds out. */
const PLAN_RETRY = "6 hours";

/**
 * The permission to send, in the transaction that writes it down: withdraws the leads of an outbox row that nobody may write to any more, trims the rest to today's cap and to what the
 * plan has left, counts them, and marks the row as sent. From then on the sequencer may have them, whatever happens here. Whoever sends them
 * looks again (`sendConfirmed`).
 * @returns null where the row is no longer held by the run.
 * @throws SourceError "out_of_budget" where the plan has no room; then nothing is changed.
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
 * The very moment of sending. Locks the leads of a row that are to be sent, looks once more which of them may be written to, and
 * has them sent while it holds the locks: a suppression, a closing or an erasure that is committed before the request leaves
 * is obeyed; one that comes later waits until the request is over, and then meets leads that the sequencer has.
 * Who may not be written to any more is withdrawn. Sent once: it is not run again where the transaction fails.
 * @param send called with the addresses that may be sent, where there are any.
 * @returns what `send` returned, with the number withdrawn; "too late": the day of the permit is over, or the row is another
 * run's, and nothing was sent.
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

/** Locks the row, then its sequence. `others`: leads counted today that are not this row's; `room`: what the cap leaves. */
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
  // Locked first, looked at in the next statement: a suppression that was being written meanwhile is seen by then.
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

/** @returns for how many leads the plan has room, as far as Instantly last said, less what is under way since. */
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
