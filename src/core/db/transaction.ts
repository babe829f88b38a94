import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import { passFaultPoint } from "../fault-point.js";
import type { Schema } from "./schema.js";
import { type Mark, traitsOf } from "./traits.js";
import { type DatabaseTrouble, troubleOf } from "./trouble.js";

const AGAIN_FROM_MS = 50;
const AGAIN_TO_MS = 1_000;
/** Each conflict with another transaction is over at once; this many in a row are not a coincidence. */
const CONFLICTS_MOST = 10;

/** Temporary faults, retried as long as the database may be away. A person must fix the others. */
const PASSING: ReadonlySet<DatabaseTrouble> = new Set([
  "connection",
  "busy",
  "read_only",
  "resources",
  "timeout",
]);

/**
 * Runs `work` in one transaction that takes effect once. It is run again after a conflict with another transaction, and
 * while the database is away or refuses temporarily (up to the store's patience). A commit whose answer was lost is
 * looked up by the mark that the transaction left. `work` may be called more than once; its earlier calls were rolled
 * back.
 * @throws the database's error once its trouble has lasted too long, or at once if this process has not committed
 * anything yet, since then nothing is lost.
 */
export async function inTransaction<T>(
  db: Kysely<Schema>,
  work: (tx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  const { reach, nextMark } = traitsOf(db);
  const mark = nextMark();
  let unconfirmed: { result: T } | null = null;
  let troubleSinceMs = Infinity;
  let conflicts = 0;
  for (let waitMs = AGAIN_FROM_MS; ; waitMs = Math.min(2 * waitMs, AGAIN_TO_MS)) {
    const startedMs = performance.now();
    let reached: { result: T } | null = null;
    try {
      const result = await db.transaction().execute(async (tx) => {
        if (mark !== null && !(await leave(mark, tx))) return (unconfirmed as { result: T }).result;
        const done = await work(tx);
        reached = { result: done };
        passFaultPoint("committing");
        return done;
      });
      reach.hasCommitted = true;
      passFaultPoint("committed");
      return result;
    } catch (error) {
      const trouble = troubleOf(error);
      unconfirmed = reached ?? unconfirmed;
      troubleSinceMs = Math.min(troubleSinceMs, startedMs);
      const isConflict = trouble === "conflict" && ++conflicts <= CONFLICTS_MOST;
      if (!isConflict && !isWorthWaiting(trouble)) throw error;
    }
    // Random, so that transactions that conflicted do not retry in step.
    await sleep(waitMs * (0.5 + Math.random()), undefined, { signal: reach.givenUp }).catch(() => {});
  }

  function isWorthWaiting(trouble: DatabaseTrouble | null): boolean {
    if (trouble === null || !PASSING.has(trouble) || reach.givenUp.aborted) return false;
    if (!reach.hasCommitted && unconfirmed === null) return false;
    return performance.now() - troubleSinceMs < reach.limitMs;
  }
}

/**
 * Leaves a mark in the transaction. If an earlier attempt is still being committed, this waits for it to end.
 * @returns false if an earlier attempt was committed.
 */
async function leave({ holder, number }: Mark, tx: Transaction<Schema>): Promise<boolean> {
  const { rows } = await sql`
    insert into "CommitMark" (holder, number)
    values (${holder}::uuid, ${number})
    on conflict do nothing
    returning number
  `.execute(tx);
  return rows.length > 0;
}
