import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema.js";

/** SQLSTATE codes of a transaction that lost against another: it can simply be run again (PostgreSQL, appendix A). */
const CONFLICT_STATES = new Set(["40001", "40P01"]);
/** SQLSTATE codes and system errors of a connection that is gone. */
const CONNECTION_CODES = new Set([
  "57P01", // administrator shut the connection
  "57P02",
  "57P03",
  "08000",
  "08001",
  "08003",
  "08006",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Runs `work` in one transaction, and again (at most three times more) when the connection was cut or the transaction
 * lost a deadlock. A commit whose answer was lost may have happened: `work` must be safe to run twice.
 */
export function inTransaction<T>(
  db: Kysely<Schema>,
  work: (tx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  const policy = retry(
    handleWhen((error) => isConflict(error) || isConnectionCut(error)),
    {
      maxAttempts: 3,
      backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 }),
    },
  );
  return policy.execute(() => db.transaction().execute(work));
}

/** @returns whether the error says that the database is not reached any more, whatever was asked. */
export function isConnectionCut(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return CONNECTION_CODES.has(code);
  // node-postgres gives a cut connection no code (client.js, "Connection terminated unexpectedly").
  return typeof message === "string" && message.startsWith("Connection terminated");
}

function isConflict(error: unknown): boolean {
  return CONFLICT_STATES.has(String((error as { code?: unknown }).code));
}
