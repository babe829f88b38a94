-- What can be reckoned from the posts and the history of an account (docs/metrics.md). Apart from the account, so that a
-- wide row is not rewritten for a number. Shares are parts of one; null: not known.
create table "CreatorMetrics" (
  id              bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  -- How many posts the engagement rate rests on.
  posts_used      smallint not null,
  engagement_rate double precision,
  median_likes    double precision,
  median_comments double precision,
  median_views    double precision,
  posts_per_week  double precision,
  last_post_at    timestamptz,
  reel_share      double precision,
  sponsored_share double precision,
  growth_7d       double precision,
  growth_30d      double precision,
  growth_90d      double precision,
  -- When one of them last changed.
  changed_at      timestamptz not null default now()
);

-- Accounts of which something was seen since they were last measured.
create table "CreatorMetricsDue" (
  account_id bigint primary key,
  due_since  timestamptz not null default now()
);
insert into "CreatorMetricsDue" (account_id) select id from "InstagramAccountBase" order by id;
-- "not valid": the rows above need not be looked up one by one.
alter table "CreatorMetricsDue" add constraint "CreatorMetricsDue_account_id_fkey"
  foreign key (account_id) references "InstagramAccountBase" (id) on delete cascade not valid;

-- Whether the caption says that the post is an advertisement (src/core/text/declared-ad.ts). Null: saved before this was read.
alter table "InstagramPost" add column is_declared_ad boolean;
-- Instagram's own mark of a paid partnership.
alter table "PostDetails" add column is_paid_partnership boolean;
