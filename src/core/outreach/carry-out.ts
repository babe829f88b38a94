import { type Kysely, sql, type Transaction } from "kysely";
import { addInto, type Tallies } from "../batch/tallies.js";
import type { Schema } from "../db/schema.js";
import { SourceError } from "../source-error.js";
import { endGone } from "./gone-leads.js";
import { adjustCampaign } from "./pause-sequence.js";
import type { Sequencer } from "./sequencer.js";

/** One change to make at a sequencer. */
export interface Order {
  id: bigint;
  runId: bigint;
  task: "block" | "unblock" | "delete" | "campaign";
  /** Only for `campaign`. */
  sequenceId: bigint | null;
  campaignId: string | null;
  leadReference: string | null;
  value: string | null;
  outboxId: bigint | null;
  /** Only for `delete`: the list to move the lead to instead. */
  toList: string | null;
  /** Whether an earlier attempt may have been sent. */
  mayBeSent: boolean;
}

/** Carries out an order. @returns whether it is done; false if that cannot be known yet and must be checked later. */
export async function carryOut(
  order: Order,
  db: Kysely<Schema>,
  sequencer: Sequencer,
  listingLagSeconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  switch (order.task) {
    case "block":
      return block(order, db, sequencer, signal);
    case "unblock":
      // The suppression may have been added again since.
      if (!(await isStillSuppressed(db, order.value as string)))
        await sequencer.unblock(order.value as string, signal);
      return true;
    case "delete":
      if (order.toList !== null) return moveLead(order, order.toList, db, sequencer, signal);
      return deleteLead(order, db, sequencer, listingLagSeconds, signal);
    case "campaign":
      await adjustCampaign(order, db, sequencer, signal);
      return true;
    default:
      return order.task satisfies never;
  }
}

async function isStillSuppressed(db: Kysely<Schema>, value: string): Promise<boolean> {
  const { rows } = await sql`
    select from "Suppression" where kind in ('email', 'domain') and value = ${value}
    union all
    select from "InstantlySync" where task = 'block' and value = ${value}
  `.execute(db);
  return rows.length > 0;
}

/** Adds a value to the block list only once: if an earlier attempt may have been sent, the list is checked first. */
async function block(
  order: Order,
  db: Kysely<Schema>,
  sequencer: Sequencer,
  signal: AbortSignal,
): Promise<boolean> {
  const value = order.value as string;
  if (order.mayBeSent && (await sequencer.isBlocked(value, signal))) return true;
  if (!(await noteSending(order, db))) return false;
  await sequencer.block(value, signal);
  return true;
}

/**
 * Writes down that a request is about to leave.
 * @returns false if another run has taken the order over, because this one was stopped for so long that it counted as dead.
 */
async function noteSending({ id, runId }: Order, db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`
    update "InstantlySync" set sent_at = clock_timestamp() where id = ${id} and claimed_by = ${runId} returning id
  `.execute(db);
  return rows.length > 0;
}

/**
 * Deletes a lead by its id. If the id is unknown, the lead is looked for by its address. That it is not listed proves
 * nothing while the request that may have created it is still open, or was sent a moment ago.
 */
async function deleteLead(
  { campaignId, leadReference, value, outboxId }: Order,
  db: Kysely<Schema>,
  sequencer: Sequencer,
  listingLagSeconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (leadReference !== null) {
    await sequencer.deleteLead({ reference: leadReference, email: value, campaignId }, signal);
    return true;
  }
  const isSettled = await isRequestSettled(db, outboxId, listingLagSeconds);
  const found = await sequencer.findLeads(campaignId, [value as string], signal);
  for (const { id } of found)
    if (id !== null) await sequencer.deleteLead({ reference: id, email: value, campaignId }, signal);
  return isSettled;
}

/** The longest that a move may take at the sequencer; after that it is requested again. */
const MOVE_MINUTES = 10;

/**
 * Moves a lead to a list. The sequencer does so in the background; the move is done when the campaign no longer shows
 * the lead.
 * @throws SourceError if the campaign still shows it after ten minutes.
 */
async function moveLead(
  order: Order,
  listId: string,
  db: Kysely<Schema>,
  sequencer: Sequencer,
  signal: AbortSignal,
): Promise<boolean> {
  const { id, runId, campaignId, leadReference, value, mayBeSent } = order;
  const lead = { reference: leadReference as string, campaignId: campaignId as string };
  if (mayBeSent) {
    const found = await sequencer.findLeads(campaignId, [value as string], signal);
    if (!found.some(({ id: reference }) => reference === lead.reference)) return true;
    const { rows: late } = await sql`
      update "InstantlySync" set sent_at = null
      where id = ${id} and claimed_by = ${runId} and sent_at < now() - make_interval(mins => ${MOVE_MINUTES})
      returning id
    `.execute(db);
    if (late.length === 0) return false;
    throw new SourceError(
      "bad_response",
      `${sequencer.title} accepted to move this lead to list ${listId}, but its campaign still has it`,
    );
  }
  if (await noteSending(order, db)) await sequencer.moveLead?.(lead, listId, signal);
  return false;
}

/** Call this before reading the list: a request that is settled by then shows in the list that is read afterwards. */
async function isRequestSettled(
  db: Kysely<Schema>,
  outboxId: bigint | null,
  listingLagSeconds: number,
): Promise<boolean> {
  if (outboxId === null) return true;
  const { rows } = await sql<{ is_settled: boolean }>`
    select claimed_by is null and (
      sent_at is null or sent_at < now() - make_interval(secs => ${listingLagSeconds})
    ) as is_settled
    from "EmailOutbox"
    where id = ${outboxId}
  `.execute(db);
  return rows[0]?.is_settled ?? true;
}

const TOLD: Record<Order["task"], string> = {
  block: "block_listed",
  unblock: "unblocked",
  delete: "deleted_there",
  campaign: "campaigns_adjusted",
};

/** Closes finished orders, and postpones those whose result cannot be known yet. */
export async function closeOrders(
  tx: Transaction<Schema>,
  runId: bigint,
  orders: readonly { item: { id: bigint }; isDone: boolean }[],
  listingLagSeconds: number,
): Promise<{ closed: number; tallies: Tallies }> {
  const ids = (isDone: boolean) =>
    orders.filter((order) => order.isDone === isDone).map(({ item }) => item.id);
  const { rows: done } = await sql<{
    task: Order["task"];
    lead_reference: string | null;
    to_list: string | null;
  }>`
    with done as (
      delete from "InstantlySync"
      where id = any(${ids(true)}::bigint[])
        and claimed_by = ${runId}
        -- A campaign that was paused or set going again meanwhile is looked at once more.
        and (task <> 'campaign' or ordered_at <= tried_at)
      returning task, suppression_id, lead_reference, to_list
    ),
    moved as (
      update "EmailSequenceLead" as lead
      set list_id = done.to_list
      from done
      where done.to_list is not null and lead.instantly_lead_id = done.lead_reference
    ),
    told as (
      update "Suppression" as suppression
      set block_listed_at = now()
      from done
      where suppression.id = done.suppression_id
    )
    select task, lead_reference, to_list from done
  `.execute(tx);
  const deleted = done.flatMap(({ lead_reference }) => lead_reference ?? []);
  if (deleted.length > 0) await endGone(tx, sql`lead.instantly_lead_id = any(${deleted}::text[])`);
  const later = await sql`
    update "InstantlySync"
    set claimed_by = null, next_attempt_at = now() + make_interval(secs => ${Math.max(1, listingLagSeconds)})
    where id = any(${orders.map(({ item }) => item.id)}::bigint[]) and claimed_by = ${runId}
  `.execute(tx);
  const tallies: Tallies = {};
  for (const { task, to_list } of done)
    addInto(tallies, { [to_list === null ? TOLD[task] : "moved_to_list"]: 1 });
  return { closed: done.length + Number(later.numAffectedRows ?? 0), tallies };
}
