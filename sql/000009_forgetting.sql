-- Erasure: who is never to be mined or written to again, without a word of who it is. And where a mailbox was read to.

-- One salt a database, made with it: a hash from here says nothing elsewhere.
create table "ForgetSalt" (
  is_only boolean primary key default true check (is_only),
  salt    text not null
);
insert into "ForgetSalt" (salt) select gen_random_uuid()::text || gen_random_uuid()::text;

-- A number, a username or an address of somebody who was erased, as its hash alone.
create table "Forgotten" (
  hash text primary key
);

create function igminer_forget_hash(kind text, value text) returns text language sql stable parallel safe as $$
  select encode(sha256(convert_to((select salt from "ForgetSalt") || ' ' || kind || ' ' || value, 'UTF8')), 'hex')
$$;

-- Kind: id | username | email.
create function igminer_is_forgotten(kind text, value text) returns boolean language sql stable parallel safe as $$
  select exists (select from "Forgotten" where hash = igminer_forget_hash(kind, value))
$$;

-- How far a mailbox of ours was read; written with the messages it stands for.
create table "Mailbox" (
  id              bigint generated always as identity primary key,
  mailbox         text collate "C" not null unique,
  -- Gmail's history id up to which everything is saved; null: everything is still to be read.
  history_id      text,
  -- The page that comes next, of the history since then or of a full reading.
  page_token      text,
  -- Of a full reading: the history id at its beginning, from which the history goes on after its last page.
  next_history_id text,
  synced_at       timestamptz,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint
);
create index "Mailbox_due" on "Mailbox" (next_attempt_at nulls first, id)
  where claimed_by is null and outcome is distinct from 'failed';
create index "Mailbox_claimed" on "Mailbox" (claimed_by) where claimed_by is not null;
create index "Mailbox_failed" on "Mailbox" (id) where outcome = 'failed';

-- A lead's messages are looked for by thread, and a lead by its address.
create index "EmailMessage_thread" on "EmailMessage" (mailbox, thread_id);
create index "EmailMessage_sender" on "EmailMessage" (sender) where sender is not null;
create index "EmailMessage_about" on "EmailMessage" (about) where about is not null;
create index "EmailSequenceLead_email" on "EmailSequenceLead" (email);
