import { type Kysely, sql, type Transaction } from "kysely";
import { isAlive, settle } from "../claims/claims.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { LOOK_EVERY, LOST_AFTER, orderDiscard } from "./discards.js";
import type { Answer } from "./model-question.js";
import type { AccountTexts } from "./qualification.js";

/** The most accounts in one batch. */
const ACCOUNTS_PER_BATCH = 1_000;
/**
 * How long an account waits for its batch, which the service closes after 24 hours; after that it is due like any
 * other.
 */
const HELD_FOR = sql`interval '48 hours'`;

/** Returned instead of a qualification: the account is to be asked about in a batch. */
export const IN_BATCH = "in batch";
export type InBatch = typeof IN_BATCH;

/** An account waiting to be handed over. */
export interface WaitingAccount {
  id: bigint;
  texts: AccountTexts;
  /** A question about it and others was unusable: it is asked about alone. */
  isAlone: boolean;
}

/** The position of an account in a batch. */
export interface Place {
  id: bigint;
  /** The index of its question. */
  place: number;
  /** Its id in the question. */
  askedAs: string;
}

/** A batch whose answers are not saved yet. */
export interface OpenBatch {
  id: string;
  model: string;
  canaries: string[];
  remoteId: string | null;
}

/** The results for the accounts of a batch. */
export interface BatchOutcome {
  /** `answer` is null if the account's text misled the model. */
  answered: { id: bigint; answer: Answer | null }[];
  /** Asked about again later, alone; an attempt is counted. */
  unusable: { id: bigint; error: string }[];
}

/** An account with its answer, as claimed. */
export interface Answered {
  model: string;
  answer: Answer | null;
}

/** Takes accounts that a run holds out of its queue until a batch has answered. @returns the ids of those that it still held. */
export async function putToBatch(
  tx: Transaction<Schema>,
  runId: bigint,
  accounts: readonly { id: bigint; textsHash: string }[],
): Promise<number> {
  if (accounts.length === 0) return 0;
  const { rows } = await sql`
    with held as (
      update "Qualification" as queue
      set claimed_by = null, outcome = null, last_error = null, next_attempt_at = now() + ${HELD_FOR}
      from ${rowsAs("given", accounts, {
        id: ["bigint", ({ id }) => id],
        hash: ["text", ({ textsHash }) => textsHash],
      })}
      where queue.id = given.id and queue.claimed_by = ${runId}
      returning given.id, given.hash
    )
    insert into "ModelQuestion" (account_id, texts_hash)
    select id, hash
    from held
    on conflict (account_id) do update
    set texts_hash = excluded.texts_hash, batch_id = null, place = null, asked_as = null, answer = null, is_answered = false
    returning account_id
  `.execute(tx);
  return rows.length;
}

/**
 * Creates a batch of waiting accounts, if there are any; those with changed texts are returned to the queue.
 * @param arrange divides them into questions.
 * @returns the result of `arrange`; null if no account waits.
 */
export async function makeBatch<Arranged extends { places: Place[]; canaries: string[] }>(
  tx: Transaction<Schema>,
  { id, model }: { id: string; model: string },
  arrange: (accounts: WaitingAccount[]) => Promise<Arranged>,
): Promise<Arranged | null> {
  const { rows } = await sql<AccountTexts & Pick<WaitingAccount, "id" | "isAlone"> & { isCurrent: boolean }>`
    with waiting as (
      select account_id, texts_hash
      from "ModelQuestion"
      where batch_id is null and not is_answered -- By "ModelQuestion_waits".
      order by account_id
      limit ${ACCOUNTS_PER_BATCH}
      for no key update skip locked
    )
    select account.id, account.full_name as "fullName", account.biography, account.category,
      coalesce(queue.attempts > 0, false) as "isAlone",
      igminer_texts_hash(account.full_name, account.biography, account.category) = waiting.texts_hash as "isCurrent"
    from waiting
    join "InstagramAccountBase" as account on account.id = waiting.account_id
    left join "Qualification" as queue on queue.id = account.id
    order by account.id
  `.execute(tx);
  await giveBack(
    tx,
    rows.filter(({ isCurrent }) => !isCurrent).map((row) => row.id),
  );
  const current = rows
    .filter(({ isCurrent }) => isCurrent)
    .map(({ id, isAlone, isCurrent: _, ...texts }) => ({ id, isAlone, texts }));
  if (current.length === 0) return null;
  const arranged = await arrange(current);
  await sql`
    insert into "ModelBatch" (id, model, canaries)
    values (${id}, ${model}, ${arranged.canaries}::text[])
  `.execute(tx);
  await sql`
    update "ModelQuestion" as question
    set batch_id = ${id}, place = placed.place, asked_as = placed.asked_as
    from ${rowsAs("placed", arranged.places, {
      account_id: ["bigint", (row) => row.id],
      place: ["integer", (row) => row.place],
      asked_as: ["text", (row) => row.askedAs],
    })}
    where question.account_id = placed.account_id
  `.execute(tx);
  return arranged;
}

/** Stores the service's id of a batch. @returns whether the batch is still waited for. */
export async function noteHandedOver(db: Kysely<Schema>, id: string, remoteId: string): Promise<boolean> {
  const { rows } = await sql`
    update "ModelBatch"
    set remote_id = ${remoteId}
    where id = ${id}
    returning id
  `.execute(db);
  return rows.length > 0;
}

/**
 * Returns the accounts of a batch that was not created or not answered to those waiting for another one.
 * @param isKept whether the service may keep something of it; then its deletion is ordered.
 */
export async function dissolveBatch(db: Kysely<Schema>, id: string, isKept: boolean): Promise<void> {
  await inTransaction(db, async (tx) => {
    if (isKept) await orderDiscard(tx, id);
    await sql`delete from "ModelBatch" where id = ${id}`.execute(tx); // Removes it from its questions by "on delete set null".
  });
}

/** @returns batches due for a poll; no other run takes them in the next minutes. */
export async function claimBatches(db: Kysely<Schema>): Promise<OpenBatch[]> {
  const { rows } = await sql<OpenBatch>`
    with due as (
      select id
      from "ModelBatch"
      where answered_at is null and next_look_at <= now() -- By "ModelBatch_look".
        and (remote_id is not null or handed_over_at < now() - ${LOST_AFTER})
      order by next_look_at
      limit 100
      for no key update skip locked
    )
    update "ModelBatch" as batch
    set next_look_at = now() + ${LOOK_EVERY}
    from due
    where batch.id = due.id
    returning batch.id, batch.model, batch.canaries, batch.remote_id as "remoteId"
  `.execute(db);
  return rows;
}

/** @returns the positions of the accounts of a batch. */
export async function placesOf(db: Kysely<Schema>, batchId: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select account_id as id, place, asked_as as "askedAs"
    from "ModelQuestion"
    where batch_id = ${batchId} and not is_answered
  `.execute(db);
  return rows;
}

/**
 * Saves the answers of a batch, and orders its deletion at the service. Accounts without an answer wait for the next
 * batch.
 */
export async function keepAnswers(
  tx: Transaction<Schema>,
  batchId: string,
  { answered, unusable }: BatchOutcome,
): Promise<void> {
  await sql`
    update "ModelQuestion" as question
    set is_answered = true, answer = given.answer
    from ${rowsAs("given", answered, {
      id: ["bigint", ({ id }) => id],
      answer: ["jsonb", ({ answer }) => answer && JSON.stringify(answer)],
    })}
    where question.account_id = given.id and question.batch_id = ${batchId}
  `.execute(tx);
  await sql`
    delete from "ModelQuestion"
    where account_id = any(${unusable.map(({ id }) => id)}::bigint[]) and batch_id = ${batchId}
  `.execute(tx);
  await settle(
    tx,
    "Qualification",
    null,
    unusable.map(({ id, error }) => ({ id, outcome: "retry", error })),
  );
  await sql`
    update "ModelQuestion"
    set batch_id = null, place = null, asked_as = null
    where batch_id = ${batchId} and not is_answered
  `.execute(tx);
  await orderDiscard(tx, batchId);
  await sql`update "ModelBatch" set answered_at = now() where id = ${batchId}`.execute(tx);
}

/** Claims accounts whose answers have arrived. `textsHash`: of the texts that the model was asked about. */
export async function claimAnswered(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<(AccountTexts & { id: bigint; username: string; textsHash: string; answered: Answered })[]> {
  const { rows } = await sql<AccountTexts & Answered & { id: bigint; username: string; textsHash: string }>`
    with ready as (
      select question.account_id as id, question.texts_hash, question.answer, batch.model
      from "ModelQuestion" as question
      join "Qualification" as queue on queue.id = question.account_id
      join "ModelBatch" as batch on batch.id = question.batch_id
      where question.is_answered -- By "ModelQuestion_answered".
        and queue.claimed_by is null
        and ${isAlive(runId)}
      order by question.account_id
      limit ${limit}
      for no key update of queue skip locked
    ),
    claimed as (
      update "Qualification" as queue
      set claimed_by = ${runId}
      from ready
      where queue.id = ready.id
    )
    select account.id, account.username, account.full_name as "fullName", account.biography, account.category,
      ready.texts_hash as "textsHash", ready.answer, ready.model
    from ready
    join "InstagramAccountBase" as account on account.id = ready.id
    order by account.id
  `.execute(db);
  return rows.map(({ answer, model, ...account }) => ({ ...account, answered: { answer, model } }));
}

/** Deletes the questions about accounts once their answers are saved, and batches without any left. */
export async function closeQuestions(tx: Transaction<Schema>, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from "ModelQuestion"
    where account_id = any(${ids}::bigint[]) and is_answered
  `.execute(tx);
  await sql`
    delete from "ModelBatch" as batch
    where answered_at is not null
      and not exists (select from "ModelQuestion" as question where question.batch_id = batch.id)
  `.execute(tx);
}

/** @returns whether a model is being asked about accounts in batches. */
export async function isAnybodyUnderWay(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`select from "ModelBatch" where answered_at is null limit 1`.execute(db);
  return rows.length > 0;
}

async function giveBack(tx: Transaction<Schema>, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from "ModelQuestion" where account_id = any(${ids}::bigint[])`.execute(tx);
  await sql`
    update "Qualification"
    set next_attempt_at = null
    where id = any(${ids}::bigint[]) and claimed_by is null
  `.execute(tx);
}
