import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { forget } from "../../src/core/privacy/forget.js";
import { requirePersonKey } from "../../src/core/privacy/person.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { readyStore } from "../support/stores.js";

const ERASED = ["ines.abel", "ole.brandt", "mia.corvin", "udo.dressel", "eva.ehlert"];
const KEPT = "ria.falk";

/** Files below the folder, except the write-ahead log, that contain one of the words. */
async function filesWith(folder: string, words: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("pg_wal"));
  const found = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const bytes = await readFile(join(parentPath, name));
      return words.some((word) => bytes.includes(word)) ? [name] : [];
    }),
  );
  return found.flat();
}

/** People who are connected in every way that a profile allows, and the erasure of all but one. */
async function storeAndErase(db: Kysely<Schema>): Promise<void> {
  const names = [...ERASED, KEPT];
  for (const [at, username] of names.entries()) {
    const others = names.filter((name) => name !== username);
    await observe(
      db,
      profileOf(100 + at, {
        username,
        fullName: username,
        biography: `${username}@mail.example, with @${others[0]}, https://www.instagram.com/stories/${others[1]}/`,
        posts: [
          postOf(200 + at, {
            caption: `by @${names[(at + 1) % names.length]}, ask ${others[2]} (at) mail.example`,
          }),
        ],
        related: relatedTo(...others),
      }),
    );
  }
  for (const username of ERASED)
    await forget(db, await requirePersonKey(db, username), { remove: async () => false });
}

/** Every row of every table as text, as in a dump. */
async function dumpOf(db: Kysely<Schema>): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select oid::regclass::text as name
    from pg_class
    where relkind in ('r', 'm') and relnamespace = 'public'::regnamespace
  `.execute(db);
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.raw(name)} as t`.execute(
      db,
    );
    lines.push(...rows.map(({ line }) => line));
  }
  return lines.join("\n");
}

test("after five erasures a dump of the store holds no trace of them, as docs/privacy.md says", async () => {
  const settings = await readyStore("postgres");
  const database = await openDatabase({ settings, notify: () => {} });
  await storeAndErase(database.kysely);
  const dump = (await dumpOf(database.kysely)).toLowerCase();
  await database.close();
  const words = ERASED.flatMap((name) => [name, name.replace(".", " ")]);
  expect(words.filter((word) => dump.includes(word))).toEqual([]);
  expect(dump).toContain(KEPT);
});

test("after five erasures and a rewrite of the tables, as docs/privacy.md says, no file of the store holds a trace of them", async () => {
  const settings = await readyStore("embedded");
  const database = await openDatabase({ settings, notify: () => {} });
  const { kysely: db } = database;
  await storeAndErase(db);
  await sql`vacuum full`.execute(db);
  await sql`checkpoint`.execute(db);
  await database.close();
  expect(await filesWith(settings.dataDir, ERASED)).toEqual([]);
  expect(await filesWith(settings.dataDir, [KEPT])).not.toEqual([]);
});
