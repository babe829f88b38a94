-- An operator's wish (next_refresh_at) has a column of its own: a sighting before its time does not take it away, and one at
-- or after its time fulfils it. Until then the account's pace does not count.
alter table "RefreshSchedule" add column wished_at timestamptz;

update "RefreshSchedule" as schedule
set wished_at = account.next_refresh_at,
    next_attempt_at = nullif(schedule.next_attempt_at, account.next_refresh_at)
from "InstagramAccountBase" as account
where account.id = schedule.id and account.next_refresh_at > schedule.seen_at;

create index "RefreshSchedule_wished" on "RefreshSchedule" (wished_at) where wished_at is not null and claimed_by is null;

create or replace function igminer_refresh_wished() returns trigger language plpgsql as $$
begin
  update "RefreshSchedule" set wished_at = new.next_refresh_at where id = new.id;
  return null;
end
$$;
-- Also where the same time is set once more.
drop trigger "InstagramAccountBase_refresh_wished" on "InstagramAccountBase";
create trigger "InstagramAccountBase_refresh_wished" after update of next_refresh_at on "InstagramAccountBase"
  for each row execute function igminer_refresh_wished();
