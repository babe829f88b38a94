-- Enrichment: languages of captions, countries, missed e-mails, qualification.

-- What a row was last looked at with: the number of the rules; 0: not yet, or its texts have changed since. A new release
-- of the rules raises the number in the code, and a migration makes the partial index anew, so that what is due is
-- always found by an index that holds nothing else.
alter table "InstagramAccountBase"
  -- Percent.
  add column country_confidence smallint check (country_confidence between 0 and 100),
  add column country_rules      smallint not null default 0,
  add column email_rules        smallint not null default 0,
  add column account_kind       text check (account_kind in ('person', 'business', 'fan', 'bot')),
  add column topics             text[],
  -- 'local', or the model that was asked
  add column qualified_by       text;
create index "InstagramAccountBase_country_due" on "InstagramAccountBase" (id)
  where country_rules < 1 and country_source is distinct from 'source';
create index "InstagramAccountBase_email_due" on "InstagramAccountBase" (id) where email_rules < 1 and ig_email is null;
create index "InstagramAccountBase_german" on "InstagramAccountBase" (de_caption_count desc, id) where de_caption_count > 0;

create index "InstagramPost_caption_due" on "InstagramPost" (id) where caption_lang is null and caption is not null;

-- How many captions an account has in each language ("und": nobody could tell).
create table "CaptionLanguages" (
  account_id bigint not null references "InstagramAccountBase" (id) on delete cascade,
  lang       text not null,
  captions   integer not null,
  primary key (account_id, lang)
);
create index "CaptionLanguages_lang" on "CaptionLanguages" (lang, captions desc, account_id);

-- Accounts whose captions have to be counted (again).
create table "CaptionCountDue" (
  account_id bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  due_since  timestamptz not null default now()
);
insert into "CaptionCountDue" (account_id)
select distinct account_id from "InstagramPost" where caption_lang is not null order by account_id
on conflict (account_id) do nothing;

-- What is to be known of an account from its texts. Apart from the account, so that a claim does not rewrite it.
create table "Qualification" (
  id              bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  -- Of the texts that were last qualified (igminer_texts_hash). The same texts are never sent again.
  texts_hash      text,
  -- Qualified by this program's own rules; a model may still be asked.
  is_local        boolean not null default false,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  -- null: never qualified, or the texts have changed since
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint
);
create index "Qualification_fresh" on "Qualification" (id)
  where claimed_by is null and outcome is null and next_attempt_at is null;
create index "Qualification_waiting" on "Qualification" (next_attempt_at)
  where claimed_by is null and next_attempt_at is not null;
create index "Qualification_local" on "Qualification" (id) where claimed_by is null and outcome = 'ok' and is_local;
create index "Qualification_claimed" on "Qualification" (claimed_by) where claimed_by is not null;
create index "Qualification_failed" on "Qualification" (id) where outcome = 'failed';

create function igminer_texts_hash(full_name text, biography text, category text) returns text
language sql immutable parallel safe
return md5(coalesce(full_name, '') || chr(31) || coalesce(biography, '') || chr(31) || coalesce(category, ''));

-- However an account comes in, and whoever changes its texts, it is due.
create function igminer_qualification_added() returns trigger language plpgsql as $$
begin
  insert into "Qualification" (id) select id from added order by id on conflict (id) do nothing;
  return null;
end
$$;
create function igminer_qualification_outdated() returns trigger language plpgsql as $$
begin
  update "Qualification" set outcome = null, attempts = 0, next_attempt_at = null, last_error = null where id = new.id;
  return null;
end
$$;
create trigger "InstagramAccountBase_added_qualify" after insert on "InstagramAccountBase"
  referencing new table as added for each statement execute function igminer_qualification_added();
create trigger "InstagramAccountBase_updated_qualify" after update on "InstagramAccountBase"
  for each row when (
    (new.full_name, new.biography, new.category) is distinct from (old.full_name, old.biography, old.category)
  ) execute function igminer_qualification_outdated();

insert into "Qualification" (id) select id from "InstagramAccountBase" order by id
on conflict (id) do nothing;
