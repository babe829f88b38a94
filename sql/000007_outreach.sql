-- Outreach: sequences and their leads, what is handed over to Instantly, messages, and who is never written to.

-- Who is never written to: an address, a domain with all below it, or an account.
create table "Suppression" (
  id              bigint generated always as identity primary key,
  kind            text not null check (kind in ('email', 'domain', 'account')),
  -- In lower case; of an account the username it had then.
  value           text collate "C" not null,
  -- Instagram's number of an account. Without a foreign key: the wish outlives the row.
  account_id      bigint,
  reason          text not null,
  -- Who told us: manual | import | instantly | gmail | …
  source          text not null,
  at              timestamptz not null default now(),
  -- When Instantly's block list took it.
  block_listed_at timestamptz,
  unique (kind, value)
);
create index "Suppression_account" on "Suppression" (account_id) where kind = 'account';

-- The domain of an address and every domain above it: a.example.com, example.com, com.
create function igminer_domains(address text) returns text[] language sql immutable strict parallel safe as $$
  select array_agg(array_to_string(labels[place:], '.') order by place)
  from (select string_to_array(lower(split_part(address, '@', -1)), '.') as labels) as domain
  cross join generate_series(1, array_length(labels, 1)) as place
$$;

-- A text with its words apart, to be found whole in any language. What is no letter and no digit parts words, an emoji too.
-- The scripts that put no space between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese; Korean glues particles to its
-- words) are taken character by character, so that a word in them is found as a phrase.
create function igminer_spaced(words text) returns text language sql immutable strict parallel safe as $$
  select regexp_replace(
    regexp_replace(words, '[^[:alnum:]]+', ' ', 'g'),
    '([\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF])', ' \1 ', 'g'
  )
$$;

-- Only accounts that can be written to are looked for: the index costs the rest of mining nothing.
create index "InstagramAccountBase_words" on "InstagramAccountBase"
  using gin (to_tsvector('simple', igminer_spaced(coalesce(biography, '') || ' ' || coalesce(category, ''))))
  where ig_email is not null;
create index "InstagramPost_hashtags" on "InstagramPost" using gin (hashtags) where hashtags <> '{}';

create table "EmailSequence" (
  id           bigint generated always as identity primary key,
  name         text not null unique,
  -- Instantly's id of the campaign that writes to the leads.
  campaign_id  text not null,
  -- Whom import-sequence takes, where it is not told otherwise.
  filters      jsonb not null default '{}',
  -- Leads handed over a UTC day.
  daily_cap    integer not null check (daily_cap > 0),
  -- How many went out, or may have gone out, on the day of the last hand-over.
  handed_on    date,
  handed_today integer not null default 0,
  created_at   timestamptz not null default now(),
  closed_at    timestamptz
);
create unique index "EmailSequence_campaign" on "EmailSequence" (campaign_id) where closed_at is null;

-- What is handed over in one request: the outbox. A row is written before anything is sent.
create table "EmailOutbox" (
  id                bigint generated always as identity primary key,
  sequence_id       bigint not null references "EmailSequence" (id) on delete cascade,
  created_at        timestamptz not null default now(),
  -- Set before a request leaves. While it is set, Instantly may have the leads: it is asked before they are sent again.
  sent_at           timestamptz,
  -- How many leads were in the last request.
  leads             integer not null default 0,
  answered_at       timestamptz,
  -- What Instantly counted, as it said it.
  answer            jsonb,
  remaining_in_plan bigint,
  attempts          smallint not null default 0,
  next_attempt_at   timestamptz,
  outcome           text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error        text,
  claimed_by        bigint
);
create index "EmailOutbox_due" on "EmailOutbox" (next_attempt_at nulls first, id)
  where claimed_by is null and (outcome is null or outcome = 'retry');
create index "EmailOutbox_claimed" on "EmailOutbox" (claimed_by) where claimed_by is not null;
create index "EmailOutbox_failed" on "EmailOutbox" (id) where outcome = 'failed';
create index "EmailOutbox_plan" on "EmailOutbox" (answered_at desc) where remaining_in_plan is not null;
create index "EmailOutbox_unsent" on "EmailOutbox" (sequence_id)
  where sent_at is null and (outcome is null or outcome = 'retry');
create index "EmailOutbox_open" on "EmailOutbox" (sent_at) where sent_at is not null and outcome is distinct from 'ok';

create table "EmailSequenceLead" (
  id                   bigint generated always as identity primary key,
  sequence_id          bigint not null references "EmailSequence" (id) on delete cascade,
  account_id           bigint references "InstagramAccountBase" (id) on delete set null,
  -- In lower case.
  email                text collate "C" not null,
  -- queued: imported. sending: in the outbox, Instantly may have it. active, completed, replied, bounced, unsubscribed,
  -- skipped: Instantly has it. refused: Instantly did not take it. withdrawn: we took it out.
  state                text not null default 'queued' check (state in (
    'queued', 'sending', 'active', 'completed', 'replied', 'bounced', 'unsubscribed', 'skipped', 'refused', 'withdrawn'
  )),
  -- Why, for refused and withdrawn.
  reason               text,
  outbox_id            bigint references "EmailOutbox" (id) on delete set null,
  handed_over_at       timestamptz,
  instantly_lead_id    text,
  -- Instantly's own numbers (facts §5).
  instantly_status     smallint,
  interest             integer,
  open_count           integer not null default 0,
  reply_count          integer not null default 0,
  click_count          integer not null default 0,
  last_contact_at      timestamptz,
  last_reply_at        timestamptz,
  -- When Instantly changed the lead, as far as it told us; an older word never overwrites a newer one.
  instantly_updated_at timestamptz,
  -- When a sync last found something new here.
  synced_at            timestamptz,
  -- The address that really answered, where it is another one.
  answered_from        text collate "C",
  created_at           timestamptz not null default now(),
  -- Since when the address may be in another sequence. Null: it is in this one.
  released_at          timestamptz,
  unique (sequence_id, email)
);
-- One address, one sequence at a time, whatever two processes do at once.
create unique index "EmailSequenceLead_live" on "EmailSequenceLead" (email) where released_at is null;
create unique index "EmailSequenceLead_instantly" on "EmailSequenceLead" (instantly_lead_id) where instantly_lead_id is not null;
create index "EmailSequenceLead_queued" on "EmailSequenceLead" (sequence_id, id) where state = 'queued';
create index "EmailSequenceLead_sending" on "EmailSequenceLead" (outbox_id) where state = 'sending';
create index "EmailSequenceLead_account" on "EmailSequenceLead" (account_id) where account_id is not null;
create index "EmailSequenceLead_domains" on "EmailSequenceLead" using gin (igminer_domains(email)) where released_at is null;

-- What is asked of Instantly again and again, and what it is still to be told: one row a task.
create table "InstantlySync" (
  id              bigint generated always as identity primary key,
  -- leads: the next page of a campaign's leads. analytics: its figures. block: a suppression for the block list.
  task            text not null check (task in ('leads', 'analytics', 'block')),
  sequence_id     bigint references "EmailSequence" (id) on delete cascade,
  suppression_id  bigint references "Suppression" (id) on delete cascade,
  -- Of leads: where the pass through the campaign stands; null: at its beginning.
  cursor          text,
  -- Of block: set before it is sent. Another attempt looks first whether it arrived.
  sent_at         timestamptz,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint,
  check ((task = 'block') = (suppression_id is not null) and (task <> 'block') = (sequence_id is not null))
);
create unique index "InstantlySync_sequence" on "InstantlySync" (sequence_id, task) where sequence_id is not null;
create unique index "InstantlySync_suppression" on "InstantlySync" (suppression_id) where suppression_id is not null;
create index "InstantlySync_due" on "InstantlySync" (next_attempt_at nulls first, id)
  where claimed_by is null and outcome is distinct from 'failed';
create index "InstantlySync_claimed" on "InstantlySync" (claimed_by) where claimed_by is not null;
create index "InstantlySync_failed" on "InstantlySync" (id) where outcome = 'failed';

-- A message in our mailbox that has to do with a lead, or was judged to have nothing to do with one.
create table "EmailMessage" (
  id            bigint generated always as identity primary key,
  -- Which of our mailboxes, and Gmail's ids in it.
  mailbox       text collate "C" not null,
  gmail_id      text not null,
  thread_id     text not null,
  lead_id       bigint references "EmailSequenceLead" (id) on delete set null,
  class         text not null check (class in ('bounced', 'auto_reply', 'bulk', 'forwarded', 'replied', 'other')),
  -- Whom it came from, and whom it is about (of a bounce: who was not reached), in lower case.
  sender        text collate "C",
  about         text collate "C",
  subject       text,
  received_at   timestamptz not null,
  -- What it was judged by.
  evidence      jsonb not null default '{}',
  labelled_at   timestamptz,
  created_at    timestamptz not null default now(),
  unique (mailbox, gmail_id)
);
create index "EmailMessage_lead" on "EmailMessage" (lead_id) where lead_id is not null;
create index "EmailMessage_received" on "EmailMessage" (received_at);
create index "EmailMessage_unlabelled" on "EmailMessage" (id) where labelled_at is null;
