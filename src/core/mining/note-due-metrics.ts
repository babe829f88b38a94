import { sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";

/**
 * Marks accounts that were just seen, so that `measure` recomputes their metrics. Also those that were seen unchanged, since
 * growth and posts a week are as of the last look. "do update", not "do nothing": it waits for a measuring that is under
 * way and would miss what is saved here.
 */
export async function noteDueMetrics(tx: Transaction<Schema>, accountIds: Iterable<bigint>): Promise<void> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return;
  await sql`
    insert into "CreatorMetricsDue" as due (account_id)
    select id
    from "InstagramAccountBase"
    where id = any(${ids}::bigint[])
    order by id
    on conflict (account_id) do update
    set due_since = due.due_since
  `.execute(tx);
}
