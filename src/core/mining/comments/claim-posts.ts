import { type Kysely, sql } from "kysely";
import { isAlive } from "../../claims/claims.js";
import type { Schema } from "../../db/schema.js";

/** A post whose comments are to be read. */
export interface PostItem {
  id: bigint;
  shortcode: string;
  /** The author. */
  username: string;
  /** Where to continue; null: from the beginning. */
  cursor: string | null;
  /** Number of pages saved. */
  pages: number;
  /** The run that claimed the post; only while it holds it may it save what it reads. */
  runId: bigint;
}

/**
 * Posts with at most this many comments are not in the index. By default they are never read, and would have to be skipped in
 * every claim.
 */
export const FEW_COMMENTS = 5;

/**
 * Claims posts whose comments have not been read: first those already begun, then the newest with more than `minComments`
 * comments. The first claim of a post inserts its row in "CommentImport".
 */
export async function claimPosts(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  minComments: number,
): Promise<{ items: PostItem[]; skipped: number }> {
  const { rows } = await sql<Omit<PostItem, "runId">>`
    with begun as (
      select id
      from "CommentImport"
      where claimed_by is null
        and (outcome is null or outcome = 'retry')
        and (next_attempt_at is null or next_attempt_at <= now())
        and ${isAlive(runId)}
      order by next_attempt_at nulls first
      limit ${limit}
      for no key update skip locked
    ),
    -- By "InstagramPost_uncommented", unless posts with fewer comments are wanted. Locked, so that no two runs begin the same post.
    fresh as (
      select post.id
      from "InstagramPost" as post
      where not post.comments_searched
        and ${isAlive(runId)}
        ${minComments >= FEW_COMMENTS ? sql`and post.comment_count > ${sql.lit(FEW_COMMENTS)}` : sql``}
        and post.comment_count > ${minComments}
        and not exists (select from "CommentImport" as import where import.id = post.id)
      order by post.taken_at desc, post.id
      limit ${limit} - (select count(*) from begun)
      for no key update of post skip locked
    ),
    continued as (
      update "CommentImport" as import
      set claimed_by = ${runId}
      from begun
      where import.id = begun.id
      returning import.id, import.pages
    ),
    started as (
      insert into "CommentImport" (id, claimed_by)
      select id, ${runId}::bigint
      from fresh
      on conflict (id) do nothing
      returning id, pages
    ),
    claimed as (
      select id, pages, 0 as turn from continued
      union all
      select id, pages, 1 as turn from started
    )
    select post.id, post.shortcode, account.username, post.comments_cursor as cursor, claimed.pages
    from claimed
    join "InstagramPost" as post on post.id = claimed.id
    join "InstagramAccountBase" as account on account.id = post.account_id
    order by claimed.turn, post.taken_at desc, post.id
  `.execute(db);
  return { items: rows.map((row) => ({ ...row, runId })), skipped: 0 };
}
