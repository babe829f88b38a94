import { type Kysely, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { messageOf } from "../failure.js";
import type { BatchService } from "../openai/batch-service.js";
import { SourceError } from "../source-error.js";

/** The interval between polls of a batch, and between attempts at an order. */
export const LOOK_EVERY = sql`interval '5 minutes'`;
/** If a batch has had no id for this long, the process that handed it over is gone. */
export const LOST_AFTER = sql`interval '15 minutes'`;
/**
 * This long after an order the service has deleted everything by itself: a batch ends within a day, and files are kept
 * for three.
 */
const GONE_AFTER = sql`interval '4 days'`;
const MOST_AT_ONCE = 100;

/** An order to delete what the model's service keeps of a batch. */
export interface Discard {
  batchId: string;
  remoteId: string | null;
  /** No process hands the batch over any more: if it is not found, it does not exist. */
  isSettled: boolean;
}

/**
 * Orders the service to delete what it keeps of a batch. If a batch has ended and has no such order, the service keeps
 * nothing of it.
 */
export async function orderDiscard(tx: Transaction<Schema>, batchId: string): Promise<void> {
  await sql`
    insert into "ModelDiscard" (batch_id, remote_id)
    select id, remote_id from "ModelBatch" where id = ${batchId}
    on conflict (batch_id) do nothing
  `.execute(tx);
}

/**
 * Removes people from the questions to a model: their questions are deleted, unanswered batches about them are
 * abandoned, and the service is ordered to delete what it keeps of them. The other accounts in these batches wait for
 * another one. Data still kept of answered batches may be about anybody, and is treated as theirs.
 */
export async function withdrawQuestions(
  tx: Transaction<Schema>,
  accountIds: readonly bigint[],
): Promise<{ questions: number; orders: number }> {
  if (accountIds.length === 0) return { questions: 0, orders: 0 };
  // A process that adds an account to a batch now has to wait, and then finds it gone.
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

/**
 * @returns due orders; no other run carries them out in the next minutes. Orders that the service has fulfilled by
 * itself are deleted.
 */
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
 * Carries orders out; those that cannot be carried out yet are tried again later.
 * @returns the first failure's reason, or null.
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

/**
 * @returns whether nothing is left at the service; false if it must end the batch first, or if the batch may still be
 * created.
 */
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
