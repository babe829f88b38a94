-- Finished leads can be moved out of their campaign into a lead list of the sequencer.
alter table "InstantlySync"
  -- Of delete: the list that the lead is moved to, instead of being deleted.
  add column to_list text;
alter table "EmailSequenceLead"
  -- The list that it was moved to: an erasure looks for it there.
  add column list_id text;
