import { type Kysely, sql, type Transaction } from "kysely";
import { jsonParameter } from "../db/parameters.js";
import { rowsAs } from "../db/rows.js";
import type { SequencerName } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { orderDeletion } from "./orders.js";
import { type AddResult, type Explained, REFUSALS } from "./sequencer.js";
import { suppress } from "./suppression.js";

/**
 * Saves what is known of the leads of an outbox row: those that the sequencer has are active, those that it refused may
 * join another sequence, and those that it blocks are suppressed here too. Leads not in `explained` stay as they are. A
 * lead created for somebody who has been erased in the meantime is ordered to be deleted there. Saving the same twice
 * changes nothing.
 * @param answer the sequencer's answer, if there was one; a list is none.
 * @returns what was not believed: ids that another lead of the campaign has.
 */
export function recordExplained(
  db: Kysely<Schema>,
  outboxId: bigint,
  { created, refused }: Pick<Explained, "created" | "refused">,
  answer: AddResult | null,
): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const outbox = await lockOutbox(tx, outboxId);
    await orderOrphans(tx, outboxId, outbox, created);
    const clashes = await idsOfOthers(tx, outbox, created);
    const believed = [...created].filter(([email]) => !clashes.has(email));
    const known = [
      ...believed.map(([email, id]) => ({ email, id, reason: null })),
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
          state_by = 'sequencer',
          state_at = now(),
          instantly_lead_id = held.lead_id,
          gone_at = null,
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
        source: outbox.via,
      })),
      { isBlockListed: true },
    );
    return [...clashes].map(([email, id]) => `${email}: lead ${id} is another lead's`);
  });
}

/** Leads that were created for people erased while the request was in progress. */
async function orderOrphans(
  tx: Transaction<Schema>,
  outboxId: bigint,
  { sequence_id: sequenceId, via, campaign_id: campaignId }: LockedOutbox,
  created: ReadonlyMap<string, string>,
): Promise<void> {
  if (created.size === 0) return;
  const { rows } = await sql<{ email: string }>`
    select email
    from unnest(${[...created.keys()]}::text[]) as made(email)
    where not exists (
      select from "EmailSequenceLead" as lead where lead.sequence_id = ${sequenceId} and lead.email = made.email
    )
  `.execute(tx);
  await orderDeletion(
    tx,
    rows.map(({ email }) => ({
      via,
      campaignId,
      reference: created.get(email) as string,
      value: via === "instantly" ? null : email,
      outboxId,
      toList: null,
      isErasure: true,
    })),
  );
}

/** @returns those of the created leads whose id belongs to another lead of the campaign. */
async function idsOfOthers(
  tx: Transaction<Schema>,
  { via, campaign_id: campaignId }: LockedOutbox,
  created: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ email: string; id: string }>`
    select made.email, made.id
    from unnest(${[...created.keys()]}::text[], ${[...created.values()]}::text[]) as made(email, id)
    where exists (
      select
      from "EmailSequenceLead" as other
      join "EmailSequence" as sequence on sequence.id = other.sequence_id
      where other.instantly_lead_id = made.id
        and other.email <> made.email
        and sequence.via = ${via}
        and sequence.campaign_id = ${campaignId}
    )
  `.execute(tx);
  return new Map(rows.map(({ email, id }) => [email, id]));
}

/** Removes leads that were withdrawn at the moment of sending from today's count. */
export function recordWithdrawn(db: Kysely<Schema>, outboxId: bigint, withdrawn: number): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockOutbox(tx, outboxId);
    await settleCounts(tx, outboxId, { resolved: withdrawn, refused: withdrawn });
  });
}

interface LockedOutbox {
  leads: number;
  sequence_id: bigint;
  via: SequencerName;
  campaign_id: string;
}

/** Records that a request was refused as a whole: none of it is at Instantly, and it does not count for today. */
export function recordRefusal(db: Kysely<Schema>, outboxId: bigint): Promise<void> {
  return inTransaction(db, async (tx) => {
    const { leads } = await lockOutbox(tx, outboxId);
    await settleCounts(tx, outboxId, { resolved: leads, refused: leads });
    await sql`update "EmailOutbox" set sent_at = null where id = ${outboxId}`.execute(tx);
  });
}

/** Locks the row and its sequence before any lead, in the order of `permitSending`. */
async function lockOutbox(tx: Transaction<Schema>, outboxId: bigint): Promise<LockedOutbox> {
  const row = await tx
    .selectFrom("EmailOutbox")
    .select(["leads", "sequence_id"])
    .where("id", "=", outboxId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { rows } = await sql<Pick<LockedOutbox, "via" | "campaign_id">>`
    select via, campaign_id from "EmailSequence" where id = ${row.sequence_id} for no key update
  `.execute(tx);
  return { ...row, ...(rows[0] as (typeof rows)[number]) };
}

/** Subtracts resolved leads from the row's count, and refused ones from today's. */
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

async function keepAnswer(
  tx: Transaction<Schema>,
  outboxId: bigint,
  { counters, remainingInPlan }: AddResult,
): Promise<void> {
  await sql`
    update "EmailOutbox"
    set answered_at = clock_timestamp(),
        remaining_in_plan = coalesce(${remainingInPlan}::bigint, remaining_in_plan),
        answer = ${jsonParameter(counters)}::jsonb
    where id = ${outboxId}
  `.execute(tx);
}
