-- How many accounts match, counted by refresh-views: status and the dashboard do not read all accounts.
alter table "Audiences"
  add column accounts_wanted    bigint,
  add column accounts_undecided bigint,
  add column counted_at         timestamptz;

-- A task that takes whom an audience is for. Null bounds: any.
alter table "CloneTask"
  add column audience text,
  alter column bio_lang drop not null;
