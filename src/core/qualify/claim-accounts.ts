import { type Kysely, sql } from "kysely";
import { isAlive } from "../claims/claims.js";
import { goByKeys } from "../db/planner.js";
import type { Schema } from "../db/schema.js";
import type { AccountTexts } from "./qualification.js";
import { type Answered, claimAnswered } from "./questions-under-way.js";

export interface QualifyItem extends AccountTexts {
  id: bigint;
  username: string;
  /** The hash of the texts; the answer is saved only if the account still has them. */
  textsHash: string;
  /** Set if a batch has answered. */
  answered?: Answered;
}

/**
 * Claims accounts to qualify; for a model, first those that a batch has already answered, which cost nothing more.
 * @returns as `claimAccounts`.
 */
export async function claimToQualify(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  isModel: boolean,
): Promise<{ items: QualifyItem[]; skipped: number }> {
  // The planner mistakes the limits of a model's claim, which it cannot know, for a part of the whole table.
  await goByKeys(db);
  const answered = isModel ? await claimAnswered(db, runId, limit) : [];
  if (answered.length === limit) return { items: answered, skipped: 0 };
  const { items, skipped } = await claimAccounts(db, runId, limit - answered.length, isModel);
  return { items: [...answered, ...items], skipped };
}

/**
 * Claims accounts to qualify: first those that are due again, then new ones and those with changed texts; for a model
 * also those qualified only by local rules. Accounts without texts, or with texts qualified before, are closed at once
 * without a question.
 */
async function claimAccounts(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  isModel: boolean,
): Promise<{ items: QualifyItem[]; skipped: number }> {
  const { rows } = await sql<QualifyItem & { is_done: boolean }>`
    with due as (
      select id, 0 as turn
      from "Qualification"
      where claimed_by is null and next_attempt_at <= now()
        and ${isAlive(runId)}
      order by next_attempt_at
      limit ${limit}
      for no key update skip locked
    ),
    fresh as (
      select id, 1 as turn
      from "Qualification"
      where claimed_by is null and outcome is null and next_attempt_at is null
        and ${isAlive(runId)}
      order by id
      limit ${limit} - (select count(*) from due)
      for no key update skip locked
    ),
    local as (
      select id, 2 as turn
      from "Qualification"
      where claimed_by is null and outcome = 'ok' and is_local
        and ${isAlive(runId)}
      order by id
      limit case when ${isModel} then ${limit} - (select count(*) from due) - (select count(*) from fresh) else 0 end
      for no key update skip locked
    ),
    taken as (
      select taken.id, taken.turn, account.username, account.full_name, account.biography, account.category,
        igminer_texts_hash(account.full_name, account.biography, account.category) as hash
      from (select * from due union all select * from fresh union all select * from local) as taken
      join "InstagramAccountBase" as account on account.id = taken.id
    ),
    judged as (
      select taken.*,
        coalesce(taken.full_name, taken.biography, taken.category) is null
          or (queue.texts_hash is not distinct from taken.hash and not (queue.is_local and ${isModel})) as is_done
      from taken
      join "Qualification" as queue on queue.id = taken.id
    ),
    claimed as (
      update "Qualification" as queue
      set outcome = case when judged.is_done then 'ok' else queue.outcome end,
          next_attempt_at = case when judged.is_done then null else queue.next_attempt_at end,
          claimed_by = case when judged.is_done then null else ${runId}::bigint end
      from judged
      where queue.id = judged.id
    )
    select id, username, full_name as "fullName", biography, category, hash as "textsHash", is_done
    from judged
    order by turn, id
  `.execute(db);
  const items = rows.filter((row) => !row.is_done).map(({ is_done: _, ...item }) => item);
  return { items, skipped: rows.length - items.length };
}
