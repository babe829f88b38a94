import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Outcome } from "../db/schema/queue.js";
import type { Schema } from "../db/schema.js";
import type { AbsenceVerdict } from "./absences.js";

/**
 * All queues. Each has `id`, `attempts`, `next_attempt_at`, `outcome`, `last_error` and `claimed_by`, and a partial index on
 * the claimed rows. The value says when a row that ended as not_found, unknown or unavailable is tried again (SQL over
 * `queue` and `held`); null: never.
 */
const QUEUES = {
  /** An absent name: until its absence is certain. An unavailable one: only if the source said when. */
  InitialInstagramAccount: sql`now() + held.again_in`,
  /**
   * Known accounts are never given up. First after a day, then after as long again as the account has been away, at most 28
   * days.
   */
  RefreshSchedule: sql`now() + case
    when held.ended_in = 'unknown' then held.again_in
    when queue.outcome is distinct from held.ended_in then interval '1 day'
    else greatest(interval '1 day', least(interval '28 days', now() - queue.seen_at))
  end`,
  /** Whoever asked gets the first answer, and an absent name is tried again until its absence is certain. */
  ManualMiningQueue: sql`case when held.ended_in in ('unknown', 'not_found') then now() + held.again_in end`,
  CommentImport: sql`null`,
  DiscoveryQuestion: sql`null`,
  /** As long as it is unknown whether a name exists, it is tried again, and not marked either way. */
  UsersToClone: sql`now() + coalesce(held.again_in, interval '7 days')`,
  AccountPicture: sql`now() + interval '30 days'`,
  /** Until the texts change. */
  Qualification: sql`null`,
  EmailVerification: sql`null`,
  EmailOutbox: sql`null`,
  InstantlySync: sql`null`,
  Mailbox: sql`null`,
} as const;
export type QueueTable = keyof typeof QUEUES;
const QUEUE_TABLES = Object.keys(QUEUES) as QueueTable[];
/** The queues of names, whose rows keep what sources have said of a name that they did not find. */
const KEEPS_ABSENCES: readonly QueueTable[] = [
  "InitialInstagramAccount",
  "RefreshSchedule",
  "ManualMiningQueue",
  "UsersToClone",
];

/** After this many attempts an item is `failed`. It stays, with its last error, until `igminer retry`. */
const MAX_ATTEMPTS = 5;

/** Queues whose items are never given up: a mailbox that cannot be read is tried about every hour until it can. */
const NEVER_GIVEN_UP: ReadonlySet<QueueTable> = new Set(["Mailbox"]);

/**
 * Whether the run is still alive (SQL). Required by every claim: if a run that was declared dead claimed rows, nobody would
 * release them. Locks the run's row, so that nobody can declare it dead before the claim is committed. The lock is weak
 * enough for heartbeats and counts to go on. If the run is just being declared dead, the claim waits for that.
 */
export function isAlive(runId: bigint): RawBuilder<boolean> {
  return sql`exists (select from "Run" where id = ${runId} and status = 'running' for key share)`;
}

/** Rows claimed by runs that have ended or no longer exist (SQL over `queue`). */
const isOrphaned = sql<boolean>`
  queue.claimed_by is not null
  and not exists (select from "Run" as run where run.id = queue.claimed_by and run.status = 'running')
`;

/** The queues that have rows for which a condition holds (SQL; the condition over `queue`). */
const queuesWith = (condition: RawBuilder<unknown>) =>
  sql.join(
    QUEUE_TABLES.map(
      (table) =>
        sql`(select ${table} where exists (select from ${sql.table(table)} as queue where ${condition}))`,
    ),
    sql` union all `,
  );

/** Whether any queue has rows that no living run holds (SQL). */
export const hasOrphans = sql<boolean>`exists (${queuesWith(isOrphaned)})`;

async function readQueuesWith(db: Kysely<Schema>, condition: RawBuilder<unknown>): Promise<QueueTable[]> {
  const { rows } = await sql<{ table: QueueTable }>`
    select * from (${queuesWith(condition)}) as found("table")
  `.execute(db);
  return rows.map(({ table }) => table);
}

/**
 * Releases all rows that no living run holds, for whatever reason. Rows that somebody else is releasing are skipped.
 * @returns the number of rows.
 */
export async function releaseOrphans(tx: Transaction<Schema>): Promise<number> {
  let released = 0;
  for (const table of await readQueuesWith(tx, isOrphaned)) {
    const result = await sql`
      with orphaned as (
        select queue.id
        from ${sql.table(table)} as queue
        where ${isOrphaned}
        order by queue.id
        for no key update of queue skip locked
      )
      update ${sql.table(table)} as queue
      set claimed_by = null
      from orphaned
      where queue.id = orphaned.id
    `.execute(tx);
    released += Number(result.numAffectedRows ?? 0);
  }
  return released;
}

/** Releases all rows that the given runs hold. No attempt is counted. @returns the number of rows. */
export async function releaseClaims(db: Kysely<Schema>, runIds: readonly bigint[]): Promise<number> {
  let released = 0;
  for (const table of await readQueuesWith(db, sql`queue.claimed_by = any(${runIds}::bigint[])`)) {
    // Locked in order of id, as by every writer of several rows, so that writers never deadlock.
    const result = await sql`
      with held as (
        select id
        from ${sql.table(table)}
        where claimed_by = any(${runIds}::bigint[])
        order by id
        for no key update
      )
      update ${sql.table(table)} as queue
      set claimed_by = null
      from held
      where queue.id = held.id
    `.execute(db);
    released += Number(result.numAffectedRows ?? 0);
  }
  return released;
}

/** An item that did not end as `ok`. "given_back": not tried, or not its fault. */
export interface Settlement {
  id: bigint;
  outcome: Exclude<Outcome, "ok" | "failed"> | "given_back";
  error: string | null;
  /** The verdict, if the item was reported absent. */
  absence?: AbsenceVerdict;
  /** Time until it is tried again, if known. */
  againInMs?: number;
}

/**
 * Writes the outcomes of items that were not `ok` and releases them. A `retry` counts an attempt and waits 1, 4, 16, 64
 * minutes (± a quarter, so that failures do not return all at once). The fifth attempt ends as `failed`, except in queues
 * that are never given up, which go on every 64 minutes. Rows that the run no longer holds are left alone.
 * @param runId null: rows that no run holds.
 * @returns the actual outcome of each row.
 */
export async function settle(
  tx: Transaction<Schema>,
  table: QueueTable,
  runId: bigint | null,
  settlements: readonly Settlement[],
): Promise<{ id: bigint; outcome: Outcome | "given_back" }[]> {
  if (settlements.length === 0) return [];
  const lookAgain: RawBuilder<unknown> = QUEUES[table];
  const isLast = NEVER_GIVEN_UP.has(table) ? sql`false` : sql`held.attempts + 1 >= ${MAX_ATTEMPTS}`;
  const keptAbsences = KEEPS_ABSENCES.includes(table)
    ? sql`absences = coalesce(held.absences, queue.absences),`
    : sql``;
  const { rows } = await sql<{ id: bigint; outcome: Outcome | "given_back" }>`
    with ended as (
      select *
      from ${rowsAs("ended", settlements, {
        id: ["bigint", (row) => row.id],
        ended_in: ["text", (row) => row.outcome],
        error: ["text", (row) => row.error],
        again_ms: ["bigint", (row) => row.absence?.againInMs ?? row.againInMs],
        absences: ["jsonb", (row) => row.absence && JSON.stringify(row.absence.evidence)],
      })}
      order by id
    ),
    -- Row by row by the primary key. In a join the planner may compare each with all that the run holds, or read the
    -- whole table: 140 µs of CPU an item in a queue of 30,000 rows, instead of 3 (bench:queues).
    held as (
      select queue.id, queue.attempts, ended.ended_in, ended.error, ended.absences,
        ended.again_ms * interval '1 millisecond' as again_in
      from ended
      cross join lateral (
        select id, attempts
        from ${sql.table(table)}
        where id = ended.id and claimed_by is not distinct from ${runId}
        for no key update
      ) as queue
    )
    update ${sql.table(table)} as queue
    set claimed_by = null,
        ${keptAbsences}
        attempts = least(queue.attempts + (held.ended_in = 'retry')::int, 1000),
        outcome = case
          when held.ended_in = 'given_back' then queue.outcome
          when held.ended_in = 'retry' and ${isLast} then 'failed'
          else held.ended_in
        end,
        next_attempt_at = case
          when held.ended_in = 'given_back' then queue.next_attempt_at
          when held.ended_in = 'retry' and ${isLast} then null
          when held.ended_in = 'retry'
          then now() + interval '1 minute' * power(4, least(held.attempts, ${MAX_ATTEMPTS - 2})) * (0.75 + random() / 2)
          else ${lookAgain}
        end,
        last_error = case when held.ended_in = 'given_back' then queue.last_error else held.error end
    from held
    where queue.id = held.id
      -- With the ids in an array, these rows are found by key and then joined; otherwise the planner may read the table.
      and queue.id = any(array(select id from held))
    returning queue.id, case when held.ended_in = 'given_back' then 'given_back' else queue.outcome end as outcome
  `.execute(tx);
  return rows;
}

/** The queue that keeps a command's failed items. */
export const QUEUE_OF_COMMAND: Readonly<Record<string, QueueTable>> = {
  "mine-new": "InitialInstagramAccount",
  refresh: "RefreshSchedule",
  "mine-manual": "ManualMiningQueue",
  "import-comments": "CommentImport",
  "vary-names": "UsersToClone",
  "validate-clones": "UsersToClone",
  "fetch-pictures": "AccountPicture",
  qualify: "Qualification",
  "verify-emails": "EmailVerification",
  "hand-over": "EmailOutbox",
  "sync-instantly": "InstantlySync",
  "label-gmail": "Mailbox",
};

/** Selects the rows of a queue by username (SQL over `queue`); posts by their author's. */
const hasUsername: Record<QueueTable, (username: string) => RawBuilder<boolean>> = {
  InitialInstagramAccount: (username) => sql`queue.username = ${username}`,
  ManualMiningQueue: (username) => sql`queue.username = ${username}`,
  RefreshSchedule: (username) =>
    sql`queue.id in (select id from "InstagramAccountBase" where username = ${username})`,
  Qualification: (username) =>
    sql`queue.id in (select id from "InstagramAccountBase" where username = ${username})`,
  CommentImport: (username) => sql`queue.id in (
    select post.id
    from "InstagramPost" as post
    join "InstagramAccountBase" as account on account.id = post.account_id
    where account.username = ${username}
  )`,
  UsersToClone: (username) => sql`(
    queue.alt_username = ${username}
    or queue.account_id in (select id from "InstagramAccountBase" where username = ${username})
  )`,
  AccountPicture: (username) =>
    sql`queue.id in (select id from "InstagramAccountBase" where username = ${username})`,
  EmailVerification: (username) =>
    sql`queue.email in (select ig_email from "InstagramAccountBase" where username = ${username})`,
  EmailOutbox: (username) => sql`queue.id in (
    select lead.outbox_id
    from "EmailSequenceLead" as lead
    join "InstagramAccountBase" as account on account.id = lead.account_id
    where account.username = ${username} and lead.state = 'sending'
  )`,
  DiscoveryQuestion: (username) => sql`queue.led_by = ${username}`,
  InstantlySync: () => sql`false`,
  Mailbox: () => sql`false`,
};

/**
 * Gives failed items (of one username, or all if null) their attempts back and makes them due at once.
 * @returns the number of items.
 */
export async function putBack(
  db: Kysely<Schema>,
  table: QueueTable,
  username: string | null,
): Promise<number> {
  const result = await sql`
    update ${sql.table(table)} as queue
    set outcome = 'retry', attempts = 0, next_attempt_at = now()
    where outcome = 'failed' and claimed_by is null
      and ${username === null ? sql`true` : hasUsername[table](username)}
  `.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

/** Counts the items of a queue that have failed for good and wait for `igminer retry`. Uses the queue's index on them. */
export async function countFailed(db: Kysely<Schema>, table: QueueTable): Promise<number> {
  const { rows } = await sql<{ failed: number }>`
    select count(*)::int as failed from ${sql.table(table)} where outcome = 'failed'
  `.execute(db);
  return rows[0]?.failed ?? 0;
}
