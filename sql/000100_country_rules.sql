-- Accounts are looked at again with the third version of the rules that tell a country.
drop index "InstagramAccountBase_country_due";
create index "InstagramAccountBase_country_due" on "InstagramAccountBase" (id)
  where country_rules < 3 and country_source is distinct from 'source';
