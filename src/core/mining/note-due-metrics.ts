import { sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";

/**
 * Marks accounts that were just seen, so that `measure` recomputes their metrics. Includes unchanged accounts, since growth
 * and posts per week depend on when they were last seen. "do update" rather than "do nothing": it waits for a measurement in
 * progress, which would otherwise miss what is saved here.
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
