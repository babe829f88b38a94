import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../db/schema.js";

/** A number of rows; `isAbout` marks the planner's estimate, from statistics that autovacuum maintains. */
export interface RowCount {
  rows: number;
  isAbout: boolean;
}

/** Tables below this size are counted: it takes some 20 ms, and statistics of small tables are often stale. */
const COUNTED_UP_TO = 100_000;

/** @returns the planner's estimate of a query's number of rows. It reads statistics, never the table. */
async function estimateRows(db: Kysely<Schema>, query: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>`
    explain (format json) ${query}
  `.execute(db);
  return rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}

/**
 * A condition to count rows by. `isIndexed`: a partial index holds exactly these rows, so that a few of them are
 * counted quickly in a table of any size.
 */
export interface Condition {
  where: RawBuilder<boolean>;
  isIndexed?: true;
}

/**
 * Counts the rows of a table that meet each condition: exactly if they are few and quickly found, otherwise by
 * estimate. A count of ten million rows takes seconds and reads them all; the estimate takes a millisecond and is off
 * by a few percent.
 */
export async function countRows<Name extends string>(
  db: Kysely<Schema>,
  table: keyof Schema,
  conditions: Record<Name, Condition>,
): Promise<Record<Name, RowCount>> {
  const names = Object.keys(conditions) as Name[];
  const isLarge = await hasMoreThan(db, table, COUNTED_UP_TO);
  if (!isLarge) {
    const columns = names.map(
      (name) => sql`count(*) filter (where ${conditions[name].where})::int as ${sql.ref(name)}`,
    );
    const { rows } = await sql<Record<Name, number>>`
      select ${sql.join(columns)} from ${sql.table(table)}
    `.execute(db);
    return recordOf(names, (name) => ({ rows: rows[0]?.[name] ?? 0, isAbout: false }));
  }
  const counts = new Map<Name, RowCount>();
  for (const name of names) {
    const { where, isIndexed } = conditions[name];
    const query = sql`select 1 from ${sql.table(table)} where ${where}`;
    const few = isIndexed ? await countUpTo(db, query, COUNTED_UP_TO) : null;
    counts.set(
      name,
      few === null ? { rows: await estimateRows(db, query), isAbout: true } : { rows: few, isAbout: false },
    );
  }
  return recordOf(names, (name) => counts.get(name) as RowCount);
}

async function hasMoreThan(db: Kysely<Schema>, table: keyof Schema, limit: number): Promise<boolean> {
  const all = sql`select 1 from ${sql.table(table)}`;
  // Statistics may be missing or old, so they only count if they are clearly above the limit.
  return (await estimateRows(db, all)) > 2 * limit || (await countUpTo(db, all, limit)) === null;
}

/** Counts the rows of a query, reading no more than `limit`. @returns null if there are more. */
async function countUpTo(
  db: Kysely<Schema>,
  query: RawBuilder<unknown>,
  limit: number,
): Promise<number | null> {
  const { rows } = await sql<{ rows: number }>`
    select count(*)::int as rows from (${query} limit ${limit + 1}) as walked
  `.execute(db);
  const counted = rows[0]?.rows ?? 0;
  return counted > limit ? null : counted;
}

function recordOf<Name extends string, Value>(
  names: readonly Name[],
  valueFor: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, valueFor(name)])) as Record<Name, Value>;
}
