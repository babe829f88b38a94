-- What a model's service keeps of a batch (its questions are texts of people) and is to be deleted there. An order outlives the
-- batch, and the people.
create table "ModelDiscard" (
  batch_id        uuid primary key,
  remote_id       text,
  is_erasure      boolean not null default false,
  ordered_at      timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  attempts        integer not null default 0,
  last_error      text
);
comment on column "ModelDiscard".batch_id is 'Stands in the metadata of the batch and in the name of its file at the service';
comment on column "ModelDiscard".remote_id is 'The id that the service gave the batch; null: it is looked for';
comment on column "ModelDiscard".is_erasure is 'Somebody who is asked about in it was erased';
