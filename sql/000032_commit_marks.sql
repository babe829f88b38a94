-- A transaction leaves its mark in itself: where the answer to its commit was lost, the mark tells whether it took effect, so
-- that nothing is done, counted or told twice. Marks are of use for minutes; runs that begin take old ones away.
create table "CommitMark" (
  holder uuid not null,
  number integer not null,
  at     timestamptz not null default now(),
  primary key (holder, number)
);
