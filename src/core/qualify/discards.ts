import { type Kysely, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { messageOf } from "../failure.js";
import type { BatchService } from "../openai/batch-service.js";
import { SourceError } from "../source-error.js";

/** An ended batch is fetched no later than this after it ended, and nothing is asked about more often. */
export const LOOK_EVERY = sql`interval '5 minutes'`;
/** A batch whose id has not been written down for so long was handed over by a process that is gone. */
export const LOST_AFTER = sql`interval '15 minutes'`;
/** So long after an order the service has deleted everything by itself: a batch ends within a day, and files are kept for three. */
const GONE_AFTER = sql`interval '4 days'`;
const MOST_AT_ONCE = 100;

/** An order: what the model's service keeps of a batch is to be deleted there. */
export interface Discard {
  batchId: string;
  remoteId: string | null;
  /** Nobody hands the batch over any more: one that is not found does not exist. */
  isSettled: boolean;
}

/** Orders that what the service keeps of a batch be deleted. While there is no such order for a batch that has ended, nothing is kept. */
export async function orderDiscard(tx: Transaction<Schema>, batchId: string): Promise<void> {
  await sql`
    insert into "ModelDiscard" (batch_id, remote_id)
    select id, remote_id from "ModelBatch" where id = ${batchId}
    on conflict (batch_id) do nothing
  `.execute(tx);
}

/**
 * Takes people out of what a model is asked: their questions go, the batches that ask about them and are not answered are
 * given up, and what the service keeps of them is ordered to be deleted. The accounts beside them wait for another batch.
 * What is still kept of answered batches may be about anybody, and counts as theirs.
 */
export async function withdrawQuestions(
  tx: Transaction<Schema>,
  accountIds: readonly bigint[],
): Promise<{ questions: number; orders: number }> {
  if (accountIds.length === 0) return { questions: 0, orders: 0 };
  // Who puts an account to a batch now has to wait, and finds it gone.
  await sql`
    select from "InstagramAccountBase" where id = any(${accountIds}::bigint[]) order by id for update
  `.execute(tx);
  const { rows: questions } = await sql<{ batch_id: string | null }>`
    delete from "ModelQuestion" where account_id = any(${accountIds}::bigint[]) returning batch_id
  `.execute(tx);
  const batches = questions.flatMap(({ batch_id }) => batch_id ?? []);
  await sql`
    with given_up as (
      delete from "ModelBatch"
      where id = any(${batches}::uuid[]) and answered_at is null
      returning id, remote_id
    )
    insert into "ModelDiscard" (batch_id, remote_id)
    select id, remote_id from given_up order by id
    on conflict (batch_id) do nothing
  `.execute(tx);
  const { numAffectedRows } = await sql`
    update "ModelDiscard" set is_erasure = true where not is_erasure
  `.execute(tx);
  return { questions: questions.length, orders: Number(numAffectedRows ?? 0) };
}

/** @returns orders that are due; no other run carries them out in the next minutes. What the service has deleted by itself goes. */
export async function claimDiscards(db: Kysely<Schema>): Promise<Discard[]> {
  await sql`delete from "ModelDiscard" where ordered_at < now() - ${GONE_AFTER}`.execute(db);
  const { rows } = await sql<Discard>`
    with due as (
      select batch_id
      from "ModelDiscard"
      where next_attempt_at <= now()
      order by next_attempt_at
      limit ${MOST_AT_ONCE}
      for no key update skip locked
    )
    update "ModelDiscard" as ordered
    set next_attempt_at = now() + ${LOOK_EVERY}, attempts = attempts + 1
    from due
    where ordered.batch_id = due.batch_id
    returning ordered.batch_id as "batchId", ordered.remote_id as "remoteId",
      ordered.ordered_at < now() - ${LOST_AFTER} as "isSettled"
  `.execute(db);
  return rows;
}

/**
 * Carries orders out; those that cannot be yet are tried again later.
 * @returns why the first one that failed did; null: none did.
 */
export async function carryOutDiscards(
  db: Kysely<Schema>,
  service: BatchService,
  discards: readonly Discard[],
  signal: AbortSignal,
): Promise<string | null> {
  for (const discard of discards) {
    if (signal.aborted) return null;
    try {
      if (await isDiscarded(service, discard, signal))
        await sql`delete from "ModelDiscard" where batch_id = ${discard.batchId}`.execute(db);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      await sql`
        update "ModelDiscard" set last_error = ${error.message} where batch_id = ${discard.batchId}
      `.execute(db);
      return messageOf(error);
    }
  }
  return null;
}

/** @returns whether nothing is left at the service; false: it has to end the batch first, or the batch may still be made. */
async function isDiscarded(
  service: BatchService,
  { batchId, remoteId, isSettled }: Discard,
  signal: AbortSignal,
): Promise<boolean> {
  const id = remoteId ?? (await service.find(batchId, signal));
  const state = id === null ? ({ status: "gone" } as const) : await service.look(id, signal);
  switch (state.status) {
    case "under way":
      await service.cancel(id as string, signal);
      return false;
    case "being cancelled":
      return false;
    case "gone":
      await service.discard(batchId, null, signal);
      return isSettled;
    case "refused":
    case "ended":
      await service.discard(batchId, state.files, signal);
      return true;
    default:
      return state satisfies never;
  }
}
