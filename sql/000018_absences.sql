-- Absence with evidence: how often each source calls an existing account absent, and what was said of each name.

-- What a source has answered about names, fading with each further answer (src/core/net/false-absences.ts).
create table "AbsenceRecord" (
  source        text not null,
  -- Whether the names were thought of; most of those are nobody's, and do not mix with names that were seen somewhere.
  is_guess      boolean not null,
  -- First questions about a name: it was found, it was called absent.
  found         double precision not null default 0,
  absent        double precision not null default 0,
  -- Of names called absent: those that turned out to exist, and those called absent once more.
  refuted       double precision not null default 0,
  confirmed     double precision not null default 0,
  -- The last few first questions alone, to notice a source that changes its ways.
  recent_found  double precision not null default 0,
  recent_absent double precision not null default 0,
  updated_at    timestamptz not null default now(),
  primary key (source, is_guess)
);

-- Which sources called the name absent, how often and when; with the chance that they were all wrong.
alter table "InitialInstagramAccount" add column absences jsonb;
alter table "RefreshSchedule" add column absences jsonb;
alter table "ManualMiningQueue" add column absences jsonb;
alter table "UsersToClone" add column absences jsonb;

-- unknown: called absent, but not often enough to believe it. Every row fulfils the wider check: none needs to be looked at.
alter table "InitialInstagramAccount" drop constraint "InitialInstagramAccount_outcome_check";
alter table "InitialInstagramAccount" add constraint "InitialInstagramAccount_outcome_check"
  check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')) not valid;
alter table "RefreshSchedule" drop constraint "RefreshSchedule_outcome_check";
alter table "RefreshSchedule" add constraint "RefreshSchedule_outcome_check"
  check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')) not valid;
alter table "UsersToClone" drop constraint "UsersToClone_outcome_check";
alter table "UsersToClone" add constraint "UsersToClone_outcome_check"
  check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')) not valid;
alter table "ManualMiningQueue" drop constraint "ManualMiningQueue_outcome_check";
alter table "ManualMiningQueue" add constraint "ManualMiningQueue_outcome_check"
  check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')) not valid;

-- An entry that is unknown waits in the manual queue. Only what people asked for is in this table: it is rewritten in no time.
alter table "ManualMiningQueue" drop column status;
alter table "ManualMiningQueue" add column status text not null generated always as (
  case
    when claimed_by is not null then 'running'
    when outcome is null or outcome in ('retry', 'unknown') then 'queued'
    when outcome = 'failed' then 'failed'
    else 'done'
  end
) stored;
drop index "ManualMiningQueue_open";
create unique index "ManualMiningQueue_open" on "ManualMiningQueue" (username)
  where outcome is null or outcome in ('retry', 'unknown', 'failed');
drop index "ManualMiningQueue_due";
create index "ManualMiningQueue_due" on "ManualMiningQueue" (id)
  where claimed_by is null and (outcome is null or outcome in ('retry', 'unknown'));

alter table "Run" add column unknown bigint not null default 0;
