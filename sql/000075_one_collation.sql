-- Addresses are keys, and keys are compared byte by byte: an index of another collation cannot serve a join with one of them
-- (PostgreSQL documentation, "Indexes and Collations"), and each address would be compared with every account.
create index "InstagramAccountBase_address" on "InstagramAccountBase" (ig_email collate "C") where ig_email is not null;
drop index "InstagramAccountBase_email";
