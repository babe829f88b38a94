import { type Kysely, sql } from "kysely";
import { type Audience, readAudiences } from "../audiences/audiences.js";
import type { BreakerState, RunStatus } from "../db/schema/house.js";
import type { Purpose } from "../db/schema/money.js";
import type { Schema } from "../db/schema.js";
import { readAbsenceRecords, tellingShareOf } from "../net/absence-records.js";
import { type Pause, readPause } from "../record/pause.js";
import { countRows, type RowCount } from "./estimates.js";
import { countQueues, type QueueSize } from "./queue-sizes.js";
import { spentToday } from "./spend.js";

export interface LastRun {
  command: string;
  run_id: bigint;
  status: RunStatus;
  started_at: Date;
  ageSeconds: number;
  /** Like `ageSeconds`, but from the end of the last pause of the schedule if that is later; 0 during a pause. */
  waitedSeconds: number;
  /** Since its last heartbeat. */
  silentSeconds: number;
  durationSeconds: number | null;
  claimed: bigint;
  ok: bigint;
  errors: bigint;
  exit_code: number | null;
  stop_reason: string | null;
  /** The longest usual interval between its recent starts, or null with too few runs for a habit. */
  usualPauseSeconds: number | null;
  /** Number of starts, counting only the last twenty. */
  starts: number;
}

export interface SourceStatus {
  source: string;
  ratePerMinute: number;
  breaker: BreakerState;
  usedToday: bigint;
  pausedSeconds: number;
  /** The share of existing accounts that it calls absent, or null with too few answers. */
  falseAbsences: { share: number; atMost: number } | null;
}

/** Accounts first seen in the hour or day that begins at `at`. */
export interface MinedIn {
  at: Date;
  accounts: number;
}

export interface StatusReport {
  /** null if the schedule is not paused. */
  pause: Pause | null;
  frontier: Record<
    "fresh" | "retry" | "claimed" | "mined" | "not_found" | "unknown" | "unavailable" | "failed",
    RowCount
  >;
  /** All queues, the frontier first. */
  queues: QueueSize[];
  totals: Record<"accounts" | "posts" | "emails" | "links", RowCount>;
  /** The last 24 clock hours (UTC), ending with the current one. */
  minedPerHour: MinedIn[];
  /** The last 7 days (UTC), ending with today. */
  minedPerDay: MinedIn[];
  /** In the last hour: finished items, and how many of them ended in an error. */
  lastHour: { items: number; errors: number };
  newDeadLettersToday: number;
  /** Leads in hand-over requests that failed permanently. */
  stuckLeads: number;
  lastRuns: LastRun[];
  sources: SourceStatus[];
  /** Billing units that each purpose has spent or reserved at paid sources today. */
  spentToday: ReadonlyMap<Purpose, number>;
  audiences: Audience[];
  databaseBytes: bigint;
}

/** Reads the current state. Writes nothing. */
export async function readStatus(db: Kysely<Schema>): Promise<StatusReport> {
  const frontier = await countFrontier(db);
  return {
    frontier,
    queues: await countQueues(db, frontier),
    totals: await countTotals(db),
    minedPerHour: await minedPer(db, "hour", 24),
    minedPerDay: await minedPer(db, "day", 7),
    ...(await errorShares(db)),
    stuckLeads: await stuckLeads(db),
    lastRuns: await lastRuns(db),
    sources: await sourceStates(db),
    spentToday: await spentToday(db),
    audiences: await readAudiences(db),
    databaseBytes: await databaseSize(db),
    pause: await readPause(db),
  };
}

/** Counts the names in the frontier by outcome. */
export function countFrontier(db: Kysely<Schema>): Promise<StatusReport["frontier"]> {
  return countRows(db, "InitialInstagramAccount", {
    fresh: { where: sql<boolean>`outcome is null` },
    retry: { where: sql<boolean>`outcome = 'retry'` },
    claimed: { where: sql<boolean>`claimed_by is not null`, isIndexed: true },
    mined: { where: sql<boolean>`outcome = 'ok'` },
    not_found: { where: sql<boolean>`outcome = 'not_found'` },
    unknown: { where: sql<boolean>`outcome = 'unknown'` },
    unavailable: { where: sql<boolean>`outcome = 'unavailable'` },
    failed: { where: sql<boolean>`outcome = 'failed'`, isIndexed: true },
  });
}

/** Counts what is stored. */
export async function countTotals(db: Kysely<Schema>): Promise<StatusReport["totals"]> {
  const all = { where: sql<boolean>`true` };
  const accounts = await countRows(db, "InstagramAccountBase", {
    accounts: all,
    emails: { where: sql<boolean>`ig_email is not null` },
  });
  const { posts } = await countRows(db, "InstagramPost", { posts: all });
  const { links } = await countRows(db, "RelatedAccounts", { links: all });
  return { accounts: accounts.accounts, posts, emails: accounts.emails, links };
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

async function stuckLeads(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ leads: number }>`
    select count(*)::int as leads
    from "EmailOutbox" as outbox
    join "EmailSequenceLead" as lead on lead.outbox_id = outbox.id and lead.state = 'sending'
    where outbox.outcome = 'failed'
  `.execute(db);
  return rows[0]?.leads ?? 0;
}

async function errorShares(
  db: Kysely<Schema>,
): Promise<Pick<StatusReport, "lastHour" | "newDeadLettersToday">> {
  const { rows } = await sql<{ items: number; errors: number; dead: number }>`
    with ended as (
      select at, value, tags ->> 'outcome' as outcome
      from "Metrics"
      where name = 'items' and at > now() - interval '1 day'
      union all
      select hour, sum, tags ->> 'outcome'
      from "MetricsHourly"
      where name = 'items' and hour > now() - interval '1 day'
    )
    select
      coalesce(sum(value) filter (
        where at > now() - interval '1 hour' and outcome not in ('claimed', 'given_back')
      ), 0)::float8 as items,
      coalesce(sum(value) filter (
        where at > now() - interval '1 hour' and outcome in ('retried', 'failed')
      ), 0)::float8 as errors,
      coalesce(sum(value) filter (where outcome = 'failed'), 0)::float8 as dead
    from ended
  `.execute(db);
  const { items, errors, dead } = rows[0] ?? { items: 0, errors: 0, dead: 0 };
  return { lastHour: { items, errors }, newDeadLettersToday: dead };
}

/** The last run of each command with its usual interval from the last twenty, most recent first. */
export async function lastRuns(db: Kysely<Schema>): Promise<LastRun[]> {
  // Uses only the index "Run_command_latest", since there may be a million runs: from one command to the next, and from
  // a command's newest run down. "between" means "=" but keeps the planner from treating the order by id alone as
  // equivalent and scanning all runs by the primary key (380 ms instead of 3 with 500,000 runs).
  const { rows } = await sql<LastRun>`
    with recursive commands as (
      (select command from "Run" order by command limit 1)
      union all
      select (select "Run".command from "Run" where "Run".command > commands.command order by "Run".command limit 1)
      from commands
      where commands.command is not null
    ),
    starts as (
      select commands.command, recent.started_at,
        recent.started_at - lag(recent.started_at) over (partition by commands.command order by recent.id) as pause
      from commands
      cross join lateral (
        select id, started_at
        from "Run"
        where "Run".command between commands.command and commands.command
        order by "Run".command, id desc
        limit 20
      ) as recent
    ),
    habits as (
      select command,
        case when count(pause) >= 5
          then percentile_disc(0.9) within group (order by extract(epoch from pause)::float8)
        end as usual,
        count(*)::int as starts
      from starts
      group by command
    )
    select
      last.command, last.id as run_id, last.status, last.started_at,
      extract(epoch from clock_timestamp() - last.started_at)::float8 as "ageSeconds",
      case
        when pause.ended_at is null and pause.paused_at is not null
          and coalesce(pause.until > clock_timestamp(), true) then 0
        else extract(epoch from clock_timestamp() - greatest(last.started_at, coalesce(pause.ended_at, pause.until)))
      end::float8 as "waitedSeconds",
      extract(epoch from clock_timestamp() - last.heartbeat_at)::float8 as "silentSeconds",
      extract(epoch from last.finished_at - last.started_at)::float8 as "durationSeconds",
      last.claimed, last.ok, last.retried + last.failed as errors, last.exit_code, last.stop_reason,
      habits.usual as "usualPauseSeconds", habits.starts
    from habits
    cross join lateral (
      select *
      from "Run"
      where "Run".command between habits.command and habits.command
      order by "Run".command, id desc
      limit 1
    ) as last
    left join "SchedulePause" as pause on true
    order by last.started_at desc
  `.execute(db);
  return rows;
}

/** When each command last succeeded; commands that never did are left out. */
export async function lastSuccesses(
  db: Kysely<Schema>,
  commands: readonly string[],
): Promise<{ command: string; at: Date }[]> {
  const { rows } = await sql<{ command: string; at: Date }>`
    select asked.command, success.finished_at as at
    from unnest(${commands}::text[]) as asked(command)
    cross join lateral (
      select finished_at
      from "Run"
      where "Run".command between asked.command and asked.command and exit_code in (0, 3)
      order by "Run".command, id desc
      limit 1
    ) as success
  `.execute(db);
  return rows;
}

async function sourceStates(db: Kysely<Schema>): Promise<SourceStatus[]> {
  const { rows } = await sql<Omit<SourceStatus, "falseAbsences">>`
    select
      source,
      rate_per_minute as "ratePerMinute",
      breaker,
      case when day = (now() at time zone 'UTC')::date then used_today else 0 end as "usedToday",
      greatest(0, extract(epoch from paused_until - clock_timestamp()))::float8 as "pausedSeconds"
    from "SourceState"
    order by source
  `.execute(db);
  const records = await readAbsenceRecords(db);
  return rows.map((row) => {
    const record = records.get(row.source);
    return {
      ...row,
      pausedSeconds: row.pausedSeconds ?? 0,
      falseAbsences: record === undefined ? null : tellingShareOf(record),
    };
  });
}

async function databaseSize(db: Kysely<Schema>): Promise<bigint> {
  const { rows } = await sql<{ bytes: bigint }>`select pg_database_size(current_database()) as bytes`.execute(
    db,
  );
  return rows[0]?.bytes ?? 0n;
}
