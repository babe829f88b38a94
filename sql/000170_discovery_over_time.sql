-- What the search for an audience had cost by when: wanted accounts are counted against requests.
create table "DiscoveryMilestone" (
  audience_id bigint not null references "Audiences" (id) on delete cascade,
  at          timestamptz not null default now(),
  -- Of the purpose discovery:AUDIENCE, in all.
  requests    bigint not null,
  usd         double precision,
  primary key (audience_id, at)
);
