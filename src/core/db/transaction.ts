import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema.js";

/** SQLSTATE codes after which the same transaction can simply be run again (PostgreSQL, appendix A). */
const RETRYABLE_STATES = new Set([
  "40001", // serialization failure
  "40P01", // deadlock detected
  "57P01", // administrator shut the connection
  "57P02",
  "08000", // connection exceptions
  "08003",
  "08006",
]);
const RETRYABLE_CODES = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/**
 * Runs `work` in one transaction, and again (at most three times more) when the connection was cut or the transaction
 * lost a deadlock. A commit whose answer was lost may have happened: `work` must be safe to run twice.
 */
export function inTransaction<T>(db: Kysely<Schema>, work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  const policy = retry(handleWhen(isRetryable), {
    maxAttempts: 3,
    backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 }),
  });
  return policy.execute(() => db.transaction().execute(work));
}

function isRetryable(error: Error & { code?: unknown }): boolean {
  if (typeof error.code === "string") return RETRYABLE_STATES.has(error.code) || RETRYABLE_CODES.has(error.code);
  // node-postgres gives a cut connection no code (client.js, "Connection terminated unexpectedly").
  return error.message.startsWith("Connection terminated");
}
