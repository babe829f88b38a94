import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { EXIT, Failure } from "../failure.js";

const LOOK_EVERY_MS = 50;

/**
 * Waits until every transaction has ended that has read the keep-out list so far, since what such a transaction writes was
 * checked against the old list. A statement that reads the list locks its index for reading before it takes its snapshot,
 * until its transaction ends. This function only checks whether those locks are still held, so it blocks nobody. Whoever
 * takes the lock later sees what was committed before. It checks the index rather than the table because a dump locks all
 * tables for hours.
 * @throws Failure (exit 1) if one of these transactions lasts longer than `atMostMs`.
 */
export async function judgedBefore(db: Kysely<Schema>, atMostMs: number): Promise<void> {
  const until = performance.now() + atMostMs;
  let waitedFor = await readers(db, null);
  while (waitedFor.length > 0) {
    if (performance.now() > until)
      throw new Failure(
        EXIT.failed,
        `An older transaction has been open for ${Math.round(atMostMs / 1_000)} s, and may still write data of this person.`,
        "The person is kept out already. Run the same command again to erase what is stored.",
      );
    await wait(LOOK_EVERY_MS);
    waitedFor = await readers(db, waitedFor);
  }
}

/** Transactions that hold a lock on the list: of these, or all if null. */
async function readers(db: Kysely<Schema>, among: readonly string[] | null): Promise<string[]> {
  const { rows } = await sql<{ reader: string }>`
    select distinct virtualtransaction as reader
    from pg_locks
    where relation = '"Forgotten_pkey"'::regclass
      and database = (select oid from pg_database where datname = current_database())
      and pid <> pg_backend_pid()
      and (${among === null} or virtualtransaction = any(${[...(among ?? [])]}::text[]))
  `.execute(db);
  return rows.map(({ reader }) => reader);
}
