-- What requests cost: a ledger, what is reserved and not yet settled, and the price of each endpoint.

-- What was spent, by day (UTC): the units that sources told, and their money at the unit price of that day.
create table "Spend" (
  day      date not null,
  -- As in "SourceState": with several keys of a source, each has its own.
  source   text not null,
  endpoint text not null,
  command  text not null,
  -- new | refresh | comments | clones | manual | control question | other
  purpose  text not null,
  requests bigint not null default 0,
  units    bigint not null default 0,
  -- Null: no unit price was set.
  usd      double precision,
  primary key (day, source, endpoint, command, purpose)
);

-- What a process has reserved of a day's budget and not settled yet. Whatever a dead one leaves counts as spent.
create table "SpendReserved" (
  id         text primary key,
  source     text not null,
  day        date not null default (now() at time zone 'UTC')::date,
  -- Null: of a service that is not in the ledger.
  command    text,
  purpose    text,
  units      bigint not null default 0,
  -- The last exchange that is in here, so that one whose answer was lost is not counted twice.
  exchange   integer not null default 0,
  touched_at timestamptz not null default now()
);
create index "SpendReserved_source" on "SpendReserved" (source, day);

-- The dearest request of each endpoint on the day it was last asked, and on the day before that.
create table "SourcePrice" (
  source      text not null,
  endpoint    text not null,
  day         date not null default (now() at time zone 'UTC')::date,
  units        integer not null,
  units_before integer not null default 0,
  primary key (source, endpoint)
);
