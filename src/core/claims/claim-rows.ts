import { type RawBuilder, sql } from "kysely";
import { isAlive, type QueueTable } from "./claims.js";

/** A group of rows in a queue. A claim goes through the groups in order until it is full. */
export interface Turn {
  /** Selects the rows, over the queue's columns. A partial index must cover it and exclude claimed rows. */
  where: RawBuilder<boolean>;
  /** The order of that index. */
  orderBy: RawBuilder<unknown>;
}

/**
 * The common table expressions of a claim, to be put after `with`. The last one, "claimed", has all columns of up to `limit`
 * rows that the run now holds. The turns are taken in order; rows that another claim is taking are skipped. A run that was
 * declared dead claims nothing.
 * @param marks further columns to set, such as `tried_at = now()`.
 */
export function claimedRows(
  table: QueueTable,
  runId: bigint,
  limit: number,
  turns: readonly Turn[],
  marks: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const queue = sql.table(table);
  const names = turns.map((_, place) => sql.ref(`turn_${place}`));
  const taken = turns.map(
    ({ where, orderBy }, place) => sql`${names[place]} as (
      select id
      from ${queue}
      where claimed_by is null and ${where} and ${isAlive(runId)}
      order by ${orderBy}
      limit ${sql.join([sql`${limit}::bigint`, ...names.slice(0, place).map((name) => sql`(select count(*) from ${name})`)], sql` - `)}
      for no key update skip locked
    )`,
  );
  return sql`
    ${sql.join(taken)},
    claimed as (
      update ${queue} as queue
      set ${sql.join([sql`claimed_by = ${runId}`, ...marks])}
      from (${sql.join(
        names.map((name) => sql`select id from ${name}`),
        sql` union all `,
      )}) as taken
      where queue.id = taken.id
      returning queue.*
    )`;
}
