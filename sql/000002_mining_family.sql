-- Refresh, the manual queue, comments, and the second look at what was not found.

-- When an account is looked at again. Apart from the account, so that an account that has not changed is not rewritten.
create table "RefreshSchedule" (
  id              bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  -- When the account was last seen, changed or not. Follows last_updated (trigger below).
  seen_at         timestamptz not null,
  -- The account is due 2^pace times its scraping frequency after it was seen: from a quarter (−2) to four times (2).
  pace            smallint not null default 0 check (pace between -2 and 2),
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  -- null: never tried; not_found and unavailable are looked for again, at growing intervals
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint
);
create index "RefreshSchedule_due" on "RefreshSchedule" (pace, seen_at)
  where claimed_by is null and next_attempt_at is null and outcome is distinct from 'failed';
create index "RefreshSchedule_waiting" on "RefreshSchedule" (next_attempt_at)
  where claimed_by is null and next_attempt_at is not null;
create index "RefreshSchedule_claimed" on "RefreshSchedule" (claimed_by) where claimed_by is not null;
create index "RefreshSchedule_failed" on "RefreshSchedule" (id) where outcome = 'failed';

-- However an account comes in, and whoever sets last_updated, the schedule knows.
create function igminer_schedule_added() returns trigger language plpgsql as $$
begin
  insert into "RefreshSchedule" (id, seen_at) select id, last_updated from added order by id on conflict (id) do nothing;
  return null;
end
$$;
create function igminer_schedule_updated() returns trigger language plpgsql as $$
begin
  update "RefreshSchedule" set seen_at = new.last_updated where id = new.id;
  return null;
end
$$;
create trigger "InstagramAccountBase_added" after insert on "InstagramAccountBase"
  referencing new table as added for each statement execute function igminer_schedule_added();
create trigger "InstagramAccountBase_updated" after update on "InstagramAccountBase"
  for each row when (new.last_updated is distinct from old.last_updated) execute function igminer_schedule_updated();

insert into "RefreshSchedule" (id, seen_at) select id, last_updated from "InstagramAccountBase" order by id
on conflict (id) do nothing;

-- What is waiting for its time in the frontier: retries, and the second look at a name that was not found.
drop index "InitialInstagramAccount_retry";
create index "InitialInstagramAccount_waiting" on "InitialInstagramAccount" (next_attempt_at)
  where account_id is null and claimed_by is null and next_attempt_at is not null;

create table "ManualMiningQueue" (
  id              bigint generated always as identity primary key,
  username        text collate "C" not null,
  requested_by    text not null,
  requested_at    timestamptz not null default now(),
  account_id      bigint references "InstagramAccountBase" (id) on delete set null,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint,
  status          text not null generated always as (
    case
      when claimed_by is not null then 'running'
      when outcome is null or outcome = 'retry' then 'queued'
      when outcome = 'failed' then 'failed'
      else 'done'
    end
  ) stored
);
-- A name that waits, or that failed and can be put back, is not queued twice.
create unique index "ManualMiningQueue_open" on "ManualMiningQueue" (username)
  where outcome is null or outcome in ('retry', 'failed');
create index "ManualMiningQueue_due" on "ManualMiningQueue" (id)
  where claimed_by is null and (outcome is null or outcome = 'retry');
create index "ManualMiningQueue_claimed" on "ManualMiningQueue" (claimed_by) where claimed_by is not null;
create index "ManualMiningQueue_failed" on "ManualMiningQueue" (id) where outcome = 'failed';

-- A post whose comments are being read, under the number of the post. Gone once they are all in.
create table "CommentImport" (
  id              bigint primary key references "InstagramPost" (id) on delete cascade,
  -- Pages that are saved.
  pages           integer not null default 0,
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  outcome         text check (outcome in ('ok', 'not_found', 'unavailable', 'retry', 'failed')),
  last_error      text,
  claimed_by      bigint
);
create index "CommentImport_waiting" on "CommentImport" (next_attempt_at nulls first)
  where claimed_by is null and (outcome is null or outcome = 'retry');
create index "CommentImport_claimed" on "CommentImport" (claimed_by) where claimed_by is not null;
create index "CommentImport_failed" on "CommentImport" (id) where outcome = 'failed';
create index "InstagramPost_uncommented" on "InstagramPost" (taken_at desc, id)
  where not comments_searched and comment_count > 0;

-- Who commented a post.
create table "PostCommenters" (
  post_id    bigint not null references "InstagramPost" (id) on delete cascade,
  initial_id bigint not null references "InitialInstagramAccount" (id) on delete cascade,
  primary key (post_id, initial_id)
);
create index "PostCommenters_initial" on "PostCommenters" (initial_id);
