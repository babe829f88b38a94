-- An entry of the manual queue that was told to be absent, and may be found yet, is asked for again.
drop index "ManualMiningQueue_due";
create index "ManualMiningQueue_due" on "ManualMiningQueue" (id)
  where claimed_by is null
    and (outcome is null or outcome in ('retry', 'unknown') or (outcome = 'not_found' and next_attempt_at is not null));

-- The last few second questions alone, to notice a source that begins to lie.
alter table "AbsenceRecord" add column recent_refuted double precision not null default 0;
alter table "AbsenceRecord" add column recent_confirmed double precision not null default 0;
