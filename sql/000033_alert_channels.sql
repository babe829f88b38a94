-- A channel that did not take an alert has a row of its own that waits for it: what happens next is told to the others anew.
alter table "Alert" add column channel text;
comment on column "Alert".channel is 'The one channel that is still to be told; null: all of them';

-- Until now a row waited for all channels and named those that had it.
update "Alert"
set channel = case when delivered_to = '{slack}' then 'webhook' else 'slack' end, delivered_to = '{}'
where sent_at is null and delivered_to <> '{}';

drop index "Alert_waiting";
create unique index "Alert_waiting" on "Alert" (kind, subject) where sent_at is null and channel is null;
create unique index "Alert_waiting_channel" on "Alert" (kind, subject, channel) where sent_at is null and channel is not null;
