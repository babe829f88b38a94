import { type RawBuilder, sql } from "kysely";
import { isAlive, type QueueTable } from "./claims.js";

/** Rows of a queue that are taken one after the other until a claim is full. */
export interface Turn {
  /** Which rows, over the queue's columns; a partial index holds them, and holds none that somebody has claimed. */
  where: RawBuilder<boolean>;
  /** In the order of that index. */
  orderBy: RawBuilder<unknown>;
}

/**
 * What stands behind `with` in a claim: the common table expression "claimed", with all columns of up to `limit` rows that are
 * now the run's own, and those that it goes by. The turns are gone through in their order; rows that another claim is taking
 * are passed over. A run that was found dead takes nothing.
 * @param marks further columns to set, as `tried_at = now()`.
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
