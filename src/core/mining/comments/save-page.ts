import { type RawBuilder, sql, type Transaction } from "kysely";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { forgottenAmong } from "../../keep-out/forgotten.js";
import type { CommentPage } from "../../sources/source.js";
import type { PostItem } from "./claim-posts.js";

/** What a saved page contained. */
export interface PageTallies {
  comments: number;
  /** People who were not yet known to have commented on this post. */
  commenters: number;
  /** Names new to the frontier. */
  discovered: number;
}

/**
 * Saves a page of comments together with the cursor of the next one, in one transaction. So a crash costs at most the page in
 * progress, and reading a page again changes nothing. Commenters are added to the frontier and linked to the post.
 * @returns null if the run no longer holds the post; then nothing is written.
 */
export async function savePage(
  tx: Transaction<Schema>,
  { id, username: author, runId }: PostItem,
  { comments, nextCursor }: CommentPage,
): Promise<PageTallies | null> {
  const held = await sql`
    update "CommentImport"
    set pages = pages + 1, attempts = 0
    where id = ${id} and claimed_by = ${runId}
  `.execute(tx);
  if (held.numAffectedRows !== 1n) return null;
  const seen = comments.map(({ username }) => username);
  const keptOut = await forgottenAmong(tx, "username", seen);
  const usernames = [...new Set(seen)].filter((name) => name !== author && !keptOut.has(name));
  const discovered = await sql`
    insert into "InitialInstagramAccount" (username, source)
    select username, 'COMMENTS'
    from ${namesAs(usernames)}
    order by username
    on conflict (username) do nothing
  `.execute(tx);
  // A separate statement, so that it sees names that others have added in the meantime.
  const commenters = await sql`
    insert into "PostCommenters" (post_id, initial_id)
    select ${id}::bigint, frontier.id
    from ${namesAs(usernames)}
    join "InitialInstagramAccount" as frontier on frontier.username = names.username
    order by frontier.id
    on conflict (post_id, initial_id) do nothing
  `.execute(tx);
  // Each search for an audience scores them by the post's author.
  if (commenters.numAffectedRows !== 0n)
    await sql`
      update "AudienceLesson"
      set names_scored = false
      where account_id = (select account_id from "InstagramPost" where id = ${id}) and names_scored
    `.execute(tx);
  await sql`
    update "InstagramPost"
    set comments_cursor = ${nextCursor}
    where id = ${id} and comments_cursor is distinct from ${nextCursor}
  `.execute(tx);
  return {
    comments: comments.length,
    commenters: Number(commenters.numAffectedRows ?? 0),
    discovered: Number(discovered.numAffectedRows ?? 0),
  };
}

function namesAs(usernames: readonly string[]): RawBuilder<unknown> {
  return rowsAs("names", usernames, { username: ["text", (username) => username] });
}

/** Drops a cursor that the source no longer knows, so that the post is read from the beginning. */
export async function startOver(tx: Transaction<Schema>, { id, runId }: PostItem): Promise<void> {
  const held = await sql`
    update "CommentImport" set pages = 0 where id = ${id} and claimed_by = ${runId}
  `.execute(tx);
  if (held.numAffectedRows === 1n)
    await sql`update "InstagramPost" set comments_cursor = null where id = ${id}`.execute(tx);
}
