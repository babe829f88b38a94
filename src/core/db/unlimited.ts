import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.js";

const WITHOUT_TIME_LIMIT = "set local statement_timeout = 0";
/** PostgreSQL 17 and later can also limit whole transactions, and some hosted databases do. */
const WITHOUT_TRANSACTION_LIMIT = `
  select set_config('transaction_timeout', '0', true)
  where current_setting('transaction_timeout', true) is not null
`;

/** Removes the time limits from the rest of a transaction, for work that grows with the store. */
export async function withoutTimeLimit(tx: Kysely<Schema>): Promise<void> {
  await sql.raw(WITHOUT_TIME_LIMIT).execute(tx);
  await sql.raw(WITHOUT_TRANSACTION_LIMIT).execute(tx);
}

const INDEX_BESIDE = /^(create (unique )?|drop )index concurrently /;

/**
 * Whether no time limit applies from this statement on: it removes the limit, or it creates or drops an index
 * concurrently, which cannot run in a transaction that removes it.
 */
export function liftsTimeLimit(statement: string): boolean {
  return statement === WITHOUT_TIME_LIMIT || INDEX_BESIDE.test(statement);
}
