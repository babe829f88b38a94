-- The clone watch: which accounts are watched, their candidate look-alikes, pictures, and what rules and people have taught.

-- An order for accounts to watch: so many of each gender, within these bounds. The defaults are the accounts most often copied.
create table "CloneTask" (
  id              bigint generated always as identity primary key,
  target_female   integer not null default 0 check (target_female >= 0),
  target_male     integer not null default 0 check (target_male >= 0),
  -- ISO 3166-1 alpha-2; null: any.
  target_country  text,
  bio_lang        text not null default 'DE',
  gender_conf_min smallint not null default 4,
  posts_min       bigint not null default 5,
  posts_max       bigint not null default 40,
  followers_min   bigint not null default 50,
  followers_max   bigint not null default 1000,
  following_min   bigint not null default 50,
  following_max   bigint not null default 1000,
  -- Whether accounts have an external link; null: with or without.
  has_link        boolean default false,
  filled_female   integer not null default 0,
  filled_male     integer not null default 0,
  -- Accounts are gone through by their number; here each gender's search goes on.
  female_after_id bigint not null default 0,
  male_after_id   bigint not null default 0,
  -- When a task that found too few looks again; null: at once.
  next_search_at  timestamptz,
  -- The task that was served longest ago is served next.
  served_at       timestamptz,
  created_at      timestamptz not null default now(),
  check (target_female + target_male > 0)
);
create index "CloneTask_open" on "CloneTask" (served_at nulls first, id)
  where filled_female < target_female or filled_male < target_male;

-- fill-clones' search. Only qualified accounts are in it, so mining does not pay for it; everything it filters by is, so
-- that what does not fit costs no visit to the table.
create index "InstagramAccountBase_watchable" on "InstagramAccountBase" (ai_bio_lang, gender, id)
  include (country, gender_conf, posts_count, followers_count, following_count, external_link)
  where gender is not null;

-- A watched account with one name that may be a look-alike's. Every watched account has one row that goes through its
-- variations (is_watch): a name that does not exist gives way to the next one and is kept nowhere; one that exists stays
-- with its row, and a new row goes on.
create table "UsersToClone" (
  id               bigint generated always as identity primary key,
  account_id       bigint references "InstagramAccountBase" (id) on delete cascade,
  -- The name that was put under watch, until its account is mined.
  watched_username text collate "C",
  task_id          bigint references "CloneTask" (id) on delete set null,
  is_watch         boolean not null default true,
  alt_username     text collate "C",
  -- Whether the name was found to exist.
  alt_name_unique  boolean not null default false,
  -- The rule that gave the name.
  rule             text,
  next_usernames   text[] not null default '{}',
  next_rules       text[] not null default '{}',
  names_tried      integer not null default 0,
  varied_at        timestamptz,
  -- When accounts with the same display name were last looked for.
  searched_at      timestamptz,
  clone_id         bigint references "InstagramAccountBase" (id) on delete cascade,
  -- How likely an imitation it is, 0 to 1.
  score            double precision,
  verdict          text check (verdict in ('clone', 'suspicious', 'fan', 'unrelated')),
  reasons          text[] not null default '{}',
  first_seen       timestamptz,
  last_seen        timestamptz,
  -- Since when it is gone; null: it is there.
  gone_at          timestamptz,
  created_at       timestamptz not null default now(),
  attempts         smallint not null default 0,
  next_attempt_at  timestamptz,
  outcome          text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error       text,
  claimed_by       bigint,
  check (account_id is not null or watched_username is not null),
  check (not alt_name_unique or alt_username is not null)
);
create unique index "UsersToClone_watch" on "UsersToClone" (account_id) where is_watch and account_id is not null;
create unique index "UsersToClone_unmined" on "UsersToClone" (watched_username) where account_id is null;
create unique index "UsersToClone_name" on "UsersToClone" (account_id, alt_username) where alt_username is not null;
create unique index "UsersToClone_found" on "UsersToClone" (account_id, clone_id) where clone_id is not null;
create index "UsersToClone_clone" on "UsersToClone" (clone_id) where clone_id is not null;
create index "UsersToClone_task" on "UsersToClone" (task_id) where task_id is not null;
-- vary-names' claim.
create index "UsersToClone_unvaried" on "UsersToClone" (coalesce(next_attempt_at, '-infinity'), id)
  where alt_username is null and is_watch and account_id is not null and claimed_by is null
    and outcome is distinct from 'failed';
-- validate-clones' claim: names that were never asked for, likeliest first; and what waits for its time.
create index "UsersToClone_fresh" on "UsersToClone" (names_tried, id)
  where alt_username is not null and claimed_by is null and next_attempt_at is null
    and outcome is distinct from 'failed';
create index "UsersToClone_waiting" on "UsersToClone" (next_attempt_at)
  where alt_username is not null and claimed_by is null and next_attempt_at is not null
    and outcome is distinct from 'failed';
create index "UsersToClone_claimed" on "UsersToClone" (claimed_by) where claimed_by is not null;
create index "UsersToClone_failed" on "UsersToClone" (id) where outcome = 'failed';
create index "UsersToClone_listed" on "UsersToClone" (account_id, id) where verdict in ('clone', 'suspicious');

-- What each rule of variation has yielded.
create table "CloneRuleYield" (
  rule     text primary key,
  tried    bigint not null default 0,
  -- Names that exist, whoever has them.
  existing bigint not null default 0,
  -- Of those, look-alikes: clone or suspicious.
  found    bigint not null default 0
);

-- Pairs that a person has looked at and found harmless.
create table "DismissedClone" (
  account_id   bigint not null references "InstagramAccountBase" (id) on delete cascade,
  clone_id     bigint not null references "InstagramAccountBase" (id) on delete cascade,
  note         text,
  dismissed_at timestamptz not null default now(),
  primary key (account_id, clone_id)
);
create index "DismissedClone_clone" on "DismissedClone" (clone_id);

-- A picture by its content, whoever shows it; its file is named after the hash.
create table "ProfilePicture" (
  sha256     text primary key,
  phash      text not null check (length(phash) = 16),
  variants   text[] not null,
  quality    smallint not null check (quality between 0 and 100),
  mark       text check (mark in ('flat', 'default')),
  width      integer not null,
  height     integer not null,
  bytes      integer not null,
  first_seen timestamptz not null default now()
);

-- The picture an account shows, under the account's number: fetch-pictures' queue.
create table "AccountPicture" (
  id              bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  sha256          text references "ProfilePicture" (sha256),
  -- What of its link stays when the link is signed anew.
  link_key        text,
  fetched_at      timestamptz,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint
);
create index "AccountPicture_due" on "AccountPicture" (coalesce(next_attempt_at, '-infinity'), id)
  where claimed_by is null and outcome is distinct from 'failed';
create index "AccountPicture_claimed" on "AccountPicture" (claimed_by) where claimed_by is not null;
create index "AccountPicture_failed" on "AccountPicture" (id) where outcome = 'failed';
create index "AccountPicture_picture" on "AccountPicture" (sha256) where sha256 is not null;
