import { type Kysely, sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { ManualStatus } from "../db/schema/mining.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";

/**
 * Puts usernames into the manual queue. One that waits there already stays as it is; one that had failed for good is
 * tried again. @returns how many are new, and how many are tried again.
 */
export async function addToQueue(
  db: Kysely<Schema>,
  usernames: readonly string[],
  requestedBy: string,
): Promise<{ added: number; again: number }> {
  if (usernames.length === 0) return { added: 0, again: 0 };
  // In the order given, not in one that all share: who loses against another asking for the same names tries again.
  const { rows } = await inTransaction(db, (tx) =>
    sql<{ added: number; again: number }>`
    with asked as (
      insert into "ManualMiningQueue" as queue (username, requested_by)
      select username, ${requestedBy}
      from ${rowsAs("asked", [...usernames.entries()], {
        place: ["integer", ([place]) => place],
        username: ["text", ([, username]) => username],
      })}
      order by place
      on conflict (username) where outcome is null or outcome in ('retry', 'failed')
      do update set outcome = null, attempts = 0, next_attempt_at = null, last_error = null, requested_by = excluded.requested_by
      where queue.outcome = 'failed' and queue.claimed_by is null
      returning xmax = 0 as is_new
    )
    select
      count(*) filter (where is_new)::int as added,
      count(*) filter (where not is_new)::int as again
    from asked
  `.execute(tx),
  );
  return rows[0] ?? { added: 0, again: 0 };
}

/**
 * @returns the newest entries, newest first, each with what was mined: Instagram's number, the name it goes by now, its
 * followers. `before`: those with a smaller id, to read on.
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
