import { type Kysely, sql } from "kysely";
import type { BreakerState, RunStatus } from "../db/schema/house.js";
import type { Outcome } from "../db/schema/queue.js";
import type { Schema } from "../db/schema.js";

export interface LastRun {
  command: string;
  run_id: bigint;
  status: RunStatus;
  started_at: Date;
  ageSeconds: number;
  /** Since its last sign of life. */
  silentSeconds: number;
  durationSeconds: number | null;
  ok: bigint;
  errors: bigint;
  exit_code: number | null;
  stop_reason: string | null;
  /** The longest of the usual pauses between its last starts; null: too few runs to speak of a habit. */
  usualPauseSeconds: number | null;
}

export interface SourceStatus {
  source: string;
  ratePerMinute: number;
  breaker: BreakerState;
  usedToday: bigint;
  pausedSeconds: number;
}

/** Accounts first seen in a unit of time that begins at `at`. */
export interface MinedIn {
  at: Date;
  accounts: number;
}

export interface StatusReport {
  frontier: {
    fresh: number;
    retry: number;
    claimed: number;
    mined: number;
    not_found: number;
    unavailable: number;
    failed: number;
  };
  totals: { accounts: number; posts: number; emails: number; links: number };
  /** The last 24 hours of the clock (UTC), the one that runs last. */
  minedPerHour: MinedIn[];
  /** The last 7 days (UTC), today last. */
  minedPerDay: MinedIn[];
  /** Of the last hour: items that ended, and those of them that ended in an error. */
  lastHour: { items: number; errors: number };
  newDeadLettersToday: number;
  lastRuns: LastRun[];
  sources: SourceStatus[];
  databaseBytes: bigint;
}

/** Reads how things stand. Nothing is written. */
export async function readStatus(db: Kysely<Schema>): Promise<StatusReport> {
  return {
    frontier: await countFrontier(db),
    totals: await countTotals(db),
    minedPerHour: await minedPer(db, "hour", 24),
    minedPerDay: await minedPer(db, "day", 7),
    ...(await errorShares(db)),
    lastRuns: await lastRuns(db),
    sources: await sourceStates(db),
    databaseBytes: await databaseSize(db),
  };
}

async function countFrontier(db: Kysely<Schema>): Promise<StatusReport["frontier"]> {
  const rows = await db
    .selectFrom("InitialInstagramAccount")
    .select([
      "outcome",
      sql<number>`count(*)::int`.as("rows"),
      sql<number>`count(claimed_by)::int`.as("claimed"),
    ])
    .groupBy("outcome")
    .execute();
  const of = (outcome: Outcome | null) => rows.find((row) => row.outcome === outcome)?.rows ?? 0;
  return {
    fresh: of(null),
    retry: of("retry"),
    claimed: rows.reduce((sum, row) => sum + row.claimed, 0),
    mined: of("ok"),
    not_found: of("not_found"),
    unavailable: of("unavailable"),
    failed: of("failed"),
  };
}

async function countTotals(db: Kysely<Schema>): Promise<StatusReport["totals"]> {
  const { rows } = await sql<StatusReport["totals"]>`
    select
      (select count(*)::int from "InstagramAccountBase") as accounts,
      (select count(*)::int from "InstagramPost") as posts,
      (select count(*)::int from "InstagramAccountBase" where ig_email is not null) as emails,
      (select count(*)::int from "RelatedAccounts") as links
  `.execute(db);
  return rows[0] as StatusReport["totals"];
}

async function minedPer(db: Kysely<Schema>, unit: "hour" | "day", units: number): Promise<MinedIn[]> {
  const step = sql`${`1 ${unit}`}::interval`;
  const { rows } = await sql<MinedIn>`
    select unit.begin as at, mined.accounts
    from generate_series(
      date_trunc(${unit}, now(), 'UTC') - ${units - 1}::integer * ${step},
      date_trunc(${unit}, now(), 'UTC'),
      ${step}
    ) as unit(begin)
    cross join lateral (
      select count(*)::int as accounts
      from "InstagramAccountBase"
      where first_seen >= unit.begin and first_seen < unit.begin + ${step}
    ) as mined
    order by unit.begin
  `.execute(db);
  return rows;
}

async function errorShares(
  db: Kysely<Schema>,
): Promise<Pick<StatusReport, "lastHour" | "newDeadLettersToday">> {
  const { rows } = await sql<{ items: number; errors: number; dead: number }>`
    select
      coalesce(sum(value) filter (where at > now() - interval '1 hour'), 0)::float8 as items,
      coalesce(sum(value) filter (
        where at > now() - interval '1 hour' and tags ->> 'outcome' in ('retried', 'failed')
      ), 0)::float8 as errors,
      coalesce(sum(value) filter (where tags ->> 'outcome' = 'failed'), 0)::float8 as dead
    from "Metrics"
    where name = 'items'
      and at > now() - interval '1 day'
      and tags ->> 'outcome' not in ('claimed', 'given_back')
  `.execute(db);
  const { items, errors, dead } = rows[0] ?? { items: 0, errors: 0, dead: 0 };
  return { lastHour: { items, errors }, newDeadLettersToday: dead };
}

async function lastRuns(db: Kysely<Schema>): Promise<LastRun[]> {
  const { rows } = await sql<LastRun>`
    with commands as (
      select distinct command from "Run"
    ),
    starts as (
      select commands.command, recent.started_at,
        recent.started_at - lag(recent.started_at) over (partition by commands.command order by recent.id) as pause
      from commands
      cross join lateral (
        select id, started_at
        from "Run"
        where "Run".command = commands.command
        order by id desc
        limit 20
      ) as recent
    ),
    habits as (
      select command,
        case when count(pause) >= 5
          then percentile_disc(0.9) within group (order by extract(epoch from pause)::float8)
        end as usual
      from starts
      group by command
    )
    select
      last.command, last.id as run_id, last.status, last.started_at,
      extract(epoch from clock_timestamp() - last.started_at)::float8 as "ageSeconds",
      extract(epoch from clock_timestamp() - last.heartbeat_at)::float8 as "silentSeconds",
      extract(epoch from last.finished_at - last.started_at)::float8 as "durationSeconds",
      last.ok, last.retried + last.failed as errors, last.exit_code, last.stop_reason,
      habits.usual as "usualPauseSeconds"
    from habits
    cross join lateral (
      select * from "Run" where "Run".command = habits.command order by id desc limit 1
    ) as last
    order by last.started_at desc
  `.execute(db);
  return rows;
}

async function sourceStates(db: Kysely<Schema>): Promise<SourceStatus[]> {
  const { rows } = await sql<SourceStatus>`
    select
      source,
      rate_per_minute as "ratePerMinute",
      breaker,
      case when day = (now() at time zone 'UTC')::date then used_today else 0 end as "usedToday",
      greatest(0, extract(epoch from paused_until - clock_timestamp()))::float8 as "pausedSeconds"
    from "SourceState"
    order by source
  `.execute(db);
  return rows.map((row) => ({ ...row, pausedSeconds: row.pausedSeconds ?? 0 }));
}

async function databaseSize(db: Kysely<Schema>): Promise<bigint> {
  const { rows } = await sql<{ bytes: bigint }>`select pg_database_size(current_database()) as bytes`.execute(
    db,
  );
  return rows[0]?.bytes ?? 0n;
}
