import { type Kysely, sql, type Transaction } from "kysely";
import { rowsAs } from "./db/rows.js";
import type { Outcome, Schema } from "./db/schema.js";

/**
 * The tables whose rows are claimed by runs: each has `id`, `claimed_by`, and a partial index on the claimed ones.
 * A queue that is added here gets its claims back from dead runs.
 */
const CLAIMED_TABLES = ["InitialInstagramAccount"] as const;
/** Queues that remember failures: `attempts`, `next_attempt_at`, `outcome`, `last_error`. */
export type QueueTable = "InitialInstagramAccount";

/** An item is tried so often; then it is `failed` and stays, with its last error, until `igminer retry`. */
const MAX_ATTEMPTS = 5;

/** Gives back all that the given runs hold. No attempt is counted. @returns how many rows. */
export async function releaseClaims(db: Kysely<Schema>, runIds: readonly bigint[]): Promise<number> {
  let released = 0;
  for (const table of CLAIMED_TABLES) {
    // Locked in order of id, as every writer of several rows does, so that no two wait for each other.
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

/** An item that did not end in `ok`. "given_back": not tried, or not its fault. */
export interface Settlement {
  id: bigint;
  outcome: Exclude<Outcome, "ok" | "failed"> | "given_back";
  error: string | null;
}

/**
 * Writes the outcomes of items that were not `ok` and gives up their claims.
 * A `retry` counts an attempt and waits 1, 4, 16, 64 minutes (± a quarter, so that failures do not return in step); the
 * fifth ends as `failed`. `not_found` may be looked at again after a day. Rows that the run no longer holds are left alone.
 * @returns the outcome each row really got.
 */
export async function settle(
  tx: Transaction<Schema>,
  table: QueueTable,
  runId: bigint,
  settlements: readonly Settlement[],
): Promise<{ id: bigint; outcome: Outcome | "given_back" }[]> {
  if (settlements.length === 0) return [];
  const { rows } = await sql<{ id: bigint; outcome: Outcome | "given_back" }>`
    with ended as (
      select *
      from ${rowsAs("ended", settlements, {
        id: ["bigint", (row) => row.id],
        ended_in: ["text", (row) => row.outcome],
        error: ["text", (row) => row.error],
      })}
    ),
    held as (
      select queue.id, queue.attempts, ended.ended_in, ended.error
      from ${sql.table(table)} as queue
      join ended on ended.id = queue.id
      where queue.claimed_by = ${runId}
      order by queue.id
      for no key update of queue
    )
    update ${sql.table(table)} as queue
    set claimed_by = null,
        attempts = queue.attempts + (held.ended_in = 'retry')::int,
        outcome = case
          when held.ended_in = 'given_back' then queue.outcome
          when held.ended_in = 'retry' and held.attempts + 1 >= ${MAX_ATTEMPTS} then 'failed'
          else held.ended_in
        end,
        next_attempt_at = case held.ended_in
          when 'given_back' then queue.next_attempt_at
          when 'retry' then now() + interval '1 minute' * power(4, held.attempts) * (0.75 + random() / 2)
          when 'not_found' then now() + interval '1 day'
        end,
        last_error = case when held.ended_in = 'given_back' then queue.last_error else held.error end
    from held
    where queue.id = held.id
    returning queue.id, case when held.ended_in = 'given_back' then 'given_back' else queue.outcome end as outcome
  `.execute(tx);
  return rows;
}

/** The queue in which a command's failed items stay. */
export const QUEUE_OF_COMMAND: Readonly<Record<string, QueueTable>> = {
  "mine-new": "InitialInstagramAccount",
};

/** Gives failed items (of one username, or all: null) their attempts back; they are due at once. @returns how many. */
export async function putBack(
  db: Kysely<Schema>,
  table: QueueTable,
  username: string | null,
): Promise<number> {
  const result = await db
    .updateTable(table)
    .set({ outcome: "retry", attempts: 0, next_attempt_at: sql`now()` })
    .where("outcome", "=", "failed")
    .where("claimed_by", "is", null)
    .$if(username !== null, (query) => query.where("username", "=", username as string))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
