/**
 * How fast `measure` is on accounts of twelve posts and some history in PostgreSQL, whether it says the same as a separate
 * computation in SQL, and what it does when it is run again. BENCH_ACCOUNTS sets the number; the goal is 10⁶ in 60 s.
 */
import pg from "pg";
import { startPostgres } from "../../test/support/postgres-server.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer } from "../support/processes.js";

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS ?? 20_000);
const COMPARED = 1_000;
const GOAL_PER_SECOND = 1_000_000 / 60;

/** Rows as mining writes them; the database makes them, with counts hidden here and there. */
const FILL = [
  `insert into "InstagramAccountBase" (id, username, biography, followers_count, posts_count, last_updated)
   select 10000000000 + n, 'account.' || n, repeat('A word of ' || n, 8), n * 7919 % 100000, 12, now()
   from generate_series(1, $1::int) as n`,
  `insert into "InstagramPost" (
     id, account_id, shortcode, taken_at, media_type, caption, hashtags, like_count, comment_count, is_declared_ad
   )
   select 3000000000000000000 + n::bigint * 100 + p, 10000000000 + n, 's' || n || '_' || p,
     now() - make_interval(hours => (n * 31 + p * 97) % 4000), case when p % 3 = 0 then 'video' else 'image' end,
     repeat('caption of words ', 12), array['one', 'two'],
     case when (n + p) % 11 > 0 then (n * 13 + p * 7) % 5000 end, (n + p) % 90, (n + p) % 17 = 0
   from generate_series(1, $1::int) as n, generate_series(1, 12) as p`,
  `insert into "PostDetails" (id, video_views, product_type, observed_at)
   select id, like_count * 10, 'clips', now() from "InstagramPost" where media_type = 'video' and $1::int > 0`,
  `insert into "IGHistoryTable" (account_id, recorded_at, followers_count)
   select 10000000000 + n, now() - make_interval(days => d * 10), n * 7919 % 100000 + d
   from generate_series(1, $1::int) as n, generate_series(0, 4) as d`,
  `insert into "CreatorMetricsDue" (account_id) select 10000000000 + n from generate_series(1, $1::int) as n`,
];

/** Accounts among the first whose numbers differ from what SQL says by itself. */
const DIFFERENT = `
  with post as (
    select post.*, details.video_views, coalesce(details.product_type = 'clips', post.media_type = 'video') as is_reel,
      row_number() over newest as place, count(like_count) over newest as liked,
      count(video_views) over newest as viewed
    from "InstagramPost" as post
    left join "PostDetails" as details on details.id = post.id
    where post.account_id <= 10000000000 + $1::int
    window newest as (partition by post.account_id order by post.taken_at desc)
  ),
  expected as (
    select account.id,
      percentile_cont(0.5) within group (order by (like_count + comment_count)::float8 / nullif(followers_count, 0))
        filter (where like_count is not null and liked <= 12) as engagement_rate,
      percentile_cont(0.5) within group (order by like_count::float8)
        filter (where like_count is not null and liked <= 12) as median_likes,
      percentile_cont(0.5) within group (order by video_views::float8)
        filter (where video_views is not null and viewed <= 12) as median_views,
      avg(is_reel::int::float8) filter (where place <= 12) as reel_share,
      avg(is_declared_ad::int::float8) filter (where place <= 12) as sponsored_share,
      (account.followers_count - (
        select followers_count from "IGHistoryTable" as history
        where history.account_id = account.id and recorded_at <= account.last_updated - interval '30 days'
        order by recorded_at desc limit 1
      ))::float8 as grown_30d
    from "InstagramAccountBase" as account
    join post on post.account_id = account.id
    group by account.id
  )
  select count(*)::int as different
  from expected
  left join "CreatorMetrics" as metrics on metrics.id = expected.id
  where abs(metrics.engagement_rate - expected.engagement_rate) > 1e-12
    or (metrics.engagement_rate is null) <> (expected.engagement_rate is null)
    or metrics.median_likes is distinct from expected.median_likes
    or metrics.median_views is distinct from expected.median_views
    or abs(metrics.reel_share - expected.reel_share) > 1e-12
    or abs(metrics.sponsored_share - expected.sponsored_share) > 1e-12
    or sign(metrics.growth_30d) is distinct from sign(expected.grown_30d)`;

const postgres = await startPostgres();
try {
  const url = await freshDatabase(postgres.url, "bench_measure");
  const client = new pg.Client(url);
  await client.connect();
  for (const statement of FILL) await client.query(statement, [ACCOUNTS]);
  await client.query("analyze");

  const measured = async (what: string) => {
    const { result, wallMs } = await runIgminer(
      ["measure", "--batch", String(ACCOUNTS + 1), "--concurrency", "2", "--quiet"],
      { DATABASE_URL: url },
    );
    const done = Number(result.ok ?? 0);
    const perSecond = Math.round(done / (wallMs / 1_000));
    console.log(
      `${what}: ${done.toLocaleString("en")} accounts in ${(wallMs / 1_000).toFixed(1)} s, ${perSecond.toLocaleString("en")} a second`,
    );
    return { done, perSecond };
  };
  const all = await measured("all");
  console.log(`goal: ${Math.round(GOAL_PER_SECOND).toLocaleString("en")} a second (1,000,000 in 60 s)`);
  const { rows } = await client.query(DIFFERENT, [COMPARED]);
  console.log(
    `${COMPARED.toLocaleString("en")} compared with a separate computation: ${rows[0].different} differ`,
  );
  const again = await measured("again, nothing changed");
  await client.query(
    `insert into "CreatorMetricsDue" (account_id) select 10000000000 + n from generate_series(1, $1::int, 100) as n`,
    [ACCOUNTS],
  );
  const few = await measured("again, one in a hundred seen");
  await client.end();
  process.exitCode =
    all.done === ACCOUNTS &&
    again.done === 0 &&
    few.done === Math.ceil(ACCOUNTS / 100) &&
    rows[0].different === 0
      ? 0
      : 1;
} finally {
  await postgres.stop();
}
