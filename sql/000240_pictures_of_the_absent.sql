-- unknown: the account whose picture was due was called absent, but not often enough to believe it. Every row fulfils the wider
-- checks: none needs to be looked at.
alter table "AccountPicture" drop constraint "AccountPicture_outcome_check";
alter table "AccountPicture" add constraint "AccountPicture_outcome_check"
  check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')) not valid;
alter table "CommentImport" drop constraint "CommentImport_outcome_check";
alter table "CommentImport" add constraint "CommentImport_outcome_check"
  check (outcome in ('ok', 'not_found', 'unknown', 'unavailable', 'retry', 'failed')) not valid;
