import { type Kysely, type RawBuilder, sql } from "kysely";
import type { ClaimedRow } from "../batch/definition.js";
import { isAlive } from "../claims/claims.js";
import { goByKeys } from "../db/planner.js";
import type { Schema } from "../db/schema.js";

/** A claimed name of the frontier. */
export interface FrontierItem extends ClaimedRow {
  username: string;
}

/**
 * Claims unmined frontier rows: first those whose next attempt is due, then those with the most links from mined accounts (in
 * buckets, each of twice as many links; within a bucket the oldest name first). A name that is the latest known username of a
 * mined account is closed at once, without fetching anything.
 */
export async function claimFrontier(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<{ items: FrontierItem[]; skipped: number }> {
  await goByKeys(db);
  const { rows } = await sql<FrontierItem & { is_known: boolean }>`
    with due as (
      select id, username, 0 as turn, 0 as link_bucket
      from "InitialInstagramAccount"
      where account_id is null and claimed_by is null and next_attempt_at <= now()
        and ${isAlive(runId)}
      order by next_attempt_at
      limit ${limit}
      for no key update skip locked
    ),
    -- By "InitialInstagramAccount_next".
    fresh as (
      select id, username, 1 as turn, link_bucket
      from "InitialInstagramAccount"
      where account_id is null and outcome is null and claimed_by is null
        and ${isAlive(runId)}
      order by link_bucket desc, id
      limit ${limit} - (select count(*) from due)
      for no key update skip locked
    ),
    taken as (
      select * from due
      union all
      select * from fresh
    ),
    ${claimedNames(runId, sql`taken.turn, taken.link_bucket`)}
    select id, username, absences, is_known
    from claimed
    order by turn, link_bucket desc, id
  `.execute(db);
  const items = rows
    .filter((row) => !row.is_known)
    .map(({ id, username, absences }) => ({ id, username, absences }));
  return { items, skipped: rows.length - items.length };
}

/**
 * The common table expression "claimed" of a claim of names. It follows one called "taken" (`id`, `username`), which has
 * locked them. The run then holds these rows, except those with the latest known username of a mined account (`is_known`),
 * which are closed.
 * @param order columns of "taken" to return as well, for the order of the claim.
 */
export function claimedNames(runId: bigint, order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`claimed as (
      update "InitialInstagramAccount" as frontier
      set account_id = known.id,
          outcome = case when known.id is null then frontier.outcome else 'ok' end,
          claimed_by = case when known.id is null then ${runId}::bigint end
      from taken
      left join lateral (
        select account.id
        from "InstagramAccountBase" as account
        where account.username = taken.username
        order by account.last_updated desc
        limit 1
      ) as known on true
      where frontier.id = taken.id
      returning frontier.id, frontier.username, frontier.absences, known.id is not null as is_known, ${order}
    )`;
}
