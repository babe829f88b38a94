-- Questions to a model that are answered within a day at half the price (igminer qualify --batch-api).
create table "ModelBatch" (
  id              uuid primary key,
  model           text not null,
  -- The ids under which the made-up control accounts stand, by question.
  canaries        text[] not null,
  remote_id       text,
  handed_over_at  timestamptz not null default now(),
  next_look_at    timestamptz not null default now(),
  answered_at     timestamptz
);
comment on column "ModelBatch".id is 'Also in the metadata of the batch at the service';
comment on column "ModelBatch".remote_id is 'The id that the service gave it; null: its answer was lost, or has not come yet';
create index "ModelBatch_look" on "ModelBatch" (next_look_at) where answered_at is null;

create table "ModelQuestion" (
  account_id  bigint primary key references "InstagramAccountBase" (id) on delete cascade,
  texts_hash  text not null,
  batch_id    uuid references "ModelBatch" (id) on delete set null,
  place       integer,
  asked_as    text,
  answer      jsonb,
  is_answered boolean not null default false
);
comment on table "ModelQuestion" is 'Accounts that a model is asked about in batches, until its answer is saved';
comment on column "ModelQuestion".batch_id is 'Null: it waits to be handed over';
comment on column "ModelQuestion".place is 'Of its question in the batch';
comment on column "ModelQuestion".asked_as is 'Its id in the question';
comment on column "ModelQuestion".answer is 'Null with is_answered: its text misled the model, and local rules decide';
create index "ModelQuestion_waits" on "ModelQuestion" (account_id) where batch_id is null and not is_answered;
create index "ModelQuestion_answered" on "ModelQuestion" (account_id) where is_answered;
create index "ModelQuestion_batch" on "ModelQuestion" (batch_id) where batch_id is not null;
