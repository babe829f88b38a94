-- What the dashboard shows of all accounts, counted beforehand. Each view has a unique index, so that it is refreshed while it is read.

-- A mark says that a table has changed since the views over it were last refreshed.
create table "ViewSourceChange" (
  id     bigint generated always as identity primary key,
  source text not null,
  at     timestamptz not null default now()
);
create index "ViewSourceChange_source" on "ViewSourceChange" (source);

create table "ViewRefresh" (
  view         text primary key,
  refreshed_at timestamptz not null default now(),
  duration_ms  double precision not null default 0
);

-- Marks the changed table, once between two refreshes, without ever waiting: who finds the mark holds it until his transaction
-- ends, and a refresh leaves held marks where they are. So a change that a refresh cannot see yet always has a mark after it.
-- A mark that is being taken away is passed over, and a new one made.
create function igminer_view_source_changed() returns trigger language plpgsql as $$
begin
  perform from "ViewSourceChange" where source = tg_table_name for key share skip locked;
  if not found then
    insert into "ViewSourceChange" (source) values (tg_table_name);
  end if;
  return null;
end
$$;
create trigger "InstagramAccountBase_view_source"
  after insert or delete or truncate or update of ig_email, ig_email_status, country, ai_bio_lang, first_seen
  on "InstagramAccountBase" for each statement execute function igminer_view_source_changed();
create trigger "CaptionLanguages_view_source"
  after insert or delete or truncate or update
  on "CaptionLanguages" for each statement execute function igminer_view_source_changed();

create materialized view "AccountsByDay" as
select
  (first_seen at time zone 'UTC')::date as day,
  count(*) as accounts,
  count(ig_email) as with_email,
  count(country) as with_country,
  count(ai_bio_lang) as with_language
from "InstagramAccountBase"
group by 1;
create unique index "AccountsByDay_day" on "AccountsByDay" (day);

create materialized view "AccountsByCountry" as
select coalesce(country, '') as country, count(*) as accounts, count(ig_email) as with_email
from "InstagramAccountBase"
group by 1;
create unique index "AccountsByCountry_country" on "AccountsByCountry" (country);

create materialized view "AccountsByLanguage" as
select coalesce(ai_bio_lang, '') as lang, count(*) as accounts, count(ig_email) as with_email
from "InstagramAccountBase"
group by 1;
create unique index "AccountsByLanguage_lang" on "AccountsByLanguage" (lang);

create materialized view "CaptionsByLanguage" as
select lang, sum(captions)::bigint as captions, count(*) as accounts
from "CaptionLanguages"
group by 1;
create unique index "CaptionsByLanguage_lang" on "CaptionsByLanguage" (lang);

insert into "ViewRefresh" (view)
values ('AccountsByCountry'), ('AccountsByDay'), ('AccountsByLanguage'), ('CaptionsByLanguage');
