import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import { EXIT, Failure, messageOf } from "../failure.js";
import { passFaultPoint } from "../fault-point.js";
import {
  type AppliedMigration,
  appliedMigrations,
  refuseEncoding,
  refuseForeign,
} from "./applied-migrations.js";
import { type Migration, readScripts, type Script } from "./known-migrations.js";
import { lockNumber, takeLock } from "./locks.js";
import type { Schema } from "./schema.js";
import { indexOf, statementsOf, tablesMadeBy } from "./statements.js";
import { traitsOf } from "./traits.js";
import { troubleOf } from "./trouble.js";
import { withoutTimeLimit } from "./unlimited.js";

const LOCK_POLL_MS = 500;
/** The transaction that holds the migration lock stays idle, however long the work beside it takes. */
const WITHOUT_IDLE_LIMIT = "set local idle_in_transaction_session_timeout = 0";
/**
 * A statement that waits for a lock makes all others wait behind it (PostgreSQL documentation, 13.3.1), so it waits no
 * longer than this.
 */
const LOCK_TIMEOUT = "2s";
const LOCK_RETRY_MS = 3_000;
const LOCK_TRIES = 200;
/** Most steps finish sooner and need no message. */
const TOLD_AFTER_MS = 2_000;

/** Callbacks for the progress of a migration. */
export interface MigrateOptions {
  onProgress?(text: string): void;
  signal?: AbortSignal;
}

/**
 * Brings the schema to the newest known version. An empty database gets all of it or nothing, in one transaction. A
 * store with tables is changed statement by statement, each in its own transaction, which also records it, without a
 * time limit. So a migration can be interrupted and run again without loss, no lock is held longer than its statement,
 * nobody waits behind a requested lock, and indexes on tables in use are built concurrently. Any number of migrations
 * may run at once: one works, the others wait and find nothing left to do.
 * @returns what was applied now.
 * @throws Failure (exit 5) if the database's history differs from this igminer's, its encoding is not UTF-8, or a
 * statement fails.
 */
export async function migrate(db: Kysely<Schema>, options: MigrateOptions = {}): Promise<Migration[]> {
  const known = await readScripts();
  await refuseEncoding(db);
  if (await isEmpty(db)) {
    const applied = await applyAtOnce(db, known);
    if (applied !== null) return applied;
  }
  refuseForeign(await appliedMigrations(db), known);
  // Working beside a held lock needs two connections; the embedded database has one, and nobody else to block.
  if (traitsOf(db).connections < 2) return applyEach(db, known);
  return asOnlyMigrator(db, options, () => applyStepwise(db, known, options));
}

async function isEmpty(db: Kysely<Schema>): Promise<boolean> {
  return (await appliedMigrations(db)).length === 0;
}

/** @returns null if another migration was first. */
function applyAtOnce(db: Kysely<Schema>, known: readonly Script[]): Promise<Migration[] | null> {
  return db.transaction().execute(async (tx) => {
    await withoutTimeLimit(tx);
    await takeLock(tx, "migrate");
    if (!(await isEmpty(tx))) return null;
    await ensureRecord(tx);
    for (const script of known) {
      await sql.raw(script.text).execute(tx).catch(failedAt(script));
      await sql`
        insert into "SchemaMigration" (id, name, digest) values (${script.id}, ${script.name}, ${script.digest})
      `.execute(tx);
    }
    return [...known];
  });
}

/** Applies each pending migration in one transaction, including its indexes. */
async function applyEach(db: Kysely<Schema>, known: readonly Script[]): Promise<Migration[]> {
  return db.transaction().execute(async (tx) => {
    await withoutTimeLimit(tx);
    await takeLock(tx, "migrate");
    await ensureRecord(tx);
    const applied = new Map((await appliedMigrations(tx)).map((migration) => [migration.id, migration]));
    const pending = known.filter(({ id }) => !applied.has(id) || applied.get(id)?.steps !== null);
    for (const script of pending) {
      const rest = statementsOf(script.text).slice(applied.get(script.id)?.steps ?? 0);
      await sql.raw(rest.join(";\n")).execute(tx).catch(failedAt(script));
      await note(tx, script, null);
    }
    await noteDigests(tx, known, applied);
    return pending;
  });
}

async function ensureRecord(tx: Transaction<Schema>): Promise<void> {
  await sql`
    create table if not exists "SchemaMigration" (
      id         integer primary key,
      name       text not null,
      applied_at timestamptz not null default now()
    )
  `.execute(tx);
  await sql`
    alter table "SchemaMigration"
      add column if not exists digest text,
      add column if not exists steps integer
  `.execute(tx);
}

/**
 * Holds the migration lock in a transaction beside the work. That transaction holds no snapshot, so it does not delay
 * index builds. The lock is polled, since a transaction waiting for it would delay the other process's index builds for
 * ever.
 */
async function asOnlyMigrator<T>(
  db: Kysely<Schema>,
  { onProgress, signal }: MigrateOptions,
  work: () => Promise<T>,
): Promise<T> {
  for (let isTold = false; ; isTold = true) {
    // Any other level would keep the snapshot of the first statement, and index builds would wait for it for ever.
    const beside = db.transaction().setIsolationLevel("read committed");
    const trying = beside.execute(async (tx): Promise<{ result: T } | null> => {
      await sql.raw(WITHOUT_IDLE_LIMIT).execute(tx);
      await withoutTimeLimit(tx);
      // Without a parameter: the driver would leave its portal open, and with it a snapshot that index builds wait for.
      const { rows } = await sql
        .raw<{ isMine: boolean }>(`select pg_try_advisory_xact_lock(${lockNumber("migrate")}) as "isMine"`)
        .execute(tx);
      return rows[0]?.isMine ? { result: await work() } : null;
    });
    const done = await trying.catch((error: unknown) => {
      if (error instanceof Overtaken) return null;
      throw error;
    });
    if (done !== null) return done.result;
    if (!isTold) onProgress?.("Another igminer is migrating this database; waiting for it …");
    await sleep(LOCK_POLL_MS, undefined, signal ? { signal } : {});
  }
}

async function applyStepwise(
  db: Kysely<Schema>,
  known: readonly Script[],
  options: MigrateOptions,
): Promise<Migration[]> {
  await patiently(db, options, ensureRecord);
  const applied = new Map((await appliedMigrations(db)).map((migration) => [migration.id, migration]));
  const pending = known.filter(({ id }) => !applied.has(id) || applied.get(id)?.steps !== null);
  for (const script of pending) await applySteps(db, script, applied.get(script.id)?.steps ?? 0, options);
  await noteDigests(db, known, applied);
  return pending;
}

/** Records the progress of a migration. @param steps number of statements done, or null for all. */
async function note(db: Kysely<Schema>, { id, name, digest }: Script, steps: number | null): Promise<void> {
  await sql`
    insert into "SchemaMigration" (id, name, digest, steps)
    values (${id}, ${name}, ${digest}, ${steps})
    on conflict (id) do update
    set steps = excluded.steps, digest = excluded.digest, applied_at = now()
  `.execute(db);
}

/** Migrations applied before digests were recorded are assumed to be those that this igminer includes. */
async function noteDigests(
  db: Kysely<Schema>,
  known: readonly Script[],
  applied: ReadonlyMap<number, AppliedMigration>,
): Promise<void> {
  for (const { id, digest } of known.filter((one) => applied.get(one.id)?.digest === null))
    await sql`update "SchemaMigration" set digest = ${digest} where id = ${id} and digest is null`.execute(
      db,
    );
}

async function applySteps(
  db: Kysely<Schema>,
  script: Script,
  from: number,
  options: MigrateOptions,
): Promise<void> {
  const { name, text } = script;
  const statements = statementsOf(text);
  const own = tablesMadeBy(text);
  for (let step = from; step < statements.length; step++) {
    options.signal?.throwIfAborted();
    const statement = statements[step] as string;
    const isLast = step === statements.length - 1;
    const index = indexOf(statement);
    const timer = setTimeout(
      () => options.onProgress?.(`${name}: step ${step + 1} of ${statements.length} is running …`),
      TOLD_AFTER_MS,
    );
    try {
      const isBeside = index !== null && !own.has(index.table);
      if (isBeside) await buildBeside(db, index.name, index.beside, options.signal);
      await patiently(db, options, async (tx) => {
        await requireTurn(tx, script, step);
        if (!isBeside) await sql.raw(statement).execute(tx);
        await note(tx, script, isLast ? null : step + 1);
        passFaultPoint("committing");
      });
      passFaultPoint("committed");
    } catch (error) {
      failedAt(script)(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Another process has continued the migration: the connection that held our lock was lost, the one we work on was not. */
class Overtaken extends Error {}

/**
 * Ensures for the rest of the transaction that a step is done once, even if several processes believe they hold the
 * lock.
 */
async function requireTurn(tx: Transaction<Schema>, { id }: Script, step: number): Promise<void> {
  // This does not block readers.
  await sql`lock table "SchemaMigration" in exclusive mode`.execute(tx);
  const { rows } = await sql<{ steps: number | null }>`
    select steps from "SchemaMigration" where id = ${id}
  `.execute(tx);
  const done = rows[0] === undefined ? 0 : rows[0].steps;
  if (done !== step) throw new Overtaken("another migrator has taken this step");
}

/** An index build that was interrupted leaves an invalid index, which is removed; one in progress is waited for. */
async function buildBeside(
  db: Kysely<Schema>,
  name: string,
  statement: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  while (await isBeingBuilt(db, name)) await sleep(LOCK_POLL_MS, undefined, signal ? { signal } : {});
  const { rows } = await sql`
    select 1 from pg_index where indexrelid = to_regclass(${`"${name}"`}) and not indisvalid
  `.execute(db);
  await withoutLimits(db, async (connection) => {
    if (rows.length > 0) await sql`drop index concurrently ${sql.id(name)}`.execute(connection);
    await sql.raw(statement).execute(connection);
  });
}

/**
 * Lifts the limits that the role or the database sets. Elsewhere igminer's own take their place, but what is built
 * concurrently runs in no transaction that could do so.
 */
async function withoutLimits(
  db: Kysely<Schema>,
  work: (connection: Kysely<Schema>) => Promise<void>,
): Promise<void> {
  await db.connection().execute(async (connection) => {
    const { rows: limits } = await sql<{ name: string }>`
      select name
      from pg_settings
      where name in ('statement_timeout', 'transaction_timeout', 'lock_timeout') and setting <> '0'
    `.execute(connection);
    for (const { name } of limits) await sql.raw(`set ${name} = 0`).execute(connection);
    try {
      await work(connection);
    } finally {
      // A connection that was lost took its settings with it; then the error of the work counts.
      for (const { name } of limits)
        await sql
          .raw(`reset ${name}`)
          .execute(connection)
          .catch(() => {});
    }
  });
}

async function isBeingBuilt(db: Kysely<Schema>, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_progress_create_index
    where datname = current_database() and index_relid = to_regclass(${`"${name}"`})
  `.execute(db);
  return rows.length > 0;
}

/** Runs one transaction without a time limit; it waits for a lock only briefly, but repeatedly. */
async function patiently(
  db: Kysely<Schema>,
  { onProgress, signal }: MigrateOptions,
  work: (tx: Transaction<Schema>) => Promise<unknown>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await db.transaction().execute(async (tx) => {
        await withoutTimeLimit(tx);
        await sql.raw(`set local lock_timeout = '${LOCK_TIMEOUT}'`).execute(tx);
        await work(tx);
      });
      return;
    } catch (error) {
      const trouble = troubleOf(error);
      if ((trouble !== "timeout" && trouble !== "conflict") || tries === LOCK_TRIES) throw error;
      onProgress?.(
        "Another session holds a lock; trying again at short intervals, so that nobody waits behind this one …",
      );
    }
    await sleep(LOCK_RETRY_MS, undefined, signal ? { signal } : {});
  }
}

function failedAt({ name }: Migration): (error: unknown) => never {
  return (error) => {
    const isInterrupted = error instanceof Error && error.name === "AbortError";
    if (isInterrupted || troubleOf(error) !== null || error instanceof Failure || error instanceof Overtaken)
      throw error;
    throw new Failure(
      EXIT.database,
      `Migration ${name} cannot be applied: ${messageOf(error)}`,
      "The tables do not match the migrations recorded in SchemaMigration. Restore a backup, or use an empty database.",
      error,
    );
  };
}
