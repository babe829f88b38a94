import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../../db/schema.js";

/** Items finished within an hour, by outcome. */
export interface ItemsInHour {
  hour: Date;
  outcome: string;
  items: number;
}

/** Time per item of a command over the last day: averages of the chunks' figures. */
export interface WorkTime {
  command: string;
  p50Ms: number;
  p95Ms: number;
}

/** A point of a curve. */
export interface CurvePoint {
  at: Date;
  name: string;
  value: number;
}

/** Points of `Metrics`, and of the hourly values that older ones were folded into. */
const points = (name: string, since: string) => sql`
  select at, value as sum, 1::bigint as count, tags
  from "Metrics"
  where name = ${name} and at > now() - ${since}::interval
  union all
  select hour, sum, count, tags
  from "MetricsHourly"
  where name = ${name} and hour > now() - ${since}::interval
`;

/** Finished items by hour and outcome, over the last two days. */
export async function readItems(db: Kysely<Schema>): Promise<ItemsInHour[]> {
  const { rows } = await sql<ItemsInHour>`
    select date_trunc('hour', at, 'UTC') as hour, tags ->> 'outcome' as outcome, sum(sum)::float8 as items
    from (${points("items", "2 days")}) as points
    where tags ->> 'outcome' not in ('claimed', 'given_back')
    group by 1, 2
    order by 1, 2
  `.execute(db);
  return rows;
}

/** Time per item over the last day, slowest command first. */
export async function readWorkTimes(db: Kysely<Schema>): Promise<WorkTime[]> {
  const { rows } = await sql<WorkTime>`
    select command, p50 as "p50Ms", p95 as "p95Ms"
    from (
      select tags ->> 'command' as command,
        sum(sum) filter (where tags ->> 'quantile' = '0.5') / sum(count) filter (where tags ->> 'quantile' = '0.5') as p50,
        sum(sum) filter (where tags ->> 'quantile' = '0.95') / sum(count) filter (where tags ->> 'quantile' = '0.95') as p95
      from (${points("item_duration_ms", "1 day")}) as points
      group by 1
    ) as times
    where p50 > 0 and p95 > 0
    order by p95 desc
    limit 14
  `.execute(db);
  return rows;
}

/** Size of the frontier by hour and state over the last two weeks, as recorded by `purge`. */
export function readQueueSizes(db: Kysely<Schema>): Promise<CurvePoint[]> {
  const isShown = sql`tags ->> 'queue' = 'frontier' and tags ->> 'state' in ('fresh', 'retry', 'failed')`;
  return hourlyMeans(db, "queue_rows", "state", isShown);
}

/** Rate of each source by hour over the last two weeks, in requests per minute. */
export function readSourceRates(db: Kysely<Schema>): Promise<CurvePoint[]> {
  return hourlyMeans(db, "source_rate_per_minute", "source", sql`true`);
}

/** One curve for each value of a tag. @param isShown an SQL condition on `tags`. */
async function hourlyMeans(
  db: Kysely<Schema>,
  metric: string,
  tag: string,
  isShown: RawBuilder<unknown>,
): Promise<CurvePoint[]> {
  const { rows } = await sql<CurvePoint>`
    select date_trunc('hour', at, 'UTC') as at, tags ->> ${sql.lit(tag)} as name, (sum(sum) / sum(count))::float8 as value
    from (${points(metric, "14 days")}) as points
    where ${isShown}
    group by 1, 2
    order by 1, 2
  `.execute(db);
  return rows;
}
