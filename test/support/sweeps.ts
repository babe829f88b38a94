import { type Kysely, sql, type Transaction } from "kysely";
import type { Swept } from "../../src/core/batch/sweep.js";
import { goByKeys } from "../../src/core/db/planner.js";
import type { Schema } from "../../src/core/db/schema.js";

/** Runs one chunk of a sweep. */
export function swept(
  db: Kysely<Schema>,
  sweep: (tx: Transaction<Schema>, limit: number) => Promise<Swept>,
  limit = 100,
): Promise<Swept> {
  return db.transaction().execute((tx) => sweep(tx, limit));
}

/** @returns the names of the indexes that PostgreSQL uses for a query. */
export async function indexesUsedBy(db: Kysely<Schema>, query: string): Promise<string[]> {
  const { rows } = await db.transaction().execute(async (tx) => {
    // Otherwise sequential scans would be cheaper on a test's small tables.
    await goByKeys(tx);
    return sql.raw<{ "QUERY PLAN": string }>(`explain ${query}`).execute(tx);
  });
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  return [...plan.matchAll(/(?:using|on) "?(\w+_\w+)"?/g)].map((match) => match[1] as string);
}
