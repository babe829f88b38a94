-- Coded values have one stored form: languages of biographies ISO 639-1 and countries ISO 3166-1 in upper case, languages of
-- captions in lower case ("und": cannot be told), genders as words. What people write is read to it in one place
-- (src/core/text/coded-values.ts).
update "InstagramAccountBase"
set ai_bio_lang = upper(ai_bio_lang)
where ai_bio_lang <> upper(ai_bio_lang);
update "InstagramAccountBase"
set country = upper(country)
where country <> upper(country);
-- "not valid": rows that are stored are not read again; whatever is written from now on is held to it.
alter table "InstagramAccountBase"
  add constraint "InstagramAccountBase_coded" check (
    ai_bio_lang ~ '^[A-Z]{2,3}$' and country ~ '^[A-Z]{2}$' and gender in ('female', 'male', 'other')
  ) not valid;
alter table "InstagramPost"
  add constraint "InstagramPost_coded" check (caption_lang ~ '^[a-z]{2,3}$') not valid;
alter table "CloneTask"
  add constraint "CloneTask_coded" check (bio_lang ~ '^[A-Z]{2,3}$' and target_country ~ '^[A-Z]{2}$') not valid;
