import { type Kysely, sql } from "kysely";
import { rowsAs } from "../../db/rows.js";
import type { ManualStatus } from "../../db/schema/mining.js";
import type { Schema } from "../../db/schema.js";
import { inTransaction } from "../../db/transaction.js";
import { isForgotten } from "../../keep-out/forgotten.js";

/** Rows per statement (facts §8: 500–1000); longer lists are added in several statements. */
const NAMES_AT_ONCE = 1_000;

/**
 * Adds usernames to the manual queue. One that is waiting there stays as it is, one that had failed for good is tried again,
 * and those of erased people are skipped.
 * @returns the numbers of new and of retried entries.
 */
export async function addToQueue(
  db: Kysely<Schema>,
  usernames: readonly string[],
  requestedBy: string,
): Promise<{ added: number; again: number }> {
  const counts = { added: 0, again: 0 };
  for (let from = 0; from < usernames.length; from += NAMES_AT_ONCE) {
    const { added, again } = await addSome(db, usernames.slice(from, from + NAMES_AT_ONCE), requestedBy);
    counts.added += added;
    counts.again += again;
  }
  return counts;
}

/**
 * Adds them in the given order, not in an order that all writers share: the loser of a deadlock over the same names is tried
 * again.
 */
function addSome(
  db: Kysely<Schema>,
  usernames: readonly string[],
  requestedBy: string,
): Promise<{ added: number; again: number }> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ added: number; again: number }>`
      with asked as (
        insert into "ManualMiningQueue" as queue (username, requested_by)
        select username, ${requestedBy}
        from ${rowsAs("asked", [...usernames.entries()], {
          place: ["integer", ([place]) => place],
          username: ["text", ([, username]) => username],
        })}
        where not ${isForgotten("username", sql`username`)}
        order by place
        on conflict (username) where outcome is null or outcome in ('retry', 'unknown', 'failed')
        do update
        set outcome = null,
            attempts = 0,
            next_attempt_at = null,
            last_error = null,
            requested_by = excluded.requested_by,
            requested_at = now()
        where queue.outcome = 'failed' and queue.claimed_by is null
        returning xmax = 0 as is_new
      )
      select
        count(*) filter (where is_new)::int as added,
        count(*) filter (where not is_new)::int as again
      from asked
    `.execute(tx);
    return rows[0] as (typeof rows)[number];
  });
}

/**
 * Reads the newest entries, newest first, each with the account mined: its id, current username and followers. `before`: only
 * entries with a smaller id, for paging.
 */
export function readQueue(
  db: Kysely<Schema>,
  { status, before, limit }: { status: ManualStatus | null; before: bigint | null; limit: number },
) {
  return db
    .selectFrom("ManualMiningQueue as queue")
    .leftJoin("InstagramAccountBase as account", "account.id", "queue.account_id")
    .select([
      "queue.id",
      "queue.username",
      "queue.status",
      "queue.outcome",
      "queue.requested_by",
      "queue.requested_at",
      "queue.account_id",
      "account.username as now_called",
      "account.followers_count as followers",
      "queue.last_error as error",
    ])
    .$if(status !== null, (query) => query.where("queue.status", "=", status as ManualStatus))
    .$if(before !== null, (query) => query.where("queue.id", "<", before as bigint))
    .orderBy("queue.id", "desc")
    .limit(limit)
    .execute();
}
