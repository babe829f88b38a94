-- Another look at all texts: the rules for addresses know more of them. The number of the rules stands in the index.
drop index "InstagramAccountBase_email_due";
create index "InstagramAccountBase_email_due" on "InstagramAccountBase" (id) where email_rules < 7;
