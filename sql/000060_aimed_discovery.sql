-- What the search for an audience has learned, and how likely each name of the frontier is wanted by it.

create table "AudienceSearch" (
  audience_id     bigint primary key references "Audiences" (id) on delete cascade,
  -- Accounts that are judged, and those of them that are wanted.
  judged          bigint not null default 0,
  wanted          bigint not null default 0,
  -- Names claimed for the audience: one in so many explores.
  claims          bigint not null default 0,
  -- The weights of hashed words (core/discovery/words.ts), base64.
  words           text,
  -- The criteria by which accounts were judged, and the account up to which all are judged by them; null: all are.
  criteria_since  timestamptz not null,
  judged_up_to    bigint default 0
);

-- How an account was counted for an audience. What is not decided has no row.
create table "AudienceLesson" (
  account_id  bigint not null references "InstagramAccountBase" (id) on delete cascade,
  audience_id bigint not null references "Audiences" (id) on delete cascade,
  is_wanted   boolean not null,
  primary key (account_id, audience_id)
);

-- What names of a channel and bucket have brought, once they were mined and judged.
create table "AudienceYield" (
  audience_id bigint not null references "Audiences" (id) on delete cascade,
  channel     text not null check (channel in ('seed', 'related', 'hashtag', 'place', 'keyword', 'followers', 'commenters', 'tagged', 'similar')),
  bucket      smallint not null check (bucket between 0 and 24),
  judged      bigint not null default 0,
  wanted      bigint not null default 0,
  primary key (audience_id, channel, bucket)
);

-- Of a name of the frontier: how likely it is wanted. The bucket is coarse, so that most updates are HOT.
create table "FrontierScore" (
  initial_id     bigint not null references "InitialInstagramAccount" (id) on delete cascade,
  audience_id    bigint not null references "Audiences" (id) on delete cascade,
  channel        text not null check (channel in ('seed', 'related', 'hashtag', 'place', 'keyword', 'followers', 'commenters', 'tagged', 'similar')),
  bucket         smallint not null check (bucket between 0 and 24),
  parents_judged integer not null default 0,
  parents_wanted integer not null default 0,
  -- Whether it may be claimed still. The bucket of what was claimed stays as it was.
  is_open        boolean not null default true,
  primary key (initial_id, audience_id)
) with (fillfactor = 85);
create index "FrontierScore_open" on "FrontierScore" (audience_id, channel, bucket, initial_id) where is_open;

-- What an answer told of a name beside the name, where it told more.
create table "FrontierTold" (
  initial_id  bigint primary key references "InitialInstagramAccount" (id) on delete cascade,
  channel     text not null check (channel in ('seed', 'related', 'hashtag', 'place', 'keyword', 'followers', 'commenters', 'tagged', 'similar')),
  -- What led to it: a hashtag, a keyword, an account.
  led_by      text,
  full_name   text,
  is_private  boolean,
  is_verified boolean
);
create index "FrontierTold_led_by" on "FrontierTold" (led_by) where led_by is not null;

-- Accounts of which something changed since they were last judged.
create table "AudienceDue" (
  account_id bigint primary key references "InstagramAccountBase" (id) on delete cascade
);

create function igminer_audience_added() returns trigger language plpgsql as $$
begin
  if exists (select from "AudienceSearch") then
    insert into "AudienceDue" (account_id) select id from added order by id on conflict (account_id) do nothing;
  end if;
  return null;
end
$$;
create function igminer_audience_changed() returns trigger language plpgsql as $$
begin
  if exists (select from "AudienceSearch") then
    insert into "AudienceDue" (account_id) values (new.id) on conflict (account_id) do nothing;
  end if;
  return null;
end
$$;
create trigger "InstagramAccountBase_to_judge" after insert on "InstagramAccountBase"
  referencing new table as added for each statement execute function igminer_audience_added();
create trigger "InstagramAccountBase_judge_again" after update on "InstagramAccountBase"
  for each row when (
    (new.ai_bio_lang, new.country, new.account_kind, new.gender, new.gender_conf, new.ig_email, new.is_business, new.external_link, new.category)
      is distinct from
    (old.ai_bio_lang, old.country, old.account_kind, old.gender, old.gender_conf, old.ig_email, old.is_business, old.external_link, old.category)
    or (new.followers_count, new.following_count, new.posts_count) is distinct from (old.followers_count, old.following_count, old.posts_count)
    or new.biography is distinct from old.biography
    or (new.country_rules, new.email_rules) is distinct from (old.country_rules, old.email_rules)
  ) execute function igminer_audience_changed();
create function igminer_audience_qualified() returns trigger language plpgsql as $$
begin
  if exists (select from "AudienceSearch") then
    insert into "AudienceDue" (account_id) select new.id from "InstagramAccountBase" where id = new.id on conflict (account_id) do nothing;
  end if;
  return null;
end
$$;
-- What qualify could not tell is decided then, too.
create trigger "Qualification_judge_again" after update on "Qualification"
  for each row when (new.outcome is distinct from old.outcome) execute function igminer_audience_qualified();
