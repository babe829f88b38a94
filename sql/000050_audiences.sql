-- Whom an installation looks for: criteria by name, as core/audiences/criteria.ts declares them.
create table "Audiences" (
  id         bigint generated always as identity primary key,
  name       text not null unique check (length(name) between 1 and 60),
  criteria   jsonb not null default '{}' check (jsonb_typeof(criteria) = 'object'),
  created_at timestamptz not null default now(),
  -- When the criteria last changed: what was computed from others before is out of date.
  changed_at timestamptz not null default now()
);
