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
  /** Aborted once the run is stopping: no further page is asked for. */
  draining: AbortSignal;
}

/** How far a post was read. */
export interface PostRead {
  /** "stopped": the run is stopping; the rest is read by another. "gone": the source has no comments of it any more. */
  ending: "complete" | "stopped" | { gone: SourceError };
  tallies: PageTallies;
  pages: number;
}

/** An empty page may stand between full ones; a second one leads nowhere, whatever cursor it gives. */
const EMPTY_PAGES_TO_END = 2;

/**
 * Reads the comments of a post from where it was left, at most `maxPages` pages of it over all runs; each page is saved as
 * it comes, for it is paid. It ends where no page follows, and where the pages lead nowhere: at a cursor seen before, and
 * after two empty pages in a row. A cursor that the source rejects is thrown away, once, and the post read from its
 * beginning.
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
      // A cursor of an earlier run that leads to itself is none any more.
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
