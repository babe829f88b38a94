import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { appliedMigrations, requireCurrentSchema } from "../../src/core/db/applied-migrations.js";
import { knownMigrations } from "../../src/core/db/known-migrations.js";
import { migrate } from "../../src/core/db/migrate.js";
import { emptyStore, migratedStore, opened, STORES } from "../support/stores.js";

describe.each(STORES)("migrations on %s", (store) => {
  test("bring an empty database to the newest version, once", async () => {
    const { kysely: db } = await migratedStore(store);
    expect(await migrate(db)).toEqual([]);
    expect((await appliedMigrations(db)).map(({ name }) => name)).toEqual(
      (await knownMigrations()).map(({ name }) => name),
    );
  });

  test("a schema newer than this igminer is refused, with what to do", async () => {
    const { kysely: db } = await migratedStore(store);
    await sql`insert into "SchemaMigration" (id, name) values (999999, '999999_future')`.execute(db);
    await expect(requireCurrentSchema(db)).rejects.toMatchObject({
      exitCode: 5,
      hint: expect.stringContaining("Update igminer"),
    });
    await expect(migrate(db)).rejects.toMatchObject({ exitCode: 5 });
  });
});

test("a PostgreSQL without tables is refused, with the command to run", async () => {
  const { kysely: db } = await opened(await emptyStore("postgres"));
  await expect(requireCurrentSchema(db)).rejects.toMatchObject({ exitCode: 5, hint: "Run: igminer migrate" });
});

test("migrators that start at once all succeed, and each migration is applied once", async () => {
  const settings = await emptyStore("postgres");
  const databases = await Promise.all(Array.from({ length: 6 }, () => opened(settings)));
  const applied = await Promise.all(databases.map(({ kysely }) => migrate(kysely)));
  expect(applied.flat().map(({ id }) => id)).toEqual((await knownMigrations()).map(({ id }) => id));
});

test("a migration that fails leaves nothing behind", async () => {
  const { kysely: db } = await opened(await emptyStore("postgres"));
  await sql`create table "InstagramPost" (id bigint)`.execute(db);
  await expect(migrate(db)).rejects.toThrow(/already exists/);
  const { rows } = await sql<{ tables: string[] }>`
    select array_agg(table_name::text) as tables from information_schema.tables where table_schema = 'public'
  `.execute(db);
  expect(rows[0]?.tables).toEqual(["InstagramPost"]);
});
