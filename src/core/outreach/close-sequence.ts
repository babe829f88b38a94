import { type Kysely, sql, type Transaction } from "kysely";
import { goByKeys } from "../db/planner.js";
import type { LeadState } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { type Deletion, orderDeletion } from "./orders.js";

/**
 * Closes a sequence. Waiting leads are withdrawn, and leads that Instantly has finished with may join another sequence.
 * The others stay taken until a sync finds them finished.
 * @returns how many leads were withdrawn, and how many Instantly still writes to.
 */
export async function closeSequence(
  tx: Transaction<Schema>,
  id: bigint,
): Promise<{ withdrawn: number; active: number }> {
  await sql`update "EmailSequence" set closed_at = now() where id = ${id}`.execute(tx);
  const { rows } = await sql<{ state: LeadState }>`
    with held as (
      select id, state
      from "EmailSequenceLead"
      where sequence_id = ${id} and released_at is null
      order by id
      for no key update
    )
    update "EmailSequenceLead" as lead
    set released_at = case when held.state in ('sending', 'active') then null else now() end,
        state_by = case when held.state = 'queued' then 'heuristic' else lead.state_by end,
        state_at = case when held.state = 'queued' then now() else lead.state_at end,
        state = case when held.state = 'queued' then 'withdrawn' else held.state end,
        reason = case when held.state = 'queued' then 'the sequence was closed' else lead.reason end
    from held
    where lead.id = held.id
    returning held.state
  `.execute(tx);
  await dropIdleSync(tx);
  return {
    withdrawn: rows.filter(({ state }) => state === "queued").length,
    active: rows.filter(({ state }) => state === "sending" || state === "active").length,
  };
}

/**
 * Counts the leads of a sequence at the sequencer: those that it still writes to, and those that it has finished with.
 */
async function countLeft(db: Kysely<Schema>, id: bigint): Promise<{ active: number; ended: number }> {
  const { rows } = await sql<{ active: number; ended: number }>`
    select (count(*) filter (where state in ('sending', 'active')))::int as active,
      (count(*) filter (where state not in ('sending', 'active')))::int as ended
    from "EmailSequenceLead"
    where sequence_id = ${id}
      and (state = 'sending' or (instantly_lead_id is not null and gone_at is null))
      and not exists (
        select
        from "InstantlySync" as ordered
        where ordered.task = 'delete' and ordered.lead_reference = "EmailSequenceLead".instantly_lead_id
      )
  `.execute(db);
  return rows[0] as (typeof rows)[number];
}

/** What to do at the sequencer with the leads that it has finished with: delete them, or move them into another list. */
export type Release = "delete" | "move";

/** The effects of closing a sequence. */
export interface Concerned {
  would_close: boolean;
  /** Waiting leads. */
  would_withdraw: number;
  /** Leads that the sequencer has finished with, if they are to be deleted or moved there. */
  would_delete: number;
  would_move: number;
}

/** @returns how many leads closing a sequence affects. @param release what to do there with finished leads. */
export async function countConcerned(
  db: Kysely<Schema>,
  id: bigint,
  { release, isOpen }: { release: Release | null; isOpen: boolean },
): Promise<Concerned> {
  const { waiting } = await db
    .selectFrom("EmailSequenceLead")
    .select(sql<number>`count(*)::int`.as("waiting"))
    .where("sequence_id", "=", id)
    .where("state", "=", "queued")
    .where("released_at", "is", null)
    .executeTakeFirstOrThrow();
  const ended = release === null ? 0 : (await countLeft(db, id)).ended;
  return {
    would_close: isOpen,
    would_withdraw: isOpen ? waiting : 0,
    would_delete: release === "delete" ? ended : 0,
    would_move: release === "move" ? ended : 0,
  };
}

/** What closing a sequence has brought about. */
export interface Closed {
  withdrawn: number;
  /** Leads that the sequencer still writes to. */
  active: number;
  /** Leads to be deleted or moved at the sequencer. */
  ordered: number;
  /** Finished leads that stay at the sequencer. */
  ended: number;
}

/**
 * Closes a sequence that is open, and releases its finished leads at the sequencer, also those of a closed one.
 * @param toList the lead list to move them to.
 */
export async function closeAndRelease(
  db: Kysely<Schema>,
  id: bigint,
  { isOpen, release, toList }: { isOpen: boolean; release: Release | null; toList: string | null },
): Promise<Closed> {
  const closed = isOpen
    ? await inTransaction(db, (tx) => closeSequence(tx, id))
    : { withdrawn: 0, active: (await countLeft(db, id)).active };
  const ordered = release === null ? 0 : await inTransaction(db, (tx) => releaseLeadsThere(tx, id, toList));
  return { ...closed, ordered, ended: (await countLeft(db, id)).ended };
}

/**
 * Orders the finished leads of a sequence to be removed from their campaign at the sequencer.
 * @param toList the lead list to move them to, or null to delete them.
 * @returns the number of new orders.
 */
export async function releaseLeadsThere(
  tx: Transaction<Schema>,
  id: bigint,
  toList: string | null,
): Promise<number> {
  const { rows } = await sql<Deletion>`
    select sequence.via, sequence.campaign_id as "campaignId", lead.instantly_lead_id as reference,
      case when sequence.via <> 'instantly' or ${toList}::text is not null then lead.email end as value,
      null::bigint as "outboxId", ${toList}::text as "toList", false as "isErasure"
    from "EmailSequenceLead" as lead
    join "EmailSequence" as sequence on sequence.id = lead.sequence_id
    where sequence.id = ${id}
      and lead.instantly_lead_id is not null
      and lead.gone_at is null
      and lead.state not in ('sending', 'active')
    order by lead.id
  `.execute(tx);
  return orderDeletion(tx, rows);
}

/** Stops syncing closed sequences in which Instantly writes to nobody any more. */
export async function dropIdleSync(tx: Transaction<Schema>): Promise<void> {
  // Uses "EmailSequenceLead_bound": few leads of a closed sequence are still bound to it, which the statistics do not
  // show.
  await goByKeys(tx);
  await sql`
    delete from "InstantlySync" as sync
    using "EmailSequence" as sequence
    where sequence.id = sync.sequence_id
      and sequence.closed_at is not null
      and sync.claimed_by is null
      and (
        select lead.id
        from "EmailSequenceLead" as lead
        where lead.sequence_id = sequence.id and lead.released_at is null
        limit 1
      ) is null
  `.execute(tx);
}
