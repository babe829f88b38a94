-- Accounts of the same house are no look-alikes: official ones, and those that say that they are a part of it.
-- Not validated: the old rule allowed nothing that the new one forbids, so no row has to be read under the lock.
alter table "UsersToClone" drop constraint "UsersToClone_verdict_check";
alter table "UsersToClone" add constraint "UsersToClone_verdict_check"
  check (verdict in ('clone', 'suspicious', 'fan', 'official', 'affiliate', 'unrelated')) not valid;
