-- Both ends of a new link are looked up by their keys. With "not exists … or not exists …" the planner read the whole index of
-- both tables for each save, as long as a hash of it fitted into work_mem (up to some 200,000 rows): PostgreSQL never reads a
-- scalar subquery that way.
create or replace function igminer_links_added() returns trigger language plpgsql as $$
begin
  if exists (
    select from added
    where (select account.id from "InstagramAccountBase" as account where account.id = added.account_id) is null
      or (select name.id from "InitialInstagramAccount" as name where name.id = added.initial_id) is null
  ) then
    raise foreign_key_violation using message = 'a row of "RelatedAccounts" leads from or to a row that does not exist';
  end if;
  return null;
end
$$;
