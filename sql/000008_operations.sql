-- Operations: errors in groups, alerts and how they are sent, metrics by the hour.

-- What errors of one cause have in common: the message without its subject, without quoted texts and without numbers.
create function igminer_fingerprint(command text, kind text, subject text, message text)
returns text language sql immutable parallel safe as $$
  select md5(concat_ws(
    ' ', command, kind,
    regexp_replace(
      regexp_replace(
        case
          when coalesce(subject, '') = '' then left(message, 500)
          else regexp_replace(
            left(message, 500),
            '(^|[^[:alnum:]_])' || regexp_replace(subject, '([^[:alnum:]_])', '\\\1', 'g') || '(?![[:alnum:]_])',
            '\1…',
            'g'
          )
        end,
        '"[^"]*"', '"…"', 'g'
      ),
      '[0-9]+', '0', 'g'
    )
  ))
$$;
alter table "ErrorLog"
  add column fingerprint text not null generated always as (igminer_fingerprint(command, kind, subject, message)) stored;

-- The outbox of alerts. What happens again before it is sent is counted in the row that waits.
create table "Alert" (
  id              bigint generated always as identity primary key,
  -- run_failed | run_died | unexpected_error | breaker_opened | breaker_closed | budget_80 | budget_100 |
  -- dead_letters | overdue | overdue_over | health_bad | health_good | test
  kind            text not null,
  -- What it is about: a command, a source, a check.
  subject         text not null,
  message         text not null,
  count           bigint not null default 1,
  first_at        timestamptz not null default now(),
  last_at         timestamptz not null default now(),
  run_id          bigint,
  -- Channels that have it, so that a second try bothers only those that have not.
  delivered_to    text[] not null default '{}',
  attempts        smallint not null default 0,
  next_attempt_at timestamptz,
  last_error      text,
  -- A process is sending it; until then no other one does.
  sending_until   timestamptz,
  sent_at         timestamptz
);
create unique index "Alert_waiting" on "Alert" (kind, subject) where sent_at is null;
create index "Alert_sent" on "Alert" (kind, subject, sent_at desc) where sent_at is not null;
create index "Alert_last" on "Alert" (last_at);

-- What is watched, and whether it was well when last looked at: an alert is raised when that changes.
create table "WatchState" (
  name       text primary key,
  is_bad     boolean not null,
  message    text not null,
  changed_at timestamptz not null default now(),
  seen_at    timestamptz not null default now()
);

-- What was told of the day's budget, so that each threshold is told once.
alter table "SourceState" add column budget_told text[] not null default '{}';

-- Old rows of "Metrics" are folded into hours, and into totals that never fall.
create table "MetricsHourly" (
  name    text not null,
  hour    timestamptz not null,
  tags    jsonb not null,
  sum     double precision not null,
  count   bigint not null,
  minimum double precision not null,
  maximum double precision not null,
  primary key (name, hour, tags)
);
create index "MetricsHourly_hour" on "MetricsHourly" (hour);
create table "MetricsTotal" (
  name  text not null,
  tags  jsonb not null,
  sum   double precision not null,
  count bigint not null,
  primary key (name, tags)
);

-- Runs that are old enough to be purged are found by when they began.
create index "Run_started" on "Run" (started_at);
