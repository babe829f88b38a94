-- What comes back to a mailbox: complaints, messages that cannot be told, and what they answer.

alter table "EmailMessage"
  drop constraint "EmailMessage_class_check",
  -- Of what we wrote: its Message-ID without brackets.
  add column message_id text;
alter table "EmailMessage"
  add constraint "EmailMessage_class_check"
  check (class in ('bounced', 'complaint', 'auto_reply', 'bulk', 'forwarded', 'replied', 'unclear', 'other')) not valid;
create index "EmailMessage_message_id" on "EmailMessage" (message_id) where message_id is not null;

alter table "EmailSequenceLead"
  -- Since when the lead waits for a person to look at a message of theirs that may be an answer.
  add column paused_at timestamptz;
create index "EmailSequenceLead_paused" on "EmailSequenceLead" (id) where paused_at is not null;
