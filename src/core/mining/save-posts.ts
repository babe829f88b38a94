import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Post, Profile } from "../instagram/profile.js";
import { clueNumbers } from "../text/clues.js";
import { isDeclaredAd } from "../text/declared-ad.js";
import { hashtagsIn, mentionsIn } from "../text/hashtags.js";

interface PostRow {
  post: Post;
  accountId: bigint;
  /** ISO 8601; formatted once for all posts of a profile. */
  observedAt: string;
}

/** What saving posts changed. */
export interface PostChanges {
  added: number;
  changed: number;
  /** Accounts with a post that was not known before. */
  postedBy: Set<bigint>;
}

/**
 * Saves the posts of observed profiles. A post of several authors stays with the account where it was first seen. An older
 * observation never overwrites a newer one, and an unchanged post is not rewritten. Rows are written in order of id.
 */
export async function savePosts(
  tx: Transaction<Schema>,
  profiles: readonly Pick<Profile, "id" | "posts" | "observedAt">[],
): Promise<PostChanges> {
  const rows = newestPerPost(profiles);
  if (rows.length === 0) return { added: 0, changed: 0, postedBy: new Set() };
  const { rows: counted } = await sql<{ added: number; changed: number; posted_by: bigint[] | null }>`
    with written as (
      insert into "InstagramPost" as stored (
        id, account_id, shortcode, taken_at, media_type, caption, hashtags, mentions, clues, is_declared_ad,
        like_count, comment_count, location_name, observed_at
      )
      select
        id, account_id, shortcode, taken_at, media_type, caption, hashtags::text[], mentions::text[], clues::int[], is_declared_ad,
        like_count, comment_count, location_name, observed_at
      from ${rowsAs("seen", rows, {
        id: ["bigint", ({ post }) => post.id],
        account_id: ["bigint", ({ accountId }) => accountId],
        shortcode: ["text", ({ post }) => post.shortcode],
        taken_at: ["timestamptz", ({ post }) => post.takenAt],
        media_type: ["text", ({ post }) => post.mediaType],
        caption: ["text", ({ post }) => post.caption],
        hashtags: ["text[]", ({ post }) => (post.caption === null ? [] : hashtagsIn(post.caption))],
        mentions: ["text[]", ({ post }) => (post.caption === null ? [] : mentionsIn(post.caption))],
        clues: ["text[]", ({ post }) => clueNumbers([post.caption])],
        is_declared_ad: ["boolean", ({ post }) => isDeclaredAd(post.caption)],
        like_count: ["bigint", ({ post }) => post.likeCount],
        comment_count: ["bigint", ({ post }) => post.commentCount],
        location_name: ["text", ({ post }) => post.locationName],
        observed_at: ["timestamptz", ({ observedAt }) => observedAt],
      })}
      order by id
      on conflict (id) do update
      set caption = excluded.caption,
          hashtags = excluded.hashtags,
          mentions = excluded.mentions,
          clues = excluded.clues,
          is_declared_ad = excluded.is_declared_ad,
          like_count = coalesce(excluded.like_count, stored.like_count),
          comment_count = coalesce(excluded.comment_count, stored.comment_count),
          location_name = coalesce(excluded.location_name, stored.location_name),
          caption_lang = case when excluded.caption is distinct from stored.caption then null else stored.caption_lang end,
          caption_dialect = case when excluded.caption is distinct from stored.caption then null else stored.caption_dialect end,
          observed_at = excluded.observed_at
      where excluded.observed_at >= stored.observed_at
        -- A post that looked the same then is not rewritten, but was seen with its account.
        and excluded.observed_at >= coalesce(
          (select seen_at from "RefreshSchedule" as schedule where schedule.id = excluded.account_id),
          excluded.observed_at
        )
        and (
          excluded.caption,
          coalesce(excluded.like_count, stored.like_count),
          coalesce(excluded.comment_count, stored.comment_count),
          coalesce(excluded.location_name, stored.location_name)
        ) is distinct from (stored.caption, stored.like_count, stored.comment_count, stored.location_name)
      returning account_id, xmax = 0 as is_new
    )
    select
      count(*) filter (where is_new)::int as added,
      count(*) filter (where not is_new)::int as changed,
      array_agg(distinct account_id) filter (where is_new) as posted_by
    from written
  `.execute(tx);
  const [{ added, changed, posted_by }] = counted as [(typeof counted)[number]];
  return { added, changed, postedBy: new Set(posted_by?.map(BigInt)) };
}

function newestPerPost(profiles: readonly Pick<Profile, "id" | "posts" | "observedAt">[]): PostRow[] {
  const byId = new Map<bigint, PostRow>();
  for (const { id: accountId, posts, observedAt: seenAt } of profiles) {
    const observedAt = seenAt.toISOString();
    for (const post of posts) {
      const other = byId.get(post.id);
      if (other === undefined || other.observedAt <= observedAt)
        byId.set(post.id, { post, accountId, observedAt });
    }
  }
  return [...byId.values()];
}
