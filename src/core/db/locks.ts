import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.js";

/**
 * All advisory locks of igminer, each by its name: what holds it has nothing to do with what holds another. PostgreSQL's locks
 * are numbers whose meaning is the application's own (documentation, 13.3.5), so that two modules that choose a number by
 * hand may choose the same.
 */
export const LOCKS = [
  /** Migrators, one at a time. */
  "migrate",
  /** Whoever permits leads to be sent: caps and plans are counted by one at a time. */
  "permission to send",
  /** Whoever takes accounts into sequences. */
  "import into sequences",
  /** Whoever refreshes views. */
  "refresh views",
  /** Whoever gives out turns at mail hosts. */
  "turns at mail hosts",
] as const;
export type LockName = (typeof LOCKS)[number];

/** @returns the number of a lock: the first 8 bytes of its name's hash, so that no two are chosen alike. */
export function lockNumber(name: LockName): bigint {
  return createHash("sha256").update(`igminer ${name}`).digest().readBigInt64BE(0);
}

/** Waits for a lock and holds it until the transaction ends. */
export async function takeLock(tx: Kysely<Schema>, name: LockName): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockNumber(name)})`.execute(tx);
}

/** Takes a lock that nobody holds, until the transaction ends. @returns whether it did. */
export async function tryLock(tx: Kysely<Schema>, name: LockName): Promise<boolean> {
  const { rows } = await sql<{ is_taken: boolean }>`
    select pg_try_advisory_xact_lock(${lockNumber(name)}) as is_taken
  `.execute(tx);
  return rows[0]?.is_taken === true;
}
