-- A mined account leads to some twenty names, and each got a row here whose foreign keys were checked one by one: half of what
-- writing them cost. What leads nowhere is harmless in "FrontierScore" (claims join the frontier, and close what is gone), and
-- what is told of a name is written only beside a name that the transaction has inserted or locked. With a name both go.
create function igminer_name_scores_gone() returns trigger language plpgsql as $$
begin
  delete from "FrontierScore" where initial_id = any(array(select id from gone));
  delete from "FrontierTold" where initial_id = any(array(select id from gone));
  return null;
end
$$;
create trigger "InitialInstagramAccount_scores_gone" after delete on "InitialInstagramAccount"
  referencing old table as gone for each statement execute function igminer_name_scores_gone();
create function igminer_audience_scores_gone() returns trigger language plpgsql as $$
begin
  delete from "FrontierScore" where audience_id = any(array(select id from gone));
  return null;
end
$$;
create trigger "Audiences_scores_gone" after delete on "Audiences"
  referencing old table as gone for each statement execute function igminer_audience_scores_gone();

-- The counts are read from the links whenever a name is scored. Kept here as well, each further link rewrote the row, though the
-- bucket stayed the same.
alter table "FrontierScore"
  drop constraint "FrontierScore_initial_id_fkey",
  drop constraint "FrontierScore_audience_id_fkey",
  drop column parents_judged,
  drop column parents_wanted;
alter table "FrontierTold" drop constraint "FrontierTold_initial_id_fkey";

-- Names are scored at once if a wanted account leads to them. Those that only unwanted accounts lead to come last anyway: they
-- are scored when others run out, or by rank.
alter table "AudienceLesson" add column names_scored boolean not null default true;
create index "AudienceLesson_unscored" on "AudienceLesson" (audience_id, is_wanted, account_id) where not names_scored;
