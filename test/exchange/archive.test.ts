import { chmod, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.js";
import archive from "../../src/commands/archive.js";
import exportCommenters from "../../src/commands/export-commenters.js";
import exportHistory from "../../src/commands/export-history.js";
import exportPosts from "../../src/commands/export-posts.js";
import forget from "../../src/commands/forget.js";
import importFiles from "../../src/commands/import.js";
import type { DatabaseSettings } from "../../src/core/db/database.js";
import { archiving } from "../../src/core/exchange/archive/archive.js";
import { inStore, runCommand } from "../support/commands.js";
import { commentPage, readNextPost } from "../support/comments.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { emptyFolder, environmentOf, readyStore, STORES, type Store } from "../support/stores.js";

/** Fifteen posts of 2019 and five days of history; the comments of the oldest post are read, and a name has changed. */
async function filledStore(store: Store): Promise<DatabaseSettings> {
  const settings = await readyStore(store);
  await inStore(settings, async (db) => {
    const posts = Array.from({ length: 15 }, (_, at) =>
      postOf(101 + at, {
        takenAt: new Date(Date.UTC(2019, at, 1)),
        commentCount: at === 0 ? 90 : 0,
        caption: `Übung ${at} #sea`,
      }),
    );
    const days = [
      { followersCount: 1, observedAt: new Date("2020-01-01T00:00:00Z"), posts },
      { followersCount: 2, observedAt: new Date("2020-02-01T00:00:00Z") },
      { followersCount: 3, observedAt: new Date("2020-03-01T00:00:00Z"), username: "renamed" },
      { followersCount: 4, observedAt: new Date("2020-04-01T00:00:00Z"), username: "renamed" },
      { followersCount: 5, observedAt: new Date(), username: "renamed" },
    ];
    for (const day of days) await observe(db, profileOf(1, day));
    await readNextPost(db, () => commentPage(["a.commenter", "b.commenter"], null));
  });
  return settings;
}

/** The store's posts, comments and history, without row numbers. */
async function contentsOf(settings: DatabaseSettings): Promise<Record<string, unknown[]>> {
  const folder = await emptyFolder();
  const contents: Record<string, unknown[]> = {};
  const exports: CommandDefinition[] = [exportPosts, exportCommenters, exportHistory];
  for (const definition of exports) {
    const out = join(folder, `${definition.name}.jsonl`);
    await runCommand(definition, { out }, environmentOf(settings));
    const lines = (await readFile(out, "utf8")).split("\n").filter((line) => line !== "");
    contents[definition.name] = lines
      .map((line) => ({ ...JSON.parse(line), ...(definition === exportHistory && { id: null }) }))
      .sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  }
  return contents;
}

describe.each(STORES)("archive, on %s", (store) => {
  test("moves what is old into files, keeps what is needed, and import brings all of it back", async () => {
    const settings = await filledStore(store);
    const environment = environmentOf(settings);
    const before = await contentsOf(settings);
    const out = join(await emptyFolder(), "archive");
    const flags = { olderThan: "24mo", out, yes: true } as const;

    const dry = await runCommand(archive, { ...flags, dryRun: true }, environment);
    expect(dry.json).toMatchObject({ would_archive: { posts: 3, history: 2 } });
    const { json, message } = await runCommand(archive, flags, environment);
    expect(json, message).toMatchObject({ posts_archived: 3, commenters_archived: 2, history_archived: 2 });
    const after = await contentsOf(settings);
    expect(after["export posts"]).toHaveLength(12);
    expect(after["export commenters"]).toHaveLength(0);
    expect(after["export history"]).toHaveLength((before["export history"]?.length ?? 0) - 2);

    const files = await readdir(out);
    expect((await runCommand(archive, flags, environment)).json).toMatchObject({ claimed: 0 });
    expect(await readdir(out)).toEqual(files);

    expect((await runCommand(importFiles, {}, environment, [out])).code).toBe(0);
    expect(await contentsOf(settings)).toEqual(before);
  });
});

test("what was written before a crash is archived again: it is in two files, and comes back once", async () => {
  const settings = await filledStore("postgres");
  const before = await contentsOf(settings);
  const out = await emptyFolder();
  const crash = inStore(settings, (db) =>
    db.transaction().execute(async (tx) => {
      const { signal } = new AbortController();
      await archiving({ olderThan: "24 months", folder: out, now: new Date(), interruption: signal })(
        tx,
        100,
      );
      throw new Error("the machine is gone");
    }),
  );
  await expect(crash).rejects.toThrow("the machine is gone");
  expect(await contentsOf(settings)).toEqual(before);

  const environment = environmentOf(settings);
  await runCommand(archive, { olderThan: "2y", out, yes: true }, environment);
  expect((await readdir(out)).filter((file) => file.startsWith("posts"))).toHaveLength(2);
  expect((await runCommand(importFiles, {}, environment, [out])).code).toBe(0);
  expect(await contentsOf(settings)).toEqual(before);
});

test("two runs that start in the same second share a folder, and neither replaces the other's files", async () => {
  const settings = await filledStore("postgres");
  const before = await contentsOf(settings);
  const out = await emptyFolder();
  const now = new Date();
  const { signal } = new AbortController();
  for (const _ of ["one run", "another run"]) {
    const move = archiving({ olderThan: "24 months", folder: out, now, interruption: signal });
    await inStore(settings, (db) => db.transaction().execute((tx) => move(tx, 1)));
  }
  expect((await readdir(out)).filter((file) => file.startsWith("posts"))).toHaveLength(2);
  expect((await runCommand(importFiles, {}, environmentOf(settings), [out])).code).toBe(0);
  expect(await contentsOf(settings)).toEqual(before);
});

test("a folder into which others can write is refused with the way to close it, and nothing is moved", async () => {
  const settings = await filledStore("postgres");
  const before = await contentsOf(settings);
  const out = await emptyFolder();
  await chmod(out, 0o777);
  const refused = await runCommand(archive, { olderThan: "24mo", out, yes: true }, environmentOf(settings));
  expect(refused).toMatchObject({ code: 2, message: expect.stringContaining(`chmod 700 '${out}'`) });
  expect(await readdir(out)).toEqual([]);
  expect(await contentsOf(settings)).toEqual(before);
});

test("who was erased does not come back from an archive", async () => {
  const settings = await filledStore("postgres");
  const environment = environmentOf(settings);
  const out = await emptyFolder();
  await runCommand(archive, { olderThan: "24mo", out, yes: true }, environment);
  await runCommand(forget, { yes: true }, environment, ["renamed"]);
  await runCommand(importFiles, {}, environment, [out]);
  const { "export posts": posts, "export history": history } = await contentsOf(settings);
  expect([posts, history]).toEqual([[], []]);
});
