import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { EXIT, Failure } from "../failure.js";
import { knownMigrations, type Migration } from "./known-migrations.js";
import type { Schema } from "./schema.js";

export interface AppliedMigration {
  id: number;
  name: string;
  applied_at: Date;
  /** null if applied by an igminer that did not record it. */
  digest: string | null;
  /** Number of statements done, or null for all. */
  steps: number | null;
}

/** The migrations applied to this database, in order; empty for a new one. */
export async function appliedMigrations(db: Kysely<Schema>): Promise<AppliedMigration[]> {
  const { rows: exists } = await sql<{ found: boolean }>`
    select to_regclass('"SchemaMigration"') is not null as found
  `.execute(db);
  if (!exists[0]?.found) return [];
  // Read by name from the row, because an older igminer's table has neither digest nor steps.
  const { rows } = await sql<AppliedMigration>`
    select id, name, applied_at, to_jsonb(migration) ->> 'digest' as digest,
      (to_jsonb(migration) ->> 'steps')::integer as steps
    from "SchemaMigration" as migration
    order by id
  `.execute(db);
  return rows;
}

/** @throws Failure (exit 5) unless the schema matches this igminer exactly: number, name and text of each migration. */
export async function requireCurrentSchema(db: Kysely<Schema>): Promise<void> {
  const known = await knownMigrations();
  if (await haveApplied(db, known)) return;
  const applied = await appliedMigrations(db);
  refuseForeign(applied, known);
  const done = new Set(applied.filter(({ steps }) => steps === null).map(({ id }) => id));
  const behind = known.filter(({ id }) => !done.has(id));
  if (behind.length > 0) {
    if (applied.length === 0) await refuseEncoding(db);
    throw new Failure(
      EXIT.database,
      applied.length === 0
        ? "The database has no igminer tables yet."
        : `The database schema lacks ${behind.length === 1 ? "a migration" : `${behind.length} migrations`} of this igminer (next: ${behind[0]?.name}).`,
      "Run: igminer migrate",
    );
  }
}

/** Whether the database has exactly these migrations. Every command asks, so one hash is read instead of all rows. */
async function haveApplied(db: Kysely<Schema>, known: readonly Migration[]): Promise<boolean> {
  const expected = known.map(({ id, name, digest }) => `${id} ${name} ${digest}`).join("\n");
  try {
    const { rows } = await sql<{ hash: string | null }>`
      select encode(sha256(convert_to(
        string_agg(concat_ws(' ', id, name, digest, steps), chr(10) order by id), 'UTF8'
      )), 'hex') as hash
      from "SchemaMigration"
    `.execute(db);
    return rows[0]?.hash === createHash("sha256").update(expected).digest("hex");
  } catch (error) {
    // A new database does not have the table, an old one not all its columns.
    const { code } = error as { code?: unknown };
    if (code === "42P01" || code === "42703") return false;
    throw error;
  }
}

/** @throws Failure (5) if another igminer, newer or different, has migrated the database. */
export function refuseForeign(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  const newestKnown = known.at(-1)?.id ?? 0;
  for (const { id, name, digest } of applied) {
    const own = known.find((migration) => migration.id === id);
    if (own?.name === name && (digest === null || digest === own.digest)) continue;
    if (id > newestKnown) {
      throw new Failure(
        EXIT.database,
        `The database schema (${id}) is newer than this igminer knows (${newestKnown}).`,
        "Update igminer on this machine to the version that migrated the database.",
      );
    }
    throw new Failure(
      EXIT.database,
      own?.name === name
        ? `The migration ${name} was applied to this database with a different text than the one in this igminer.`
        : `The database has a migration that this igminer does not know: ${name}.`,
      "Another build of igminer has migrated it. Use the same build on every machine.",
    );
  }
}

/** Texts in all languages are stored and compared in one encoding. @throws Failure (5) if it is not UTF-8. */
export async function refuseEncoding(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ encoding: string }>`
    select pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()
  `.execute(db);
  const encoding = rows[0]?.encoding;
  if (encoding === "UTF8") return;
  throw new Failure(
    EXIT.database,
    `The database's encoding is ${encoding}; igminer stores texts of all languages and needs UTF8.`,
    "Create another one: createdb --encoding=UTF8 --template=template0 igminer",
  );
}
