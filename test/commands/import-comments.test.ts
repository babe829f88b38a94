import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import importComments from "../../src/commands/import-comments.js";
import mineNew from "../../src/commands/mine-new.js";
import type { Schema } from "../../src/core/db/schema.js";
import { hikerEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

/** Posts whose comments can be read, newest first, with the progress of each. */
const postsIn = async (db: Kysely<Schema>) =>
  (
    await sql<{
      id: bigint;
      comment_count: number;
      searched: boolean;
      cursor: string | null;
      commenters: number;
    }>`
      select post.id, post.comment_count::int, post.comments_searched as searched, post.comments_cursor as cursor,
        (select count(*)::int from "PostCommenters" where post_id = post.id) as commenters
      from "InstagramPost" as post
      where post.comment_count > 5
      order by post.taken_at desc, post.id
    `.execute(db)
  ).rows;

describe.each(STORES)("import-comments on %s", (store) => {
  test("reads the newest posts first, page by page, links who commented, and marks the post", async () => {
    const sandbox = await sandboxOf({ accounts: 2_000 });
    const settings = await readyStore(store);
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    const empty = await runCommand(importComments, {}, environmentOf(settings));
    expect(empty).toMatchObject({
      code: 0,
      json: { nothing_to_do: expect.stringContaining("igminer mine-new") },
    });
    await runCommand(mineNew, { batch: "60", concurrency: "8" }, environment);
    const requestsBefore = sandbox.statistics().requests;
    const { code, json } = await runCommand(importComments, { batch: "12", maxPages: "3" }, environment);
    expect({ code, ok: json.ok }).toEqual({ code: 0, ok: 12 });
    expect(json.pages).toBe(sandbox.statistics().requests - requestsBefore);
    const { posts, commenters, left } = await inStore(settings, async (db) => ({
      posts: await postsIn(db),
      commenters: await sql`
        select source, count(*)::int as names from "InitialInstagramAccount" where source = 'COMMENTS' group by source
      `.execute(db),
      left: await db.selectFrom("CommentImport").select("id").execute(),
    }));
    expect(posts.map(({ searched }) => searched)).toEqual(posts.map((_, index) => index < 12));
    for (const { comment_count, cursor, commenters: linked } of posts.slice(0, 12)) {
      expect(linked).toBeGreaterThan(0);
      expect(linked).toBeLessThanOrEqual(Math.min(45, comment_count));
      expect(cursor).toBe(comment_count > 45 ? "45" : null);
    }
    expect(commenters.rows).toEqual([{ source: "COMMENTS", names: json.discovered }]);
    expect(left).toEqual([]);
  });
});

describe("import-comments", () => {
  test("goes on from its cursor after a stop; a cursor that the source rejects sends it back to the beginning", async () => {
    const sandbox = await sandboxOf({ accounts: 60, hikerBalance: 4_000 });
    const settings = await readyStore("postgres");
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "30" }, environment);
    const long = await inStore(settings, async (db) => {
      const [first, second] = (await postsIn(db)).filter(({ comment_count }) => comment_count > 200);
      await sql`update "InstagramPost" set comments_searched = true where id not in (${first?.id}, ${second?.id})`.execute(
        db,
      );
      await sql`insert into "CommentImport" (id, pages) values (${first?.id}, 4), (${second?.id}, 4)`.execute(
        db,
      );
      await sql`update "InstagramPost" set comments_cursor = case id when ${first?.id} then '60' else 'stale' end where id in (${first?.id}, ${second?.id})`.execute(
        db,
      );
      return [first, second];
    });
    const { json } = await runCommand(importComments, { maxPages: "6" }, environment);
    expect(json).toMatchObject({ ok: 2, pages: 2 + 6 });
    const posts = await inStore(settings, postsIn);
    expect(long.map((asked) => posts.find(({ id }) => id === asked?.id)?.cursor)).toEqual(["90", "90"]);
  });

  test("stopped by the source, it keeps the pages it has and gives the post back", async () => {
    const sandbox = await sandboxOf({ accounts: 60 });
    const settings = await readyStore("postgres");
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "30" }, environment);
    const used = await inStore(settings, (db) =>
      db.selectFrom("SourceState").select("used_today").executeTakeFirst(),
    );
    const stopped = await runCommand(
      importComments,
      { concurrency: "1", batch: "1", minComments: "1000" },
      {
        ...environment,
        IGMINER_HIKER_BACKGROUND_BUDGET: String(Number(used?.used_today) + 7),
      },
    );
    expect(stopped).toMatchObject({ code: 4, json: { ok: 0, given_back: 1 } });
    const before = await inStore(settings, (db) => db.selectFrom("CommentImport").selectAll().execute());
    expect(before).toMatchObject([{ claimed_by: null, attempts: 0, outcome: null }]);
    expect(before[0]?.pages).toBeGreaterThan(0);
    const { json } = await runCommand(
      importComments,
      { concurrency: "1", batch: "1", minComments: "1000", maxPages: "10" },
      environment,
    );
    expect(json).toMatchObject({ ok: 1, pages: 10 - (before[0]?.pages ?? 0) });
  });

  test("a post that is gone is marked and not asked for again", async () => {
    const sandbox = await sandboxOf({ accounts: 200 });
    const settings = await readyStore("postgres");
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "60" }, environment);
    await inStore(settings, async (db) => {
      await sql`update "InstagramPost" set comments_searched = true`.execute(db);
      await sql`
        insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, comment_count)
        select 3100999999999900001, id, 'gone', now(), 'image', 50 from "InstagramAccountBase" limit 1
      `.execute(db);
    });
    expect((await runCommand(importComments, {}, environment)).json).toMatchObject({ ok: 0, not_found: 1 });
    expect((await runCommand(importComments, {}, environment)).json).toMatchObject({
      claimed: 0,
      requests: 0,
    });
  });

  test("with posts but a source that has no comments, ends with exit 2 and says which has", async () => {
    const sandbox = await sandboxOf({ accounts: 60 });
    const settings = await readyStore("postgres");
    const environment = { ...hikerEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "30" }, environment);
    const refused = await runCommand(importComments, { source: "web" }, environment);
    expect(refused).toMatchObject({ code: 2, message: expect.stringContaining("IGMINER_HIKER_KEY") });
    const { rows } = await inStore(settings, (db) =>
      sql`select count(claimed_by)::int as held from "CommentImport"`.execute(db),
    );
    expect(rows).toEqual([{ held: 0 }]);
  });
});
