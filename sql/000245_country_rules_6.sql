-- Accounts are looked at again with the sixth version of the rules that tell a country. The number of the rules stands in the index.
drop index "InstagramAccountBase_country_due";
create index "InstagramAccountBase_country_due" on "InstagramAccountBase" (id)
  where country_rules < 6 and country_source is distinct from 'source';
