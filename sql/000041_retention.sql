-- How far purge has gone through a table by its key, so that a large one is read a part at a time.
create table "RetentionWalk" (
  walked   text primary key,
  after_id bigint not null
);
