-- The house: runs, errors, metrics, the shared state of sources, and the mining tables.
-- Names are those of the system that igminer replaces: PascalCase tables, snake_case columns.
-- Foreign keys towards "Run" are left out on purpose: a claim must never be refused because an old run was purged.

create table "Run" (
  id           bigint generated always as identity primary key,
  command      text not null,
  host         text not null,
  pid          integer not null,
  version      text not null,
  options      jsonb not null default '{}',
  started_at   timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  finished_at  timestamptz,
  -- running | done | partial | stopped | failed | interrupted | died
  status       text not null default 'running',
  stop_reason  text,
  claimed      bigint not null default 0,
  ok           bigint not null default 0,
  not_found    bigint not null default 0,
  unavailable  bigint not null default 0,
  retried      bigint not null default 0,
  failed       bigint not null default 0,
  given_back   bigint not null default 0,
  exit_code    integer
);
create index "Run_unfinished" on "Run" (heartbeat_at) where finished_at is null;
create index "Run_command_latest" on "Run" (command, id desc);

create table "ErrorLog" (
  id      bigint generated always as identity primary key,
  run_id  bigint,
  command text not null,
  subject text,
  kind    text not null,
  message text not null,
  stack   text,
  context jsonb not null default '{}',
  at      timestamptz not null default now()
);
create index "ErrorLog_at" on "ErrorLog" (at desc);
create index "ErrorLog_command_at" on "ErrorLog" (command, at desc);

create table "Metrics" (
  id    bigint generated always as identity primary key,
  name  text not null,
  value double precision not null,
  tags  jsonb not null default '{}',
  at    timestamptz not null default now()
);
create index "Metrics_name_at" on "Metrics" (name, at desc);

-- One row a source. Every process reads and writes it under its row lock, once a block of requests.
create table "SourceState" (
  source              text primary key,
  rate_per_minute     double precision not null,
  -- Counts the times the rate was lowered: a refusal of a request sent before the last lowering lowers nothing.
  rate_generation     integer not null default 0,
  -- The rate at which the source last refused; near it the rate is raised slowly. Null: never refused.
  refused_at_rate     double precision,
  refused_streak      integer not null default 0,
  paused_until        timestamptz,
  next_slot_at        timestamptz not null default now(),
  window_started_at   timestamptz not null default now(),
  window_ok           integer not null default 0,
  window_failed       integer not null default 0,
  -- Since the source last recovered from refusals: what it let through, and when it began to refuse.
  epoch_started_at    timestamptz not null default now(),
  epoch_ok            integer not null default 0,
  epoch_ended_at      timestamptz,
  -- closed | open | half_open
  breaker             text not null default 'closed',
  breaker_state       jsonb,
  breaker_changed_at  timestamptz not null default now(),
  breaker_probe_until timestamptz,
  day                 date not null default (now() at time zone 'UTC')::date,
  used_today          bigint not null default 0,
  -- The dearest request seen: what is reserved for one before its true cost is known.
  dearest_request     integer not null default 1,
  updated_at          timestamptz not null default now()
);

create table "InstagramAccountBase" (
  id                bigint primary key,
  username          text collate "C" not null,
  full_name         text,
  biography         text,
  followers_count   bigint,
  following_count   bigint,
  posts_count       bigint,
  is_private        boolean,
  is_verified       boolean,
  is_business       boolean,
  category          text,
  external_link     text,
  bio_links         jsonb,
  profile_pic_url   text,
  ig_email          text,
  -- contact | bio | link
  ig_email_source   text,
  phone             text,
  city_name         text,
  country           text,
  country_source    text,
  ai_bio_lang       text,
  gender            text,
  gender_conf       smallint check (gender_conf between 0 and 5),
  qualified_at      timestamptz,
  de_caption_count  integer,
  first_seen        timestamptz not null default now(),
  -- When the newest stored observation was made, by the database's clock.
  last_updated      timestamptz not null default now(),
  next_refresh_at   timestamptz,
  claimed_by        bigint
);
-- Not unique: between two observations a name may have moved from one account to another.
create index "InstagramAccountBase_username" on "InstagramAccountBase" (username);
create index "InstagramAccountBase_first_seen" on "InstagramAccountBase" (first_seen);
create index "InstagramAccountBase_email" on "InstagramAccountBase" (ig_email) where ig_email is not null;

create table "InitialInstagramAccount" (
  id              bigint generated always as identity primary key,
  -- Compared byte by byte, and checked without a pattern: it is the most written text of all.
  username        text collate "C" not null unique check (
    length(username) between 1 and 30 and translate(username, 'abcdefghijklmnopqrstuvwxyz0123456789._', '') = ''
  ),
  account_id      bigint references "InstagramAccountBase" (id) on delete set null,
  source          text not null check (source in ('SEED', 'RELATED', 'COMMENTS', 'MANUAL', 'CLONE')),
  source_tag      text,
  linked_count    integer not null default 0,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  -- null: never tried; else ok | not_found | unavailable | retry | failed
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint,
  created_at      timestamptz not null default now()
);
-- mine-new's claim. Two indexes, so that a large backlog of rows that wait for their time is never walked over.
create index "InitialInstagramAccount_fresh" on "InitialInstagramAccount" (linked_count desc, id)
  where account_id is null and outcome is null and claimed_by is null;
create index "InitialInstagramAccount_retry" on "InitialInstagramAccount" (next_attempt_at)
  where account_id is null and outcome = 'retry' and claimed_by is null;
create index "InitialInstagramAccount_claimed" on "InitialInstagramAccount" (claimed_by) where claimed_by is not null;
create index "InitialInstagramAccount_failed" on "InitialInstagramAccount" (id) where outcome = 'failed';
create index "InitialInstagramAccount_account" on "InitialInstagramAccount" (account_id) where account_id is not null;

create table "RelatedAccounts" (
  account_id bigint not null references "InstagramAccountBase" (id) on delete cascade,
  initial_id bigint not null references "InitialInstagramAccount" (id) on delete cascade,
  position   smallint not null,
  primary key (account_id, initial_id)
);
create index "RelatedAccounts_initial" on "RelatedAccounts" (initial_id);

create table "InstagramPost" (
  id                bigint primary key,
  account_id        bigint not null references "InstagramAccountBase" (id) on delete cascade,
  shortcode         text not null,
  taken_at          timestamptz not null,
  -- image | video | carousel
  media_type        text not null,
  caption           text,
  hashtags          text[] not null default '{}',
  mentions          text[] not null default '{}',
  like_count        bigint,
  comment_count     bigint,
  location_name     text,
  caption_lang      text,
  comments_searched boolean not null default false,
  comments_cursor   text,
  observed_at       timestamptz not null default now()
);
create index "InstagramPost_account_taken" on "InstagramPost" (account_id, taken_at desc);

create table "IGHistoryTable" (
  id              bigint generated always as identity primary key,
  account_id      bigint not null references "InstagramAccountBase" (id) on delete cascade,
  recorded_at     timestamptz not null,
  followers_count bigint,
  following_count bigint,
  posts_count     bigint,
  -- The new value where it changed with this observation, else null.
  username        text,
  biography       text,
  unique (account_id, recorded_at)
);
