import type { Kysely } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";
import { claimPosts } from "../../src/core/mining/comments/claim-posts.js";
import { closePosts } from "../../src/core/mining/comments/close-posts.js";
import { type PostRead, readComments } from "../../src/core/mining/comments/read-comments.js";
import type { Gate } from "../../src/core/net/gate.js";
import { hikerSource } from "../../src/core/sources/hiker.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { newRun } from "./runs.js";

const gate: Gate = { run: (ask, signal) => ask({ signal, charge: () => {} }) };

/** A page of comments in HikerAPI's form. */
export function commentPage(usernames: readonly string[], next: unknown): unknown {
  const comments = usernames.map((username, at) => ({ pk: String(at + 1), text: "hi", user: { username } }));
  return { response: { comments }, next_page_id: next };
}

/**
 * Reads the comments of the next post like `import-comments`, from given answers of HikerAPI.
 * @returns how far it got, and the requested cursors in order.
 */
export async function readNextPost(
  db: Kysely<Schema>,
  answer: (cursor: string | null, turn: number) => unknown,
): Promise<{ read: PostRead; asked: (string | null)[] }> {
  const asked: (string | null)[] = [];
  const source = hikerSource({
    http: {
      async get(url) {
        const cursor = url.searchParams.get("page_id");
        asked.push(cursor);
        return { status: 200, headers: {}, body: JSON.stringify(answer(cursor, asked.length)) };
      },
    },
    gate,
    baseUrl: "http://hiker",
    key: "k",
    parts: [],
    now: () => new Date(0),
  });
  const signal = new AbortController().signal;
  const runId = await newRun(db, "import-comments");
  const { items } = await claimPosts(db, runId, 1, 5);
  const [item] = items;
  if (item === undefined) throw new Error("no post whose comments are to be read");
  const comments = source.comments as NonNullable<ProfileSource["comments"]>;
  const read = await readComments(item, { db, comments, draining: signal }, 30, signal);
  await db.transaction().execute((tx) => closePosts(tx, [{ item, result: read }], { runId, rowIds: [] }));
  return { read, asked };
}
