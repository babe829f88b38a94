import { sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { QualifyItem } from "./claim-accounts.js";
import type { Qualification } from "./qualification.js";
import { closeQuestions, IN_BATCH, type InBatch, putToBatch } from "./questions-under-way.js";

/**
 * Saves qualifications and closes the rows; records the accounts to ask about in a batch. An account whose texts have
 * changed in the meantime keeps its old values and is due again.
 */
export async function saveQualifications(
  tx: Transaction<Schema>,
  done: readonly Done<QualifyItem, Qualification | InBatch>[],
  { runId }: SaveContext,
  isModel: boolean,
): Promise<Saved> {
  const told = done.filter((each): each is Done<QualifyItem, Qualification> => each.result !== IN_BATCH);
  const inBatch = done.filter(({ result }) => result === IN_BATCH).map(({ item }) => item);
  const put = await putToBatch(tx, runId, inBatch);
  const { closed, saved } = await saveTold(tx, told, runId, isModel);
  await closeQuestions(
    tx,
    told.filter(({ item }) => item.answered !== undefined).map(({ item }) => item.id),
  );
  return {
    closed: closed + put,
    tallies: { qualified: saved, ...(inBatch.length > 0 ? { to_be_handed_over: put } : {}) },
  };
}

async function saveTold(
  tx: Transaction<Schema>,
  done: readonly Done<QualifyItem, Qualification>[],
  runId: bigint,
  isModel: boolean,
): Promise<{ closed: number; saved: number }> {
  if (done.length === 0) return { closed: 0, saved: 0 };
  // In a statement of its own, so that the next one sees texts that are being saved now.
  await sql`
    select id
    from "InstagramAccountBase"
    where id = any(${done.map(({ item }) => item.id)}::bigint[])
    order by id
    for no key update
  `.execute(tx);
  const { rows } = await sql<{ closed: number; saved: number }>`
    with found as (
      select found.*, igminer_texts_hash(account.full_name, account.biography, account.category) = found.hash as is_current
      from ${rowsAs("found", done, {
        id: ["bigint", ({ item }) => item.id],
        hash: ["text", ({ item }) => item.textsHash],
        language: ["text", ({ result }) => result.language],
        gender: ["text", ({ result }) => result.gender],
        confidence: ["smallint", ({ result }) => result.genderConfidence],
        kind: ["text", ({ result }) => result.kind],
        topics: ["text[]", ({ result }) => result.topics],
        qualified_by: ["text", ({ result }) => result.by],
      })}
      join "InstagramAccountBase" as account on account.id = found.id
      join "Qualification" as queue on queue.id = found.id and queue.claimed_by = ${runId}
    ),
    saved as (
      update "InstagramAccountBase" as account
      set ai_bio_lang = found.language,
          gender = found.gender,
          gender_conf = found.confidence,
          account_kind = found.kind,
          topics = found.topics::text[],
          qualified_by = found.qualified_by,
          qualified_at = now()
      from found
      where account.id = found.id and found.is_current
      returning account.id
    ),
    closed as (
      update "Qualification" as queue
      set claimed_by = null,
          texts_hash = case when found.is_current then found.hash else queue.texts_hash end,
          is_local = case when found.is_current then ${!isModel} else queue.is_local end,
          outcome = case when found.is_current then 'ok' end,
          attempts = 0,
          next_attempt_at = null,
          last_error = null
      from found
      where queue.id = found.id
      returning queue.id
    )
    select (select count(*)::int from closed) as closed, (select count(*)::int from saved) as saved
  `.execute(tx);
  return rows[0] as (typeof rows)[number];
}
