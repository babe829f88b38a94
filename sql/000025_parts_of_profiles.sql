-- Each part of a profile has its own age, since each is paid apart. Null: as old as "seen_at", from when all came together.
alter table "RefreshSchedule"
  add column posts_seen_at   timestamptz,
  add column related_seen_at timestamptz,
  -- Parts that were wanted and could not be had: they alone are asked for at next_attempt_at.
  add column missing_parts   text[] not null default '{}';
