import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.js";
import importComments from "../../src/commands/import-comments.js";
import mineManual from "../../src/commands/mine-manual.js";
import mineNew from "../../src/commands/mine-new.js";
import queueAdd from "../../src/commands/queue-add.js";
import refresh from "../../src/commands/refresh.js";
import seed from "../../src/commands/seed.js";
import type { Schema } from "../../src/core/db/schema.js";
import { hikerEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { emptyFolder, environmentOf, readyStore } from "../support/stores.js";

const TABLES = {
  accounts: sql`select id, username, full_name, biography, followers_count, following_count, posts_count, external_link from "InstagramAccountBase" order by id`,
  posts: sql`select id, account_id, shortcode, taken_at, caption, like_count, comment_count, comments_searched, comments_cursor, observed_at from "InstagramPost" order by id`,
  history: sql`select account_id, recorded_at, followers_count, posts_count from "IGHistoryTable" order by account_id, recorded_at`,
  frontier: sql`select username, source, linked_count, account_id, outcome from "InitialInstagramAccount" order by username`,
  commenters: sql`select post_id, username from "PostCommenters" join "InitialInstagramAccount" as frontier on frontier.id = initial_id order by 1, 2`,
};

/** Deletes posts, so that a run that requests only posts has some to save. */
const loseOtherPosts = (db: Kysely<Schema>) =>
  sql`delete from "InstagramPost" where id not in (select post_id from "PostCommenters")`.execute(db);

async function rowsIn(db: Kysely<Schema>): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(TABLES)) rows[name] = (await query.execute(db)).rows;
  return rows;
}

const LINES: readonly [CommandDefinition, Record<string, string | true>, string[]?][] = [
  [seed, {}, ["nasa", "nike", "nobody.at.all"]],
  [mineNew, { batch: "3" }],
  [importComments, { batch: "2", maxPages: "2" }],
  [queueAdd, {}, ["bmw"]],
  [mineManual, {}],
  [refresh, { force: true, parts: "profile,posts" }],
  [refresh, { force: true, parts: "posts" }],
];

test("what every command that fetches has recorded is replayed elsewhere to the same rows", async () => {
  const sandbox = await sandboxOf({ accounts: 300 });
  const folders = await Promise.all(LINES.map(emptyFolder));
  const [there, here] = [await readyStore("postgres"), await readyStore("postgres")];
  const away = { ...hikerEnvironment(sandbox), ...environmentOf(there) };
  for (const [index, [definition, flags, names]] of LINES.entries()) {
    if (index === LINES.length - 1) await inStore(there, loseOtherPosts);
    const recording = "record" in definition.options && { record: folders[index] as string, source: "hiker" };
    await runCommand(definition, { ...flags, ...recording }, away, names);
  }
  for (const [index, [definition, flags, names]] of LINES.entries()) {
    if (index === LINES.length - 1) await inStore(here, loseOtherPosts);
    const replaying = "source" in definition.options && { source: "archive" };
    const home = { ...environmentOf(here), IGMINER_ARCHIVE_DIR: folders[index] as string };
    await runCommand(definition, { ...flags, ...replaying }, home, names);
  }
  const replayed = await inStore(here, rowsIn);
  expect(replayed).toEqual(await inStore(there, rowsIn));
  for (const rows of Object.values(replayed)) expect(rows.length).toBeGreaterThan(0);
});
