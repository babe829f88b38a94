-- Outreach over time: campaigns that are used again, orders that outlive what they were about, and who said what when.

alter table "EmailSequence"
  -- Which sequencer writes to the leads.
  add column via text not null default 'instantly' check (via in ('instantly', 'csv', 'webhook')),
  -- What is sent as first name where none is known: null: nothing.
  add column first_name_fallback text,
  -- Custom variables by name, each with what is sent where it is not known.
  add column variables jsonb not null default '{}';
drop index "EmailSequence_campaign";
create unique index "EmailSequence_campaign" on "EmailSequence" (via, campaign_id) where closed_at is null;
create index "EmailSequence_any_campaign" on "EmailSequence" (via, campaign_id);

alter table "EmailSequenceLead"
  -- Who said how the lead stands, and when: a label of a person, the mailbox, the sequencer, or a rule of ours (heuristic).
  add column state_by text check (state_by in ('label', 'mailbox', 'sequencer', 'heuristic')),
  add column state_at timestamptz,
  add column interest_by text check (interest_by in ('label', 'mailbox', 'sequencer', 'heuristic')),
  add column interest_at timestamptz,
  -- Since when the sequencer has the lead no more.
  add column gone_at timestamptz;
-- The sequencer's id of a lead is its own for as long as the campaign lives; several sequences may have used the campaign.
drop index "EmailSequenceLead_instantly";
create index "EmailSequenceLead_instantly" on "EmailSequenceLead" (instantly_lead_id) where instantly_lead_id is not null;

-- Orders outlive what they were about. They hold what the other side needs, and nothing else.
alter table "InstantlySync"
  drop constraint "InstantlySync_task_check",
  drop constraint "InstantlySync_check",
  add column via text not null default 'instantly' check (via in ('instantly', 'csv', 'webhook')),
  -- Of delete: the sequencer's id of the lead; without it, it is looked for by address in its campaign.
  add column lead_reference text,
  add column campaign_id text,
  -- Of delete the address; of block and unblock the address or domain, where no suppression says it.
  add column value text collate "C",
  -- Of delete: the request by which the lead may have got there. The lead is not known to be absent before that is settled.
  add column outbox_id bigint references "EmailOutbox" (id) on delete set null,
  -- Ordered by an erasure.
  add column is_erasure boolean not null default false,
  add column ordered_at timestamptz not null default now(),
  add column tried_at timestamptz,
  -- Of leads: when the pass through the campaign began, how many leads of ours it has shown, and whether those that it did
  -- not show are to be asked about.
  add column pass_started_at timestamptz,
  add column pass_listed integer not null default 0,
  add column is_checking boolean not null default false,
  add constraint "InstantlySync_task_check" check (task in ('leads', 'analytics', 'block', 'unblock', 'delete')),
  add constraint "InstantlySync_check" check (case
    when task in ('leads', 'analytics') then sequence_id is not null
    when task = 'block' then suppression_id is not null or value is not null
    when task = 'unblock' then value is not null
    else lead_reference is not null or value is not null
  end);
drop index "InstantlySync_suppression";
create unique index "InstantlySync_suppression" on "InstantlySync" (suppression_id, via) where suppression_id is not null;
create unique index "InstantlySync_value" on "InstantlySync" (via, task, value)
  where task in ('block', 'unblock') and suppression_id is null;
create unique index "InstantlySync_lead" on "InstantlySync" (via, lead_reference) where task = 'delete' and lead_reference is not null;
create unique index "InstantlySync_address" on "InstantlySync" (via, campaign_id, value) where task = 'delete' and lead_reference is null;

-- What a sequencer last said of a lead that igminer did not hand over, where it was an opt-out or a bounce: it is told once.
create table "StrangerWord" (
  via            text not null,
  campaign_id    text not null,
  -- The sequencer's id of the lead.
  lead_reference text not null,
  status         integer,
  interest       integer,
  updated_at     timestamptz,
  told_at        timestamptz not null default now(),
  primary key (via, campaign_id, lead_reference)
);

-- Messages in a mailbox of ours whose labels are to be taken off, after an erasure.
create table "MailboxUnlabel" (
  mailbox    text collate "C" not null,
  gmail_id   text not null,
  ordered_at timestamptz not null default now(),
  primary key (mailbox, gmail_id)
);
