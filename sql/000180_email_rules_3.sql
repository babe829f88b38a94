-- Another look at all texts: the rules for addresses read more of them ("ät", 点, "[at] x  [dot]").
drop index "InstagramAccountBase_email_due";
create index "InstagramAccountBase_email_due" on "InstagramAccountBase" (id) where email_rules < 3;
