-- Swiss German and Bavarian captions count as German (caption_lang = 'de') and are marked.
alter table "InstagramPost" add column caption_dialect text;
alter table "InstagramPost"
  add constraint "InstagramPost_dialect" check (caption_dialect in ('gsw', 'bar')) not valid;
