-- How many accounts have which engagement rate, for the dashboard. Bands: below 0.5 %, 0.5–1, 1–2, 2–4, 4–8, 8 % and more.
create materialized view "AccountsByEngagement" as
select width_bucket(engagement_rate, array[0.005, 0.01, 0.02, 0.04, 0.08]) as band, count(*) as accounts
from "CreatorMetrics"
where engagement_rate is not null
group by 1;
create unique index "AccountsByEngagement_band" on "AccountsByEngagement" (band);

create trigger "CreatorMetrics_view_source"
  after insert or delete or truncate or update of engagement_rate
  on "CreatorMetrics" for each statement execute function igminer_view_source_changed();

insert into "ViewRefresh" (view)
values ('AccountsByEngagement');
