import { type Kysely, sql } from "kysely";
import type { Criteria } from "../audiences/criteria.js";
import { isWanted } from "../audiences/predicate.js";
import type { ClaimedRow } from "../batch/definition.js";
import { isAlive } from "../claims/claims.js";
import { goByKeys } from "../db/planner.js";
import type { Schema } from "../db/schema.js";
import type { Pace } from "./pace.js";
import type { KnownAccount } from "./wanted-parts.js";

/** A mined account that is due for a refresh. */
export interface DueAccount extends ClaimedRow, KnownAccount {
  /** The latest known username. */
  username: string;
  pace: Pace;
  /** When it was last seen, changed or not. */
  seen_at: Date;
  /** Whether the account itself is not due, only its missing parts. */
  is_missing_only: boolean;
}

/** The rule that decides which accounts are due. */
export interface DueRule {
  /** Time after which a seen account is due. */
  afterMs: number;
  /** Whether each account's pace scales that time, by a quarter to four times. */
  isPaced: boolean;
  /** Minimum time since an account was seen, whatever the rest of the rule says. */
  freshMs: number;
  /** Only accounts that meet these criteria. */
  whom?: Criteria;
}

/** This many times `limit` rows are considered, since other runs may be claiming the first ones at the same moment. */
const LOOKED_AT = 8;

/**
 * Claims accounts that are due, the longest overdue first. Includes accounts whose next attempt is due after a failure or
 * after they had vanished. Skips accounts that the run itself has already seen.
 */
export async function claimDue(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  { afterMs, isPaced, freshMs, whom = {} }: DueRule,
): Promise<{ items: DueAccount[]; skipped: number }> {
  await goByKeys(db);
  // Checked for each overdue account in turn, since an audience usually includes a good part of them.
  const isMeant =
    Object.keys(whom).length === 0
      ? sql`true`
      : sql`exists (
          select from "InstagramAccountBase" as account where account.id = "RefreshSchedule".id and ${isWanted(whom)}
        )`;
  const { rows } = await sql<DueAccount>`
    with begun as (
      select coalesce((select started_at from "Run" where id = ${runId}), now()) as at
    ),
    waits as (
      select pace, greatest(
        make_interval(secs => ${afterMs / 1_000}::float8 * ${isPaced ? sql`power(2, pace)` : sql`1`}),
        make_interval(secs => ${freshMs / 1_000}::float8)
      ) as wait
      from generate_series(-2, 2) as paces(pace)
    ),
    -- By "RefreshSchedule_due", pace by pace. Nothing is locked yet: only what is taken is kept from others.
    seen as (
      select schedule.id, schedule.due_at
      from waits
      cross join lateral (
        select id, seen_at + waits.wait as due_at
        from "RefreshSchedule"
        where pace = waits.pace
          and claimed_by is null and next_attempt_at is null and outcome is distinct from 'failed'
          and seen_at <= now() - waits.wait
          and seen_at < (select at from begun)
          and (wished_at is null or wished_at <= seen_at)
          and ${isMeant}
        order by seen_at
        limit ${LOOKED_AT * limit}
      ) as schedule
    ),
    -- By "RefreshSchedule_waiting".
    waiting as (
      select id, next_attempt_at as due_at
      from "RefreshSchedule"
      where claimed_by is null and next_attempt_at <= now()
        and ${isMeant}
      order by next_attempt_at
      limit ${LOOKED_AT * limit}
    ),
    -- By "RefreshSchedule_wished": at a time of somebody's choice, whatever the pace.
    wished as (
      select id, wished_at as due_at
      from "RefreshSchedule"
      where claimed_by is null and wished_at <= now() and seen_at < wished_at
        and next_attempt_at is null and outcome is distinct from 'failed'
        and ${isMeant}
      order by wished_at
      limit ${LOOKED_AT * limit}
    ),
    candidates as (
      select id, due_at from seen
      union all
      select id, due_at from wished
      union all
      select id, due_at from waiting
    ),
    taken as (
      select schedule.id, candidates.due_at
      from candidates
      join "RefreshSchedule" as schedule on schedule.id = candidates.id
      where schedule.claimed_by is null
        and ${isAlive(runId)}
      order by candidates.due_at, schedule.id
      limit ${limit}
      for no key update of schedule skip locked
    ),
    claimed as (
      update "RefreshSchedule" as schedule
      set claimed_by = ${runId}
      from taken
      where schedule.id = taken.id
      returning schedule.id, schedule.pace, schedule.seen_at, schedule.posts_seen_at, schedule.related_seen_at,
        schedule.missing_parts, schedule.absences, taken.due_at
    )
    select claimed.id, account.username, claimed.pace, claimed.seen_at, claimed.absences,
      account.posts_count, account.profile_pic_url,
      coalesce(claimed.posts_seen_at, claimed.seen_at) as posts_seen_at,
      coalesce(claimed.related_seen_at, claimed.seen_at) as related_seen_at,
      claimed.missing_parts,
      claimed.missing_parts <> '{}' and claimed.seen_at > now() - (
        select wait from waits where waits.pace = claimed.pace
      ) as is_missing_only
    from claimed
    join "InstagramAccountBase" as account on account.id = claimed.id
    order by claimed.due_at, claimed.id
  `.execute(db);
  return { items: rows, skipped: 0 };
}
