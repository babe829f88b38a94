-- The second set of rules for countries: every account is looked at anew, by an index that holds what is due and nothing else.
drop index "InstagramAccountBase_country_due";
create index "InstagramAccountBase_country_due" on "InstagramAccountBase" (id)
  where country_rules < 2 and country_source is distinct from 'source';
