import { type Kysely, sql, type Transaction } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { type Explained, REFUSALS } from "./explain-answer.js";
import type { AddAnswer } from "./instantly/answers.js";
import { suppress } from "./suppression.js";

/**
 * Writes what is known of leads of an outbox row: those that Instantly has are active, those that it refused are free for
 * another sequence; whom it blocks, we suppress too. Leads that are not in `explained` stay as they are.
 * Writing the same twice changes nothing.
 * @param answer Instantly's answer where there was one; a list is none.
 */
export function recordExplained(
  db: Kysely<Schema>,
  outboxId: bigint,
  { created, refused }: Pick<Explained, "created" | "refused">,
  answer: AddAnswer | null,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockOutbox(tx, outboxId);
    const known = [
      ...[...created].map(([email, id]) => ({ email, id, reason: null })),
      ...[...refused].map(([email, kind]) => ({ email, id: null, reason: REFUSALS[kind] })),
    ];
    const { rows: written } = await sql<{ state: string }>`
      with held as (
        select lead.id, known.lead_id, known.reason
        from "EmailSequenceLead" as lead
        join ${rowsAs("known", known, {
          email: ["text", ({ email }) => email],
          lead_id: ["text", ({ id }) => id],
          reason: ["text", ({ reason }) => reason],
        })} on known.email = lead.email
        where lead.outbox_id = ${outboxId} and lead.state = 'sending'
        order by lead.id
        for no key update of lead
      )
      update "EmailSequenceLead" as lead
      set state = case when held.reason is null then 'active' else 'refused' end,
          instantly_lead_id = held.lead_id,
          handed_over_at = case when held.reason is null then now() end,
          reason = held.reason,
          released_at = case when held.reason is not null then now() end
      from held
      where lead.id = held.id
      returning lead.state
    `.execute(tx);
    const refusals = written.filter(({ state }) => state === "refused").length;
    await settleCounts(tx, outboxId, { resolved: written.length, refused: refusals });
    if (answer !== null) await keepAnswer(tx, outboxId, answer);
    const blocked = [...refused].filter(([, kind]) => kind === "blocked");
    await suppress(
      tx,
      blocked.map(([email]) => ({
        kind: "email",
        value: email,
        reason: REFUSALS.blocked,
        source: "instantly",
      })),
      { isBlockListed: true },
    );
  });
}

/** Writes that a request was refused as a whole: nothing of it is at Instantly, and it does not count for today. */
export function recordRefusal(db: Kysely<Schema>, outboxId: bigint): Promise<void> {
  return inTransaction(db, async (tx) => {
    const { leads } = await lockOutbox(tx, outboxId);
    await settleCounts(tx, outboxId, { resolved: leads, refused: leads });
    await sql`update "EmailOutbox" set sent_at = null where id = ${outboxId}`.execute(tx);
  });
}

/** Locks the row and its sequence before any lead, in the order of `permitSending`. */
async function lockOutbox(tx: Transaction<Schema>, outboxId: bigint): Promise<{ leads: number }> {
  const row = await tx
    .selectFrom("EmailOutbox")
    .select(["leads", "sequence_id"])
    .where("id", "=", outboxId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  await sql`select id from "EmailSequence" where id = ${row.sequence_id} for no key update`.execute(tx);
  return row;
}

/** Takes resolved leads out of the row's count, and refused ones out of today's. */
async function settleCounts(
  tx: Transaction<Schema>,
  outboxId: bigint,
  { resolved, refused }: { resolved: number; refused: number },
): Promise<void> {
  await sql`
    update "EmailSequence" as sequence
    set handed_today = greatest(0, sequence.handed_today - ${refused}::integer)
    from "EmailOutbox" as outbox
    where outbox.id = ${outboxId}
      and sequence.id = outbox.sequence_id
      and sequence.handed_on = (outbox.sent_at at time zone 'UTC')::date
      and ${refused}::integer > 0
  `.execute(tx);
  await sql`
    update "EmailOutbox"
    set leads = greatest(0, leads - ${resolved}::integer)
    where id = ${outboxId}
  `.execute(tx);
}

async function keepAnswer(tx: Transaction<Schema>, outboxId: bigint, answer: AddAnswer): Promise<void> {
  const { created_leads: leads, remaining_in_plan: remaining, ...counters } = answer;
  await sql`
    update "EmailOutbox"
    set answered_at = clock_timestamp(),
        remaining_in_plan = coalesce(${remaining ?? null}::bigint, remaining_in_plan),
        answer = ${jsonParameter({ ...counters, created: leads.length })}::jsonb
    where id = ${outboxId}
  `.execute(tx);
}
