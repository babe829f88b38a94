-- How sure an address is, the others that an account shows, and another look at all texts: the rules read them better now.

alter table "InstagramAccountBase"
  -- Percent; null: from before it was told.
  add column ig_email_confidence smallint check (ig_email_confidence between 0 and 100),
  -- Further addresses in the account's texts, the surest first; null: none.
  add column ig_emails_other text[];
create index "InstagramAccountBase_emails_other" on "InstagramAccountBase" using gin (ig_emails_other)
  where ig_emails_other is not null;

drop index "InstagramAccountBase_email_due";
create index "InstagramAccountBase_email_due" on "InstagramAccountBase" (id) where email_rules < 2;
