-- Whoever pauses the schedule does so for all machines: their commands ask here before they begin.
create table "SchedulePause" (
  -- One row at most.
  id        boolean primary key default true check (id),
  paused_at timestamptz not null default clock_timestamp(),
  until     timestamptz,
  ended_at  timestamptz
);
comment on column "SchedulePause".until is 'When it ends of itself; null: with igminer resume';
comment on column "SchedulePause".ended_at is 'When igminer resume ended it';
