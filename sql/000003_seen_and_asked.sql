-- A failed row waits for nobody but "igminer retry".
update "InitialInstagramAccount" set next_attempt_at = null where outcome = 'failed' and next_attempt_at is not null;
update "RefreshSchedule" set next_attempt_at = null where outcome = 'failed' and next_attempt_at is not null;

-- next_refresh_at is an operator's wish: set it, and the account is looked at then, whatever its pace.
create function igminer_refresh_wished() returns trigger language plpgsql as $$
begin
  update "RefreshSchedule" set next_attempt_at = new.next_refresh_at where id = new.id;
  return null;
end
$$;
create trigger "InstagramAccountBase_refresh_wished" after update on "InstagramAccountBase"
  for each row when (new.next_refresh_at is distinct from old.next_refresh_at) execute function igminer_refresh_wished();

-- What became of a name the last time somebody asked for it.
create index "ManualMiningQueue_username" on "ManualMiningQueue" (username, id desc);

-- Posts with few comments are not read by default: a claim does not walk over them, however many there are.
drop index "InstagramPost_uncommented";
create index "InstagramPost_uncommented" on "InstagramPost" (taken_at desc, id)
  where not comments_searched and comment_count > 5;
