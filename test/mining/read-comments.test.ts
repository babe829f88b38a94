import type { Kysely } from "kysely";
import { beforeEach, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { commentPage, readNextPost } from "../support/comments.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { migratedStore } from "../support/stores.js";

let db: Kysely<Schema>;

beforeEach(async () => {
  ({ kysely: db } = await migratedStore("embedded"));
  await observe(db, profileOf(1, { posts: [postOf(11, { commentCount: 900 })] }));
});

/** Commenters are saved, and the post is finished. */
async function commentersOf(post: bigint): Promise<string[]> {
  const { comments_searched: isDone } = await db
    .selectFrom("InstagramPost")
    .select("comments_searched")
    .where("id", "=", post)
    .executeTakeFirstOrThrow();
  expect(isDone).toBe(true);
  const rows = await db
    .selectFrom("PostCommenters as commenter")
    .innerJoin("InitialInstagramAccount as frontier", "frontier.id", "commenter.initial_id")
    .select("frontier.username")
    .where("commenter.post_id", "=", post)
    .orderBy("frontier.username")
    .execute();
  return rows.map(({ username }) => username);
}

test("empty pages that give a new cursor each end after the second in a row", async () => {
  const { asked } = await readNextPost(db, (_cursor, turn) =>
    commentPage(turn === 1 ? ["anna"] : [], `c${turn}`),
  );
  expect(asked).toEqual([null, "c1", "c2"]);
  expect(await commentersOf(11n)).toEqual(["anna"]);
});

test("one empty page between full ones does not end the reading", async () => {
  const pages = [["anna"], [], ["bert"], [], ["carl"]];
  const { asked } = await readNextPost(db, (_cursor, turn) =>
    commentPage(pages[turn - 1] ?? [], turn < pages.length ? `c${turn}` : null),
  );
  expect(asked).toHaveLength(5);
  expect(await commentersOf(11n)).toEqual(["anna", "bert", "carl"]);
});

test.each([
  ["to the other and back", { "": "A", A: "B", B: "A" }, [null, "A", "B"]],
  ["to itself", { "": "A", A: "A" }, [null, "A"]],
  ["in a ring of four", { "": "A", A: "B", B: "C", C: "D", D: "B" }, [null, "A", "B", "C", "D"]],
])("cursors that lead %s are asked for once each, and their comments are kept", async (_, next, expected) => {
  const { asked } = await readNextPost(db, (cursor) =>
    commentPage([`reader_${cursor ?? "first"}`], (next as Record<string, string>)[cursor ?? ""]),
  );
  expect(asked).toEqual(expected);
  expect(await commentersOf(11n)).toHaveLength(expected.length);
});

test("a number is a cursor as a text is, also where it leads round", async () => {
  const whole = await readNextPost(db, (cursor) =>
    commentPage([`reader${cursor ?? 0}`], { "": 15, 15: 30 }[cursor ?? ""] ?? null),
  );
  expect(whole.asked).toEqual([null, "15", "30"]);
  expect(await commentersOf(11n)).toEqual(["reader0", "reader15", "reader30"]);
  await observe(db, profileOf(2, { posts: [postOf(22, { commentCount: 900 })] }));
  const round = await readNextPost(db, (cursor) => commentPage(["anna"], cursor === null ? 15 : "15"));
  expect(round.asked).toEqual([null, "15"]);
});
