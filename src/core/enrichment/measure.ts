import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import { goByKeys } from "../db/planner.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { type MeasuredPost, type PostMetrics, postMetrics } from "./creator-metrics.js";

/**
 * Number of newest posts to read, which bounds the cost of an account with thousands of posts. Hidden likes are
 * skipped.
 */
const POSTS_READ = 50;

interface DueAccount {
  id: bigint;
  username: string;
  followers: number | null;
  posts_count: number | null;
  posts_seen_at: number;
  last_post_at: string | null;
  growth_7d: number | null;
  growth_30d: number | null;
  growth_90d: number | null;
  /**
   * Likes of each post, newest first, as a PostgreSQL array literal: the driver's own parser takes longer than the
   * query.
   */
  likes: string | null;
  comments: string | null;
  views: string | null;
  taken_at: string | null;
  /** 1: a reel, 2: sponsored, 4: pinned. */
  marks: string | null;
}

/**
 * Computes the metrics of up to `limit` accounts with new observations since they were last measured, as
 * docs/metrics.md defines them. A row is only written if a number has changed. Figures: bench/enrichment/measure.ts.
 */
export async function measure(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  await goByKeys(tx);
  // Locked in a separate statement, so that the next one sees everything saved before the lock.
  const { rows: due } = await sql<{ account_id: bigint }>`
    select account_id
    from "CreatorMetricsDue"
    order by account_id
    limit ${limit}
    for update skip locked
  `.execute(tx);
  if (due.length === 0) return { subjects: [], tallies: {} };
  const ids = due.map(({ account_id }) => account_id);
  const accounts = await readAccounts(tx, ids);
  const changed = await writeMetrics(
    tx,
    accounts.map((account) => ({ account, metrics: postMetrics(asMeasured(account), postsOf(account)) })),
  );
  await sql`delete from "CreatorMetricsDue" where account_id = any(${ids}::bigint[])`.execute(tx);
  return {
    subjects: accounts.map(({ username }) => username),
    tallies: { metrics_changed: changed },
  };
}

async function readAccounts(tx: Transaction<Schema>, ids: readonly bigint[]): Promise<DueAccount[]> {
  const { rows } = await sql<DueAccount>`
    select account.id, account.username,
      account.followers_count::float8 as followers,
      account.posts_count::float8 as posts_count,
      date_part('epoch', coalesce(schedule.posts_seen_at, schedule.seen_at, account.last_updated)) as posts_seen_at,
      ${growthOver(7)} as growth_7d, ${growthOver(30)} as growth_30d, ${growthOver(90)} as growth_90d,
      posts.*
    from "InstagramAccountBase" as account
    left join "RefreshSchedule" as schedule on schedule.id = account.id
    cross join lateral (
      select max(post.taken_at)::text as last_post_at,
        array_agg(post.like_count)::text as likes,
        array_agg(post.comment_count)::text as comments,
        array_agg(post.video_views)::text as views,
        array_agg(date_part('epoch', post.taken_at))::text as taken_at,
        array_agg(
          coalesce(post.product_type = 'clips', post.media_type = 'video')::int
            + case when post.is_paid_partnership or post.is_declared_ad then 2 else 0 end
            + case when post.is_pinned then 4 else 0 end
        )::text as marks
      from (
        -- By "InstagramPost_account_taken".
        select post.taken_at, post.like_count, post.comment_count, post.media_type, post.is_declared_ad,
          details.video_views, details.product_type, details.is_pinned, details.is_paid_partnership
        from "InstagramPost" as post
        left join "PostDetails" as details on details.id = post.id
        where post.account_id = account.id
        order by post.taken_at desc
        limit ${POSTS_READ}
      ) as post
    ) as posts
    where account.id = any(${ids}::bigint[])
    order by account.id
  `.execute(tx);
  return rows;
}

/**
 * The growth since the last count recorded at least `days` days before the last look. A count older than twice that
 * says nothing about this span, unless nothing has changed since: history has a row for each change only.
 */
function growthOver(days: number): RawBuilder<number | null> {
  const seenAt = sql`coalesce(schedule.seen_at, account.last_updated)`;
  return sql`(
    select case
        when history.followers_count = account.followers_count then 0
        when history.recorded_at >= ${seenAt} - make_interval(days => ${2 * days}::integer)
          then (account.followers_count - history.followers_count)::float8 / nullif(history.followers_count, 0)
      end
    from "IGHistoryTable" as history
    where history.account_id = account.id
      and history.recorded_at <= ${seenAt} - make_interval(days => ${days}::integer)
      and history.followers_count is not null
    order by history.recorded_at desc
    limit 1
  )`;
}

function asMeasured({ followers, posts_count, posts_seen_at }: DueAccount) {
  return { followers, postsCount: posts_count, postsSeenAt: posts_seen_at };
}

function postsOf({ likes, comments, views, taken_at, marks }: DueAccount): MeasuredPost[] {
  const [liked, commented, viewed, marked] = [likes, comments, views, marks].map(numbersIn) as [
    (number | null)[],
    (number | null)[],
    (number | null)[],
    number[],
  ];
  return numbersIn(taken_at).map((takenAt, index) => {
    const mark = marked[index] as number;
    return {
      likes: liked[index] as number | null,
      comments: commented[index] as number | null,
      views: viewed[index] as number | null,
      takenAt: takenAt as number,
      isReel: (mark & 1) !== 0,
      isSponsored: (mark & 2) !== 0,
      isPinned: (mark & 4) !== 0,
    };
  });
}

function numbersIn(array: string | null): (number | null)[] {
  if (array === null) return [];
  return array
    .slice(1, -1)
    .split(",")
    .map((text) => (text === "NULL" ? null : Number(text)));
}

interface Measured {
  account: DueAccount;
  metrics: PostMetrics;
}

const COLUMNS: Readonly<Record<string, (row: Measured) => unknown>> = {
  posts_used: ({ metrics }) => metrics.postsUsed,
  engagement_rate: ({ metrics }) => metrics.engagementRate,
  median_likes: ({ metrics }) => metrics.medianLikes,
  median_comments: ({ metrics }) => metrics.medianComments,
  median_views: ({ metrics }) => metrics.medianViews,
  posts_per_week: ({ metrics }) => metrics.postsPerWeek,
  last_post_at: ({ account }) => account.last_post_at,
  reel_share: ({ metrics }) => metrics.reelShare,
  sponsored_share: ({ metrics }) => metrics.sponsoredShare,
  growth_7d: ({ account }) => account.growth_7d,
  growth_30d: ({ account }) => account.growth_30d,
  growth_90d: ({ account }) => account.growth_90d,
};

/** @returns how many rows have changed. */
async function writeMetrics(tx: Transaction<Schema>, measured: readonly Measured[]): Promise<number> {
  const names = Object.keys(COLUMNS);
  const of = (table: string) => sql.join(names.map((name) => sql.ref(`${table}.${name}`)));
  // Accounts that were judged by the old numbers are judged again, if judging is in use (`rank`).
  const { rows } = await sql<{ changed: number }>`
    with written as (
      insert into "CreatorMetrics" as known (id, ${sql.join(names.map((name) => sql.ref(name)))})
      select id, ${of("measured")}
      from ${rowsAs("measured", measured, {
        id: ["bigint", ({ account }) => account.id],
        ...Object.fromEntries(
          Object.entries(COLUMNS).map(([name, value]) => [name, [typeOf(name), value] as const]),
        ),
      })}
      order by id
      on conflict (id) do update
      set ${sql.join(names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))}, changed_at = now()
      where (${of("known")}) is distinct from (${of("excluded")})
      returning id
    ),
    judged as (
      insert into "AudienceDue" (account_id)
      select id from written
      where exists (select from "AudienceSearch")
      order by id
      on conflict (account_id) do nothing
    )
    select count(*)::int as changed from written
  `.execute(tx);
  return rows[0]?.changed ?? 0;
}

function typeOf(column: string) {
  if (column === "posts_used") return "smallint" as const;
  return column === "last_post_at" ? ("timestamptz" as const) : ("float8" as const);
}
