import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import { passFaultPoint } from "../fault-point.js";
import type { Schema } from "./schema.js";
import { type Mark, traitsOf } from "./traits.js";
import { type DatabaseTrouble, troubleOf } from "./trouble.js";

const AGAIN_FROM_MS = 50;
const AGAIN_TO_MS = 1_000;
/** Of conflicts with other transactions: each is over at once, and so many in a row are no accident. */
const CONFLICTS_MOST = 10;

/** What passes: tried again as long as the database may be away. The rest is for a person to mend. */
const PASSING: ReadonlySet<DatabaseTrouble> = new Set([
  "connection",
  "busy",
  "read_only",
  "resources",
  "timeout",
]);

/**
 * Runs `work` in one transaction, and takes effect once: it is run again when the transaction lost against another one, and
 * when the database was away or refused for a while (up to the patience of the store), and a commit whose answer was lost is
 * looked up by the mark that the transaction left. `work` may be called more than once; what it did before was undone.
 * @throws the database's error once its trouble has lasted too long; at once where nothing was committed yet by this process,
 * since nothing is lost by that.
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
    // Not in step with the others that lost.
    await sleep(waitMs * (0.5 + Math.random()), undefined, { signal: reach.givenUp }).catch(() => {});
  }

  function isWorthWaiting(trouble: DatabaseTrouble | null): boolean {
    if (trouble === null || !PASSING.has(trouble) || reach.givenUp.aborted) return false;
    if (!reach.hasCommitted && unconfirmed === null) return false;
    return performance.now() - troubleSinceMs < reach.limitMs;
  }
}

/**
 * Leaves a mark in the transaction. Where an earlier try is still being committed, this waits for it to end.
 * @returns false when one has been committed.
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
