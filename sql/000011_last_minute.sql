-- What a source let through in the last minute, by slices of five seconds, the running one first: when it refuses, that is
-- its limit, measured.
alter table "SourceState"
  add column slice_started_at timestamptz not null default now(),
  add column slices_ok        jsonb not null default '[]';
