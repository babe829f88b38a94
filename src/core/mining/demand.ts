import { type Kysely, sql } from "kysely";
import type { Purpose } from "../db/schema/money.js";
import type { Schema } from "../db/schema.js";

/** Number of items per purpose that wait, or will be due within a given time. */
export type Demand = Record<"new" | "refresh" | "comments" | "clones" | "manual", number>;

/** What demand is counted. */
export interface DemandOptions {
  refreshDays: number;
  /** The period to look ahead, from now. */
  withinMs: number;
  /** Counting stops here: more than the budget can pay for does not matter. */
  most: number;
}

/**
 * Units that an item costs as long as none has been measured: those of its parts, at a source that charges one unit per
 * request.
 */
export const TYPICAL_UNITS: Record<keyof Demand, number> = {
  new: 4,
  refresh: 1.3,
  comments: 3,
  clones: 2,
  manual: 4,
};

/** Counts what waits. Each count uses a partial index and reads at most `most` rows. */
export async function readDemand(
  db: Kysely<Schema>,
  { refreshDays, withinMs, most }: DemandOptions,
): Promise<Demand> {
  const until = sql`now() + make_interval(secs => ${withinMs / 1_000}::float8)`;
  const { rows } = await sql<Demand>`
    select
      (
        select count(*) from (
          (select from "InitialInstagramAccount"
            where account_id is null and outcome is null and claimed_by is null
            limit ${most})
          union all
          (select from "InitialInstagramAccount"
            where account_id is null and claimed_by is null and next_attempt_at <= ${until}
            limit ${most})
        ) as names
      )::int as new,
      (
        select count(*) from (
          select
          from generate_series(-2, 2) as paces(pace)
          cross join lateral (
            select
            from "RefreshSchedule"
            where pace = paces.pace
              and claimed_by is null and next_attempt_at is null and outcome is distinct from 'failed'
              and seen_at <= ${until} - make_interval(secs => ${refreshDays * 86_400}::float8 * power(2, paces.pace))
            limit ${most}
          ) as due
          union all
          (select from "RefreshSchedule" where claimed_by is null and next_attempt_at <= ${until} limit ${most})
        ) as accounts
      )::int as refresh,
      (
        select count(*) from (
          select from "InstagramPost" where not comments_searched and comment_count > 5 limit ${most}
        ) as posts
      )::int as comments,
      (
        select count(*) from (
          select from "UsersToClone"
          where alt_username is not null and claimed_by is null and outcome is distinct from 'failed'
            and (next_attempt_at is null or next_attempt_at <= ${until})
          limit ${most}
        ) as names
      )::int as clones,
      (
        select count(*) from (
          select from "ManualMiningQueue" where claimed_by is null and (outcome is null or outcome = 'retry') limit ${most}
        ) as names
      )::int as manual
  `.execute(db);
  return rows[0] as Demand;
}

/**
 * @returns the units that an item of each purpose has cost in the last week, by the ledger and the runs, or the typical cost
 * if that is unknown.
 */
export async function unitsPerItem(db: Kysely<Schema>): Promise<Record<keyof Demand, number>> {
  const { rows } = await sql<{ purpose: Purpose; units: number; items: number }>`
    with spent as (
      select purpose, command, sum(units)::float8 as units, min(day) as since
      from "Spend"
      where day > (now() at time zone 'UTC')::date - 7
      group by purpose, command
    )
    select spent.purpose, sum(spent.units) as units, sum(coalesce(done.items, 0))::float8 as items
    from spent
    left join lateral (
      select sum(ok + not_found + unavailable) as items
      from "Run"
      where "Run".command = spent.command and started_at >= spent.since::timestamp at time zone 'UTC'
    ) as done on true
    where spent.purpose not in ('control question', 'other')
    group by spent.purpose
  `.execute(db);
  const known = rows
    .filter(({ items }) => items >= 20)
    .map(({ purpose, units, items }) => [purpose, units / items]);
  return { ...TYPICAL_UNITS, ...Object.fromEntries(known) };
}

/** @returns the purposes that have spent something since the beginning of yesterday. */
export async function spentLately(db: Kysely<Schema>): Promise<ReadonlySet<Purpose>> {
  const rows = await db
    .selectFrom("Spend")
    .select("purpose")
    .distinct()
    .where("day", ">=", sql<Date>`(now() at time zone 'UTC')::date - 1`)
    .execute();
  return new Set(rows.map(({ purpose }) => purpose));
}
