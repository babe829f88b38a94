import type { Kysely } from "kysely";
import type { Schema } from "../../db/schema.js";
import { inTransaction } from "../../db/transaction.js";
import { SourceError } from "../../source-error.js";
import type { CommentPage, PostRef } from "../../sources/source.js";
import type { PostItem } from "./claim-posts.js";
import { type PageTallies, savePage, startOver } from "./save-page.js";

/** What reading comments needs. */
export interface CommentTools {
  db: Kysely<Schema>;
  comments(post: PostRef, cursor: string | null, signal: AbortSignal): Promise<CommentPage>;
  /** Aborted when the run is stopping: then no further page is requested. */
  draining: AbortSignal;
}

/** How far a post was read. */
export interface PostRead {
  /** "stopped": the run is stopping, and another one reads the rest. "gone": the source has no more comments of this post. */
  ending: "complete" | "stopped" | { gone: SourceError };
  tallies: PageTallies;
  pages: number;
}

/** A single empty page may come between full ones; after a second one nothing follows, whatever cursor it gives. */
const EMPTY_PAGES_TO_END = 2;

/**
 * Reads the comments of a post from where the last run stopped, at most `maxPages` pages over all runs. Each page is saved at
 * once, since it has been paid for. Reading ends when there is no next page, when a cursor repeats, or after two empty pages
 * in a row. If the source rejects a stored cursor, it is dropped once and the post is read from the beginning.
 */
export async function readComments(
  post: PostItem,
  { db, comments, draining }: CommentTools,
  maxPages: number,
  signal: AbortSignal,
): Promise<PostRead> {
  const read: PostRead = {
    ending: "complete",
    pages: 0,
    tallies: { comments: 0, commenters: 0, discovered: 0 },
  };
  let { cursor, pages } = post;
  const seen = new Set([cursor]);
  let emptyPages = 0;
  while (pages < maxPages) {
    if (draining.aborted) return { ...read, ending: "stopped" };
    try {
      const page = await comments(post, cursor, signal);
      const isRound = page.nextCursor !== null && seen.has(page.nextCursor);
      // A cursor of an earlier run that leads to itself is no longer valid.
      if (isRound && read.pages === 0)
        throw new SourceError("bad_response", "The source returned the same page of comments again", {
          cursor,
        });
      emptyPages = page.comments.length === 0 ? emptyPages + 1 : 0;
      const nextCursor = isRound || emptyPages === EMPTY_PAGES_TO_END ? null : page.nextCursor;
      const tallies = await inTransaction(db, (tx) => savePage(tx, post, { ...page, nextCursor }));
      if (tallies === null) return { ...read, ending: "stopped" };
      read.pages++;
      for (const name of ["comments", "commenters", "discovered"] as const)
        read.tallies[name] += tallies[name];
      if (nextCursor === null) return read;
      cursor = nextCursor;
      seen.add(cursor);
      pages++;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.kind === "not_found" || error.kind === "unavailable")
        return { ...read, ending: { gone: error } };
      const isStale = error.kind === "bad_response" && cursor !== null && cursor === post.cursor;
      if (!isStale || read.pages > 0) throw error;
      await inTransaction(db, (tx) => startOver(tx, post));
      return readComments({ ...post, cursor: null, pages: 0 }, { db, comments, draining }, maxPages, signal);
    }
  }
  return read;
}
