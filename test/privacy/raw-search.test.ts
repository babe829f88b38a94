import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import { forget } from "../../src/core/privacy/forget.js";
import { requirePersonKey } from "../../src/core/privacy/person.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { readyStore } from "../support/stores.js";

const ERASED = ["ines.abel", "ole.brandt", "mia.corvin", "udo.dressel", "eva.ehlert"];
const KEPT = "ria.falk";

/** Files below the folder, the write-ahead log aside, that hold one of the words. */
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

test("after five erasures and a rewrite of the tables, as docs/privacy.md says, no file of the store holds a trace of them", async () => {
  const settings = await readyStore("embedded");
  const database = await openDatabase({ settings, notify: () => {} });
  const { kysely: db } = database;
  const names = [...ERASED, KEPT];
  for (const [at, username] of names.entries()) {
    await observe(
      db,
      profileOf(100 + at, {
        username,
        fullName: username,
        biography: `${username}@mail.example`,
        posts: [postOf(200 + at, { caption: `by @${names[(at + 1) % names.length]}` })],
        related: relatedTo(username),
      }),
    );
  }
  for (const username of ERASED)
    await forget(db, await requirePersonKey(db, username), { remove: async () => false });
  await sql`vacuum full`.execute(db);
  await sql`checkpoint`.execute(db);
  await database.close();
  expect(await filesWith(settings.dataDir, ERASED)).toEqual([]);
  expect(await filesWith(settings.dataDir, [KEPT])).not.toEqual([]);
});
