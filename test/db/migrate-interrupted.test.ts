import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { migrate, requireCurrentSchema } from "../../src/core/db/migrate.js";
import type { Schema } from "../../src/core/db/schema.js";
import { Interrupted, interruptAt } from "../support/interrupted.js";
import { emptyStore, migratedStore, opened } from "../support/stores.js";

const SQL = fileURLToPath(new URL("../../sql/", import.meta.url));

/** A store as an igminer left it that knew only the first files, with a little of what there was to store from the beginning. */
async function oldStore(files: readonly string[]): Promise<Kysely<Schema>> {
  const { kysely: db } = await opened(await emptyStore("postgres"));
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
  return db;
}

/** Columns, indexes, constraints, triggers and functions: all that a schema is. */
async function schemaOf(db: Kysely<Schema>): Promise<unknown[]> {
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

async function countsOf(db: Kysely<Schema>): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*)::int from "InstagramAccountBase") as accounts,
      (select count(*)::int from "InitialInstagramAccount") as names,
      (select count(*)::int from "InstagramPost") as posts,
      (select count(*)::int from "IGHistoryTable") as days
  `.execute(db);
  return rows[0];
}
const ALL_THERE = { accounts: 40, names: 60, posts: 80, days: 40 };

const files = (await readdir(SQL)).filter((file) => file.endsWith(".sql")).sort();

test("a store of the first version, interrupted before and after every single step, ends with the schema of a new one and all its rows", async () => {
  const db = await oldStore(files.slice(0, 1));
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
  expect(interruptions).toBeGreaterThan(2 * files.length);
  expect(await schemaOf(db)).toEqual(await schemaOf((await migratedStore("postgres")).kysely));
  expect(await countsOf(db)).toEqual(ALL_THERE);
});

test("a store of any earlier version becomes the same as a new one, with all its rows", async () => {
  const newest = await schemaOf((await migratedStore("postgres")).kysely);
  // Every version is on the way of the first one; some are the beginning of one.
  for (let known = 2; known < files.length; known += 5) {
    const db = await oldStore(files.slice(0, known));
    await migrate(db);
    expect(await schemaOf(db), `from ${files[known - 1]}`).toEqual(newest);
    expect(await countsOf(db)).toEqual(ALL_THERE);
  }
});
