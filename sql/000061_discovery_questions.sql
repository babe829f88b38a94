-- Questions for names, a channel each: a hashtag's posts, an account's followers … One page is asked at a time.
create table "DiscoveryQuestion" (
  id              bigint generated always as identity primary key,
  audience_id     bigint not null references "Audiences" (id) on delete cascade,
  channel         text not null check (channel in ('hashtag', 'place', 'keyword', 'followers', 'commenters', 'tagged', 'similar')),
  -- What is asked: the name of a question of the channel, and its value (a hashtag, an id).
  question        text not null,
  value           text not null,
  -- What it is in words: #hashtag, a keyword, the name of an account.
  led_by          text not null,
  -- Where to read on; null: at the beginning, or nothing follows.
  cursor          text,
  pages           integer not null default 0,
  -- Names that were told, and how many of them were new to the frontier.
  told            integer not null default 0,
  discovered      integer not null default 0,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint,
  unique (audience_id, question, value)
);
create index "DiscoveryQuestion_due" on "DiscoveryQuestion" (audience_id, channel, pages, id)
  where claimed_by is null and (outcome is null or outcome = 'retry');
create index "DiscoveryQuestion_claimed" on "DiscoveryQuestion" (claimed_by) where claimed_by is not null;
create index "DiscoveryQuestion_failed" on "DiscoveryQuestion" (id) where outcome = 'failed';
create index "DiscoveryQuestion_led_by" on "DiscoveryQuestion" (led_by);
create index "AudienceLesson_wanted" on "AudienceLesson" (audience_id, account_id) where is_wanted;
