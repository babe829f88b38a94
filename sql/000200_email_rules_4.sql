-- Another look at all texts: the rules for addresses read more of them ("name#gmail.com", spelled out behind a link).
drop index "InstagramAccountBase_email_due";
create index "InstagramAccountBase_email_due" on "InstagramAccountBase" (id) where email_rules < 4;
