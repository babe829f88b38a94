import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { requireCurrentSchema } from "../../src/core/db/applied-migrations.js";
import type { Database } from "../../src/core/db/database.js";
import { migrate } from "../../src/core/db/migrate.js";
import type { Schema } from "../../src/core/db/schema.js";
import { troubleOf } from "../../src/core/db/trouble.js";
import { Interrupted, interruptAt } from "../support/interrupted.js";
import { ALL_THERE, countsOf, MIGRATION_FILES, makeOldStore, schemaOf } from "../support/old-store.js";
import { emptyStore, migratedStore, opened } from "../support/stores.js";

async function oldStore(files: readonly string[]): Promise<Kysely<Schema>> {
  const { kysely: db } = await opened(await emptyStore("postgres"));
  await makeOldStore(db, files);
  return db;
}

test("a store of the first version, interrupted before and after every single step, ends with the schema of a new one and all its rows", async () => {
  const db = await oldStore(MIGRATION_FILES.slice(0, 1));
  let interruptions = 0;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const step of ["committing", "committed"] as const) {
      interruptAt(step);
      await migrate(db).catch((error: Error) => {
        if (!(error instanceof Interrupted) && !(error.cause instanceof Interrupted)) throw error;
        isDone = false;
        interruptions++;
      });
    }
  }
  await requireCurrentSchema(db);
  expect(interruptions).toBeGreaterThan(2 * MIGRATION_FILES.length);
  expect(await schemaOf(db)).toEqual(await schemaOf((await migratedStore("postgres")).kysely));
  expect(await countsOf(db)).toEqual(ALL_THERE);
});

test("a store of any earlier version becomes the same as a new one, with all its rows", async () => {
  const newest = await schemaOf((await migratedStore("postgres")).kysely);
  // Every version is passed on the way from the first one; some are tested as a start.
  for (let known = 2; known < MIGRATION_FILES.length; known += 5) {
    const db = await oldStore(MIGRATION_FILES.slice(0, known));
    await migrate(db);
    expect(await schemaOf(db), `from ${MIGRATION_FILES[known - 1]}`).toEqual(newest);
    expect(await countsOf(db)).toEqual(ALL_THERE);
  }
});

test("a person who interrupts the wait for a lock is told just that", async () => {
  const db = await oldStore(MIGRATION_FILES.slice(0, 3));
  const interruption = new AbortController();
  await db.transaction().execute(async (tx) => {
    await sql`lock table "InstagramAccountBase"`.execute(tx);
    const migrating = migrate(db, {
      signal: interruption.signal,
      onProgress: (text) => text.startsWith("Another session") && interruption.abort("SIGINT"),
    });
    await expect(migrating).rejects.toMatchObject({ name: "AbortError", cause: "SIGINT" });
  });
  expect((await migrate(db)).length).toBeGreaterThan(0);
});

test("limits and defaults of a hosted database do not end a migration, nor make it wait for itself", {
  timeout: 300_000,
}, async () => {
  const settings = await emptyStore("postgres");
  const { kysely: unlimited } = await opened(settings);
  await makeOldStore(unlimited, MIGRATION_FILES.slice(0, 1));
  const database = new URL(settings.url as string).pathname.slice(1);
  await sql
    .raw(`
      alter database ${database} set statement_timeout = '400ms';
      alter database ${database} set default_transaction_isolation = 'serializable';
      do $$ begin
        if current_setting('transaction_timeout', true) is not null then
          alter database ${database} set transaction_timeout = '1s';
        end if;
      end $$
    `)
    .execute(unlimited);
  // Index builds wait for this snapshot, longer than the limit of a statement.
  const reading = unlimited
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      await sql`select count(*) from pg_class`.execute(tx);
      await sleep(3_000);
    });
  const { kysely: db } = await opened(settings);
  await migrate(db);
  await reading;
  await requireCurrentSchema(db);
  expect(await schemaOf(db)).toEqual(await schemaOf((await migratedStore("postgres")).kysely));
});

test("a migrator whose lock was lost with its connection is overtaken by the next one; no step is taken twice", async () => {
  const settings = await emptyStore("postgres");
  const stores = await Promise.all([opened(settings), opened(settings), opened(settings)]);
  const [first, second, { kysely: db }] = stores as [Database, Database, Database];
  await makeOldStore(db, MIGRATION_FILES.slice(0, 1));
  const overtaken = migrate(first.kysely).catch((error: unknown) => error);
  await expect
    .poll(
      async () => {
        const { rows } = await sql<{ isEnded: boolean }>`
          select pg_terminate_backend(pid) as "isEnded" from pg_locks
          where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
        `.execute(db);
        return rows.length;
      },
      { interval: 20, timeout: 30_000 },
    )
    .toBe(1);
  await migrate(second.kysely);
  const end = await overtaken;
  expect(end instanceof Error ? troubleOf(end) : null).toBe(end instanceof Error ? "connection" : null);
  expect(await schemaOf(db)).toEqual(await schemaOf((await migratedStore("postgres")).kysely));
  expect(await countsOf(db)).toEqual(ALL_THERE);
});
