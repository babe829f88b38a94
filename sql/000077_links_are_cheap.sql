-- A link to a name bumps its count, and popular names are bumped all the time. What the claim of the frontier goes by changes
-- seldom, so that a bump rewrites no index (PostgreSQL documentation, "Heap-Only Tuples").

-- How many mined accounts lead to a name, coarsely: 0 for none or one, then one more each time they have doubled.
create function igminer_link_bucket(linked_count integer) returns smallint language sql immutable parallel safe
return width_bucket(
  linked_count,
  array[2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]
)::smallint;

alter table "InitialInstagramAccount" add column link_bucket smallint not null default 0;

-- Whoever writes the count.
create function igminer_link_bucket_follows() returns trigger language plpgsql as $$
begin
  new.link_bucket := igminer_link_bucket(new.linked_count);
  return new;
end
$$;
create trigger "InitialInstagramAccount_linked" before insert on "InitialInstagramAccount"
  for each row when (new.link_bucket <> igminer_link_bucket(new.linked_count)) execute function igminer_link_bucket_follows();
create trigger "InitialInstagramAccount_relinked" before update of linked_count on "InitialInstagramAccount"
  for each row when (new.link_bucket <> igminer_link_bucket(new.linked_count)) execute function igminer_link_bucket_follows();

-- The popular names that wait. The others, up to seven links, follow with their next one.
update "InitialInstagramAccount" set link_bucket = igminer_link_bucket(linked_count)
where account_id is null and outcome is null and claimed_by is null and linked_count >= 8;

create index "InitialInstagramAccount_next" on "InitialInstagramAccount" (link_bucket desc, id)
  where account_id is null and outcome is null and claimed_by is null;
drop index "InitialInstagramAccount_fresh";

-- Room beside a row for its next version. And queues are cleaned before their dead rows are many: what was claimed is dead in
-- the index that the next claim walks.
alter table "InitialInstagramAccount" set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "RefreshSchedule" set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "InstagramAccountBase" set (fillfactor = 90);
alter table "Qualification" set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "EmailVerification" set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "AccountPicture" set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "UsersToClone" set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "CommentImport" set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table "CaptionCountDue" set (autovacuum_vacuum_scale_factor = 0.05);
alter table "CommitMark" set (autovacuum_vacuum_scale_factor = 0.05);

-- The foreign keys of links were checked row by row, a quarter of what mining costs the server, for rows that the transaction
-- has just inserted or locked (save-links.ts). Both ends are looked for once a statement instead; and with an end its links go.
create function igminer_links_added() returns trigger language plpgsql as $$
begin
  if exists (
    select from added
    where not exists (select from "InstagramAccountBase" where id = added.account_id)
      or not exists (select from "InitialInstagramAccount" where id = added.initial_id)
  ) then
    raise foreign_key_violation using message = 'a row of "RelatedAccounts" leads from or to a row that does not exist';
  end if;
  return null;
end
$$;
create function igminer_account_links_gone() returns trigger language plpgsql as $$
begin
  delete from "RelatedAccounts" where account_id = any(array(select id from gone));
  return null;
end
$$;
create function igminer_name_links_gone() returns trigger language plpgsql as $$
begin
  delete from "RelatedAccounts" where initial_id = any(array(select id from gone));
  return null;
end
$$;
create trigger "RelatedAccounts_added" after insert on "RelatedAccounts"
  referencing new table as added for each statement execute function igminer_links_added();
create trigger "InstagramAccountBase_links_gone" after delete on "InstagramAccountBase"
  referencing old table as gone for each statement execute function igminer_account_links_gone();
create trigger "InitialInstagramAccount_links_gone" after delete on "InitialInstagramAccount"
  referencing old table as gone for each statement execute function igminer_name_links_gone();
alter table "RelatedAccounts"
  drop constraint "RelatedAccounts_account_id_fkey",
  drop constraint "RelatedAccounts_initial_id_fkey";
