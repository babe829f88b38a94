import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.js";

/**
 * Tells the planner, for the rest of a transaction, to go to rows by their keys. For the claims and saves of mining, and for `measure`:
 * they ask for few rows of tables that grow from nothing while a command runs. A plan that was made, or kept for a foreign
 * key, while a table was small reads it from end to end for the rest of the run: 51,000 sequential scans in a run of 1,500
 * profiles, and half its time; a merge join of 600 names with the whole frontier was another fifth. And the surcharge on a
 * scan that cannot be avoided would make the planner compile trivial statements (PostgreSQL, "When to JIT?").
 * Everywhere else it would do harm: rows of a batch that are joined with each other would be compared one by one.
 */
export async function goByKeys(tx: Kysely<Schema>): Promise<void> {
  await sql
    .raw(
      "set local enable_seqscan = off; set local enable_mergejoin = off; set local enable_hashjoin = off; set local jit = off",
    )
    .execute(tx);
}
