import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";

const SQL = fileURLToPath(new URL("../../sql/", import.meta.url));

/** The migration files, in order. Each prefix of the list is a version that may be installed somewhere. */
export const MIGRATION_FILES = readdirSync(SQL)
  .filter((file) => file.endsWith(".sql"))
  .sort();

/**
 * Fills an empty database like an igminer that had only these migrations, with some data of the kinds stored from the
 * beginning.
 */
export async function makeOldStore(db: Kysely<Schema>, files: readonly string[]): Promise<void> {
  await sql`
    create table "SchemaMigration" (id integer primary key, name text not null, applied_at timestamptz not null default now())
  `.execute(db);
  for (const file of files) {
    await sql.raw(await readFile(`${SQL}${file}`, "utf8")).execute(db);
    await sql`insert into "SchemaMigration" (id, name) values (${Number(file.slice(0, 6))}, ${file.slice(0, -4)})`.execute(
      db,
    );
  }
  await sql
    .raw(`
      insert into "InstagramAccountBase" (id, username, biography, followers_count, ig_email, ig_email_source)
      select id, 'user' || id, 'I paint. user' || id || '@mail.example', 10 * id, 'user' || id || '@mail.example', 'bio'
      from generate_series(1, 40) as id;
      insert into "InitialInstagramAccount" (username, source, account_id)
      select 'user' || id, 'SEED', case when id <= 40 then id end from generate_series(1, 60) as id;
      insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, caption)
      select id, 1 + id % 40, 'c' || id, now(), 'image', 'Good morning' from generate_series(1, 80) as id;
      insert into "IGHistoryTable" (account_id, recorded_at, followers_count)
      select id, now(), 10 * id from generate_series(1, 40) as id
    `)
    .execute(db);
}

/** Everything in a schema: columns, indexes, constraints, triggers and functions. */
export async function schemaOf(db: Kysely<Schema>): Promise<unknown[]> {
  const { rows } = await sql`
    select table_name as of, column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as part
    from information_schema.columns where table_schema = 'public'
    union all select tablename, indexdef from pg_indexes where schemaname = 'public'
    union all select conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
    order by 1, 2
  `.execute(db);
  return rows;
}

/** Counts the rows that `makeOldStore` adds, by kind. */
export async function countsOf(db: Kysely<Schema>): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*)::int from "InstagramAccountBase") as accounts,
      (select count(*)::int from "InitialInstagramAccount") as names,
      (select count(*)::int from "InstagramPost") as posts,
      (select count(*)::int from "IGHistoryTable") as days
  `.execute(db);
  return rows[0];
}
/** The result of `countsOf` for a store filled by `makeOldStore`. */
export const ALL_THERE = { accounts: 40, names: 60, posts: 80, days: 40 };
