import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { EXIT, Failure } from "../failure.js";
import { PACKAGE_FOLDER } from "../package-folder.js";
import { takeLock } from "./locks.js";
import type { Schema } from "./schema.js";

const SQL_FOLDER = fileURLToPath(new URL("sql/", PACKAGE_FOLDER));

export interface Migration {
  id: number;
  /** File name without its ending, as `000001_house`. */
  name: string;
}

export interface AppliedMigration extends Migration {
  applied_at: Date;
}

/** The migrations that this igminer carries, in order. */
export async function knownMigrations(): Promise<Migration[]> {
  const files = (await readdir(SQL_FOLDER)).filter((file) => /^\d{6}_.+\.sql$/.test(file)).sort();
  return files.map((file) => ({ id: Number(file.slice(0, 6)), name: file.slice(0, -".sql".length) }));
}

/** What has been applied to this database, in order; empty for a new one. */
export async function appliedMigrations(db: Kysely<Schema>): Promise<AppliedMigration[]> {
  const { rows: exists } = await sql<{ found: boolean }>`
    select to_regclass('"SchemaMigration"') is not null as found
  `.execute(db);
  if (!exists[0]?.found) return [];
  const { rows } = await sql<AppliedMigration>`
    select id, name, applied_at
    from "SchemaMigration"
    order by id
  `.execute(db);
  return rows;
}

/**
 * Brings the schema to the newest known version, in one transaction: all of it or nothing.
 * Any number of migrators may run at once: an advisory lock lets one work, the rest find nothing left to do.
 * @returns what was applied now.
 * @throws Failure (exit 5) when the database is newer than this igminer.
 */
export async function migrate(db: Kysely<Schema>): Promise<Migration[]> {
  const known = await knownMigrations();
  return db.transaction().execute(async (tx) => {
    await takeLock(tx, "migrate");
    await sql`
      create table if not exists "SchemaMigration" (
        id         integer primary key,
        name       text not null,
        applied_at timestamptz not null default now()
      )
    `.execute(tx);
    const applied = new Set((await appliedMigrations(tx)).map(({ id }) => id));
    refuseNewer([...applied], known);
    const pending = known.filter(({ id }) => !applied.has(id));
    for (const { id, name } of pending) {
      await sql.raw(await readFile(`${SQL_FOLDER}${name}.sql`, "utf8")).execute(tx);
      await sql`insert into "SchemaMigration" (id, name) values (${id}, ${name})`.execute(tx);
    }
    return pending;
  });
}

/** @throws Failure (exit 5) unless the schema is exactly the one that this igminer knows. */
export async function requireCurrentSchema(db: Kysely<Schema>): Promise<void> {
  const known = await knownMigrations();
  const applied = (await appliedMigrations(db)).map(({ id }) => id);
  refuseNewer(applied, known);
  const behind = known.filter(({ id }) => !applied.includes(id));
  if (behind.length > 0) {
    throw new Failure(
      EXIT.database,
      applied.length === 0
        ? "The database has no igminer tables yet."
        : `The database schema is ${behind.length} migration(s) behind this igminer (next: ${behind[0]?.name}).`,
      "Run: igminer migrate",
    );
  }
}

function refuseNewer(applied: number[], known: Migration[]): void {
  const newest = Math.max(0, ...applied);
  const newestKnown = known.at(-1)?.id ?? 0;
  if (newest > newestKnown) {
    throw new Failure(
      EXIT.database,
      `The database schema (${newest}) is newer than this igminer knows (${newestKnown}).`,
      "Update igminer on this machine to the version that migrated the database: npm install -g igminer@latest",
    );
  }
}
