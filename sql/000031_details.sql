-- What answers hold beside and is seldom read, apart from the wide rows. A row is only where something was told.
create table "AccountDetails" (
  id          bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  -- Facebook's number of the account.
  fbid        bigint,
  -- Of a business address.
  street      text,
  zip         text,
  pronouns    text[],
  -- What stands between visitors without login and the account, in Instagram's word for it (appealable, age, country …).
  gate        text,
  observed_at timestamptz not null
);

create table "PostDetails" (
  id           bigint primary key references "InstagramPost" (id) on delete cascade,
  video_views  bigint,
  -- Instagram's word: clips (a reel), igtv, feed …
  product_type text,
  is_pinned    boolean,
  -- Usernames.
  coauthors    text[],
  tagged_users text[],
  location_id  bigint,
  alt_text     text,
  observed_at  timestamptz not null
);
-- Whom a post names as a co-author or tags: found when somebody is erased.
create index "PostDetails_people" on "PostDetails"
  using gin ((coalesce(coauthors, '{}'::text[]) || coalesce(tagged_users, '{}'::text[])));
create index "PostDetails_described" on "PostDetails" (id) where alt_text is not null;
