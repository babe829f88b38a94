import { type Kysely, type RawBuilder, sql } from "kysely";
import type { ClaimedRow } from "../batch/definition.js";
import { isAlive } from "../claims/claims.js";
import { goByKeys } from "../db/planner.js";
import type { Schema } from "../db/schema.js";

/** A claimed name of the frontier. */
export interface FrontierItem extends ClaimedRow {
  username: string;
}

export interface ClaimedNames {
  items: FrontierItem[];
  /** Names of accounts that are mined already: closed without fetching anything. */
  skipped: number;
}

/** @returns what two claims took, in this order. */
export function together(one: ClaimedNames, other: ClaimedNames): ClaimedNames {
  return { items: [...one.items, ...other.items], skipped: one.skipped + other.skipped };
}

/** A place in the order of the frontier's fresh names. */
interface Place {
  linkBucket: number;
  id: bigint;
}

/** Claims after which a run looks at the head of the frontier again, where names with many links may have come. */
const CLAIMS_ONWARDS = 32;

/**
 * Claims unmined frontier rows: first those whose next attempt is due, then those with the most links from mined accounts (in
 * buckets, each of twice as many links; within a bucket the oldest name first). A name that is the latest known username of a
 * mined account is closed at once, without fetching anything.
 */
export function claimFrontier(db: Kysely<Schema>, runId: bigint, limit: number): Promise<ClaimedNames> {
  return claimFrom(db, runId, limit, null);
}

/**
 * @returns the claim function of one run, as `claimFrontier`, but each claim begins where the last one ended. While any old
 * snapshot lives, what was claimed since stays in the index, and a claim from the head reads all of it again.
 */
export function claimOnwards(): typeof claimFrontier {
  let place: Place | null = null;
  let claims = 0;
  return async (db, runId, limit) => {
    if (claims++ % CLAIMS_ONWARDS === 0) place = null;
    const claimed = await claimFrom(db, runId, limit, place);
    const left = limit - claimed.items.length - claimed.skipped;
    if (place === null || left === 0) {
      place = claimed.place;
      return claimed;
    }
    // What was added or released before the place in the meantime.
    const others = await claimFrom(db, runId, left, null);
    place = others.place;
    return together(claimed, others);
  };
}

/** @param place where to begin among the fresh names; null: at their head. */
async function claimFrom(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  place: Place | null,
): Promise<ClaimedNames & { place: Place | null }> {
  await goByKeys(db);
  const isInBucket =
    place === null ? sql`false` : sql`link_bucket = ${place.linkBucket} and id > ${place.id}`;
  const isBelow = place === null ? sql`true` : sql`link_bucket < ${place.linkBucket}`;
  const { rows } = await sql<FrontierItem & { is_known: boolean; turn: number; link_bucket: number }>`
    with due as (
      select id, username, 0 as turn, 0 as link_bucket
      from "InitialInstagramAccount"
      where account_id is null and claimed_by is null and next_attempt_at <= now()
        and ${isAlive(runId)}
      order by next_attempt_at
      limit ${limit}
      for no key update skip locked
    ),
    -- In two ranges of "InitialInstagramAccount_next": one condition for both could not be looked up in it.
    rest_of_bucket as (
      ${freshNames(runId, isInBucket, sql`${limit} - (select count(*) from due)`)}
    ),
    fresh as (
      ${freshNames(
        runId,
        isBelow,
        sql`${limit} - (select count(*) from due) - (select count(*) from rest_of_bucket)`,
      )}
    ),
    taken as (
      select * from due
      union all
      select * from rest_of_bucket
      union all
      select * from fresh
    ),
    ${claimedNames(runId, sql`taken.turn, taken.link_bucket`)}
    select id, username, absences, is_known, turn, link_bucket
    from claimed
    order by turn, link_bucket desc, id
  `.execute(db);
  const items = rows
    .filter((row) => !row.is_known)
    .map(({ id, username, absences }) => ({ id, username, absences }));
  const last = rows.findLast(({ turn }) => turn === 1);
  return {
    items,
    skipped: rows.length - items.length,
    place: last === undefined ? place : { linkBucket: last.link_bucket, id: last.id },
  };
}

/** Names that nobody has tried yet (SQL), locked, in order. By "InitialInstagramAccount_next". */
function freshNames(
  runId: bigint,
  where: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select id, username, 1 as turn, link_bucket
    from "InitialInstagramAccount"
    where account_id is null and outcome is null and claimed_by is null
      and ${where}
      and ${isAlive(runId)}
    order by link_bucket desc, id
    limit ${limit}
    for no key update skip locked
  `;
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
