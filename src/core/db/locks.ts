import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.js";

/**
 * All advisory locks of igminer by name; each is independent of the others. PostgreSQL identifies such locks by
 * application-defined numbers (documentation, 13.3.5), and two modules that choose numbers by hand may collide.
 */
export const LOCKS = [
  /** Migrations, one at a time. */
  "migrate",
  /** Permission to send to leads: one process at a time counts caps and plans. */
  "permission to send",
  /** Taking accounts into sequences. */
  "import into sequences",
  /** Refreshing views. */
  "refresh views",
  /** Assigning turns at mail hosts. */
  "turns at mail hosts",
] as const;
export type LockName = (typeof LOCKS)[number];

/** @returns the number of a lock: the first 8 bytes of its name's hash, so that numbers do not collide. */
export function lockNumber(name: LockName): bigint {
  return createHash("sha256").update(`igminer ${name}`).digest().readBigInt64BE(0);
}

/** Waits for a lock and holds it until the transaction ends. */
export async function takeLock(tx: Kysely<Schema>, name: LockName): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockNumber(name)})`.execute(tx);
}

/** Takes a lock until the transaction ends, if it is free. @returns whether it was. */
export async function tryLock(tx: Kysely<Schema>, name: LockName): Promise<boolean> {
  const { rows } = await sql<{ is_taken: boolean }>`
    select pg_try_advisory_xact_lock(${lockNumber(name)}) as is_taken
  `.execute(tx);
  return rows[0]?.is_taken === true;
}
