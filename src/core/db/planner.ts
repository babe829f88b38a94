import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.js";

/**
 * Makes the planner use keys to find rows, for the rest of a transaction. It is for the claims and saves of mining and
 * for `measure`, which need few rows of tables that grow from nothing while a command runs. A plan made while a table
 * was small (also one kept for a foreign key) reads the table from end to end for the rest of the run: 51,000
 * sequential scans in a run of 1,500 profiles, half its time; a merge join of 600 names with the whole frontier took
 * another fifth. JIT is off because the penalty on an unavoidable scan would make the planner compile trivial
 * statements (PostgreSQL, "When to JIT?").
 * Do not use it elsewhere: rows of a batch that are joined with each other would be compared one by one.
 */
export async function goByKeys(tx: Kysely<Schema>): Promise<void> {
  await sql
    .raw(
      "set local enable_seqscan = off; set local enable_mergejoin = off; set local enable_hashjoin = off; set local jit = off",
    )
    .execute(tx);
}
