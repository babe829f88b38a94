-- Codes that an earlier igminer stored and this one reads as another: countries that are no more, or have another code, and
-- the two written forms of Norwegian (src/core/text/coded-values.ts). A filter for RU would not find what is stored as SU.
create table "RenamedCode" (kind text, old text, code text, primary key (kind, old));
insert into "RenamedCode" (kind, old, code) values
  ('country', 'SU', 'RU'), ('country', 'UK', 'GB'), ('country', 'FX', 'FR'), ('country', 'YU', 'RS'), ('country', 'CS', 'RS'),
  ('country', 'DD', 'DE'), ('country', 'TP', 'TL'), ('country', 'ZR', 'CD'), ('country', 'BU', 'MM'), ('country', 'YD', 'YE'),
  ('country', 'AN', 'CW'), ('country', 'DY', 'BJ'), ('country', 'HV', 'BF'), ('country', 'NH', 'VU'), ('country', 'RH', 'ZW'),
  ('country', 'VD', 'VN'),
  ('language', 'NB', 'NO'), ('language', 'NN', 'NO'), ('language', 'GSW', 'DE'), ('language', 'BAR', 'DE'),
  ('language', 'YUE', 'ZH'), ('language', 'FIL', 'TL'), ('language', 'IN', 'ID'), ('language', 'IW', 'HE'),
  ('language', 'JI', 'YI'), ('language', 'JW', 'JV'), ('language', 'MO', 'RO'), ('language', 'SH', 'SR');
-- One reading of the table; only the rows that change are locked and written.
update "InstagramAccountBase" as account
set country = renamed.code
from "RenamedCode" as renamed
where renamed.kind = 'country' and account.country = renamed.old;
update "InstagramAccountBase" as account
set ai_bio_lang = renamed.code
from "RenamedCode" as renamed
where renamed.kind = 'language' and account.ai_bio_lang = renamed.old;
update "CloneTask" as task
set target_country = renamed.code
from "RenamedCode" as renamed
where renamed.kind = 'country' and task.target_country = renamed.old;
update "CloneTask" as task
set bio_lang = renamed.code
from "RenamedCode" as renamed
where renamed.kind = 'language' and task.bio_lang = renamed.old;
-- Criteria hold lists of codes, in the order in which they were given; those of early sequences in lower case.
create function igminer_renamed_codes(criteria jsonb) returns jsonb language sql as $$
  select criteria || coalesce(jsonb_object_agg(list.name, renamed_list.codes), '{}')
  from (values ('countries', 'country'), ('languages', 'language')) as list (name, kind)
  cross join lateral (
    select jsonb_agg(code order by position) as codes
    from (
      select coalesce(renamed.code, upper(given.code)) as code, min(given.position) as position
      from jsonb_array_elements_text(criteria -> list.name) with ordinality as given (code, position)
      left join "RenamedCode" as renamed on renamed.kind = list.kind and renamed.old = upper(given.code)
      group by 1
    ) as codes
  ) as renamed_list
  where criteria ? list.name
$$;
update "Audiences"
set criteria = igminer_renamed_codes(criteria), changed_at = now()
where igminer_renamed_codes(criteria) <> criteria;
update "EmailSequence"
set filters = igminer_renamed_codes(filters)
where igminer_renamed_codes(filters) <> filters;
drop function igminer_renamed_codes;
drop table "RenamedCode";
