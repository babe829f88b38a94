-- E-mail verification, and the one decision about each address.

-- What DNS said of a mail domain, for as long as it holds, and whether its host takes any mailbox name.
create table "EmailDomain" (
  domain               text collate "C" primary key,
  -- hosts | none | unknown
  finding              text check (finding in ('hosts', 'none', 'unknown')),
  reason               text,
  -- [{"name": …, "preference": …}], the first asked first
  mx                   jsonb not null default '[]',
  checked_at           timestamptz,
  expires_at           timestamptz,
  -- null: not known
  catch_all            boolean,
  catch_all_checked_at timestamptz,
  -- The mailbox name that is tried, kept so that a greylisting host knows it again.
  catch_all_probe      text
);

-- One row an address, however many accounts show it; a queue.
create table "EmailVerification" (
  id              bigint generated always as identity primary key,
  -- Lower case, the domain in punycode.
  email           text collate "C" not null unique,
  -- null: the address has no form.
  domain          text collate "C",
  status          text check (status in ('deliverable', 'risky', 'undeliverable', 'unknown')),
  reason          text,
  reasons         text[] not null default '{}',
  suggestion      text,
  is_free         boolean,
  -- The verdict rests on knowledge; only another such replaces it.
  is_definite     boolean not null default false,
  mail_host       text,
  smtp_reply      text,
  -- When the verdict was found, and when the address was last looked at.
  verified_at     timestamptz,
  checked_at      timestamptz,
  -- DNS passed and the mail host was not asked: a run with --smtp takes the row at once.
  smtp_unasked    boolean not null default false,
  -- The mail host is to be asked again at next_attempt_at: only a run with --smtp takes the row.
  smtp_again      boolean not null default false,
  -- How often in a row the host asked to come back, and nothing could be found out.
  greylisted      smallint not null default 0,
  doubtful        smallint not null default 0,
  -- The decision that mark-bad-emails makes of verdict and signals.
  decision        text check (decision in ('good', 'risky', 'bad', 'unknown')),
  decision_reason text,
  decided_at      timestamptz,
  needs_decision  boolean not null default false,
  -- Accounts that show the address, at the time of the decision.
  shown_by        integer not null default 0,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint
);
create index "EmailVerification_fresh" on "EmailVerification" (id)
  where claimed_by is null and outcome is null;
create index "EmailVerification_waiting" on "EmailVerification" (next_attempt_at)
  where claimed_by is null and outcome in ('ok', 'retry') and not smtp_again;
create index "EmailVerification_waiting_smtp" on "EmailVerification" (next_attempt_at)
  where claimed_by is null and outcome in ('ok', 'retry') and smtp_again;
create index "EmailVerification_unasked" on "EmailVerification" (id)
  where claimed_by is null and outcome = 'ok' and smtp_unasked;
create index "EmailVerification_claimed" on "EmailVerification" (claimed_by) where claimed_by is not null;
create index "EmailVerification_failed" on "EmailVerification" (id) where outcome = 'failed';
create index "EmailVerification_undecided" on "EmailVerification" (id) where needs_decision;

-- Conversations with mail hosts that are going on: one at a time with each host and with each address.
create table "MailHostLease" (
  id         bigint generated always as identity primary key,
  host       text not null,
  address    text not null,
  -- Who talks, as it introduces itself.
  own_name   text not null,
  run_id     bigint,
  held_until timestamptz not null
);

-- What became of mail to an address, and what people said of it: bounces, complaints, the operator's own list.
create table "EmailSignal" (
  id        bigint generated always as identity primary key,
  email     text collate "C" not null,
  kind      text not null check (kind in (
    'hard_bounce', 'soft_bounce', 'complaint', 'unsubscribe', 'delivered', 'operator_bad', 'operator_good'
  )),
  -- Who tells: operator, gmail, instantly …
  source    text not null,
  -- What makes the signal one of its kind at its source, as a message's id; a second telling of the same changes nothing but its time.
  reference text not null default '',
  detail    text,
  at        timestamptz not null default now(),
  unique (email, kind, source, reference)
);

alter table "InstagramAccountBase"
  -- The address that was last put into the queue for this account.
  add column ig_email_queued text,
  add column ig_email_status text check (ig_email_status in ('good', 'risky', 'bad', 'unknown')),
  add column ig_email_status_reason text,
  add column ig_email_status_at timestamptz,
  -- So many accounts show it that it is an agency's.
  add column ig_email_is_shared boolean;
-- What is not in the queue as it is shown: the step that fills the queue finds it at once, and nothing when there is nothing.
create index "InstagramAccountBase_email_unqueued" on "InstagramAccountBase" (id)
  where ig_email is distinct from ig_email_queued;
