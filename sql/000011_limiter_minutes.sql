-- What a source let through in the minute that runs and in the one before: when it refuses, that is its limit, measured.
alter table "SourceState"
  add column minute_started_at timestamptz not null default now(),
  add column minute_ok         integer not null default 0,
  add column last_minute_ok    integer not null default 0;
