import { type Kysely, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import { writeMetrics } from "../record/metrics.js";
import { countQueues } from "./queue-sizes.js";
import { countFrontier, countTotals } from "./status.js";

/** How long single rows are kept, since the figures of the last hour are read from them. */
const RAW_FOR = sql`interval '2 hours'`;

/**
 * Folds up to `limit` old rows of `Metrics` into hourly values and totals, and deletes them. All of it is in the
 * caller's transaction, so that a crash neither loses nor double-counts anything.
 * @returns the number of rows.
 */
export async function foldMetrics(tx: Transaction<Schema>, limit: number): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with old as (
      delete from "Metrics"
      where ctid = any(array(
        select ctid
        from "Metrics"
        where at < now() - ${RAW_FOR}
        order by id
        limit ${limit}
        for update skip locked
      ))
      returning name, value, tags, at
    ),
    hours as (
      insert into "MetricsHourly" as hourly (name, hour, tags, sum, count, minimum, maximum)
      select name, date_trunc('hour', at, 'UTC'), tags, sum(value), count(*), min(value), max(value)
      from old
      group by name, date_trunc('hour', at, 'UTC'), tags
      order by name, date_trunc('hour', at, 'UTC'), tags
      on conflict (name, hour, tags) do update
      set sum = hourly.sum + excluded.sum,
          count = hourly.count + excluded.count,
          minimum = least(hourly.minimum, excluded.minimum),
          maximum = greatest(hourly.maximum, excluded.maximum)
    ),
    totals as (
      insert into "MetricsTotal" as total (name, tags, sum, count)
      select name, tags, sum(value), count(*)
      from old
      group by name, tags
      order by name, tags
      on conflict (name, tags) do update
      set sum = total.sum + excluded.sum, count = total.count + excluded.count
    )
    select count(*)::int as folded from old
  `.execute(tx);
  return rows[0]?.folded ?? 0;
}

/** Totals since the beginning, folded or not, by name and tags. They never decrease. */
export async function readTotals(
  db: Kysely<Schema>,
): Promise<{ name: string; tags: Record<string, string>; sum: number }[]> {
  const { rows } = await sql<{ name: string; tags: Record<string, string>; sum: number }>`
    select name, tags, sum(sum)::float8 as sum
    from (
      select name, tags, sum from "MetricsTotal"
      union all
      select name, tags, sum(value) from "Metrics" group by name, tags
    ) as counted
    group by name, tags
    order by name, tags
  `.execute(db);
  return rows;
}

/** Records the current sizes of queues and data and the rates of sources, as points of their curves. */
export async function recordSizes(db: Kysely<Schema>): Promise<void> {
  const queues = await countQueues(db, await countFrontier(db));
  const totals = await countTotals(db);
  const rates = await db.selectFrom("SourceState").select(["source", "rate_per_minute"]).execute();
  await writeMetrics(db, [
    ...rates.map(({ source, rate_per_minute: value }) => ({
      name: "source_rate_per_minute",
      value,
      tags: { source },
    })),
    ...queues.flatMap(({ queue, states }) =>
      Object.entries(states).map(([state, { rows }]) => ({
        name: "queue_rows",
        value: rows,
        tags: { queue, state },
      })),
    ),
    ...Object.entries(totals).map(([what, { rows }]) => ({
      name: "stored_rows",
      value: rows,
      tags: { what },
    })),
  ]);
}
