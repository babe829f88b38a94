import { type Kysely, sql } from "kysely";
import type { Schema } from "../../src/core/db/schema.js";

/** A biography that would reveal itself if a page ran it instead of displaying it. */
export const HOSTILE = `"><script>document.title = "run"</script><img src=x onerror="document.title = 'run'">`;

/**
 * Fills a store as if igminer had worked for two weeks: accounts, runs, metrics, queues, errors. All texts of the
 * newest account are hostile.
 */
export async function weeksOfWork(db: Kysely<Schema>): Promise<void> {
  await sql`
    insert into "InstagramAccountBase"
      (id, username, full_name, biography, followers_count, ig_email, country, ai_bio_lang, first_seen)
    select id, 'user' || id, 'User ' || id, 'Likes mountains. #' || id, id * 37,
      case when id % 3 = 0 then 'user' || id || '@example.com' end,
      case when id % 5 < 4 then (array['DE', 'AT', 'CH', 'US', 'FR', 'IT', 'BR'])[1 + floor(7 * power((id * 37 % 100) / 100.0, 2))::int] end,
      case when id % 4 < 3 then (array['DE', 'EN', 'FR', 'PT', 'IT'])[1 + floor(5 * power((id * 53 % 100) / 100.0, 2))::int] end,
      now() - interval '14 days' * power(id / 3000.0, 1.3) - interval '10 minutes'
    from generate_series(1, 3000) as id
  `.execute(db);
  await sql`
    insert into "InstagramAccountBase" (id, username, full_name, biography, followers_count, first_seen)
    values (9999, ${"hostile"}, ${HOSTILE}, ${HOSTILE}, 7, now())
  `.execute(db);
  await sql`
    insert into "CaptionLanguages" (account_id, lang, captions)
    select id, (array['de', 'en', 'fr', 'und'])[1 + id % 4], 1 + id % 9 from generate_series(1, 500) as id
  `.execute(db);
  await sql`
    insert into "CreatorMetrics" (id, posts_used, engagement_rate)
    select id, 12, 0.002 * power(2, id % 7) from generate_series(1, 800) as id
  `.execute(db);
  await sql`
    insert into "InitialInstagramAccount" (username, source, outcome)
    select 'name' || id, 'RELATED', case when id % 40 = 0 then 'failed' when id % 9 = 0 then 'retry' end
    from generate_series(1, 900) as id
  `.execute(db);
  await sql`
    insert into "Metrics" (name, value, tags, at)
    select 'items', round(20 + 15 * sin(hour / 3.0) + extra.more), jsonb_build_object('command', 'mine-new', 'outcome', extra.outcome),
      now() - interval '1 hour' * hour
    from generate_series(0, 47) as hour
    cross join (values ('ok', 40), ('not_found', -2), ('unavailable', -12), ('retried', -20), ('failed', -33)) as extra(outcome, more)
    where round(20 + 15 * sin(hour / 3.0) + extra.more) > 0
  `.execute(db);
  await sql`
    insert into "Metrics" (name, value, tags)
    select 'item_duration_ms', times.p50 * quantile.factor, jsonb_build_object('command', times.command, 'quantile', quantile.name)
    from (values ('mine-new', 420), ('refresh', 380), ('verify-emails', 2100), ('detect-langs', 3), ('qualify', 35)) as times(command, p50)
    cross join (values ('0.5', 1), ('0.95', 3.4)) as quantile(name, factor)
  `.execute(db);
  await sql`
    insert into "MetricsHourly" (name, hour, tags, sum, count, minimum, maximum)
    select curve.name, date_trunc('hour', now()) - interval '4 hours' * step, curve.tags::jsonb, value, 1, value, value
    from generate_series(1, 80) as step
    cross join (values
      ('queue_rows', '{"queue":"frontier","state":"fresh"}', 6000, -65),
      ('queue_rows', '{"queue":"frontier","state":"retry"}', 120, -0.3),
      ('queue_rows', '{"queue":"frontier","state":"failed"}', 5, 0.2),
      ('source_rate_per_minute', '{"source":"hiker"}', 300, 4),
      ('source_rate_per_minute', '{"source":"web"}', 12, 0.3)
    ) as curve(name, tags, start, slope)
    cross join lateral (select greatest(0, curve.start + curve.slope * (80 - step))::float8 as value) as point
  `.execute(db);
  await sql`
    insert into "SourceState" (source, rate_per_minute, used_today, breaker)
    values ('hiker', 620, 4120, 'closed'), ('web', 36, 812, 'open')
  `.execute(db);
  await sql`
    insert into "Run" (command, host, pid, version, started_at, heartbeat_at, finished_at, status, claimed, ok, retried, exit_code, stop_reason)
    select command, 'one', 1, 'test', start, start, start + interval '40 seconds', status, 100, 92, 8, 0, reason
    from (values ('mine-new', 'done', null, 2), ('refresh', 'done', null, 4), ('verify-emails', 'failed', ${HOSTILE}, 6),
      ('find-countries', 'stopped', 'web: rate limited', 7), ('detect-langs', 'done', null, 300)) as run(command, status, reason, minutes)
    cross join generate_series(1, 6) as before
    cross join lateral (select now() - interval '1 minute' * run.minutes * before as start) as times
    order by start
  `.execute(db);
  await sql`
    insert into "ErrorLog" (command, subject, kind, message)
    select 'verify-emails', 'user' || id, 'ECONNREFUSED', ${HOSTILE} || ' refused' from generate_series(1, 4) as id
  `.execute(db);
  await sql`
    insert into "UsersToClone" (account_id, is_watch, alt_username, alt_name_unique, clone_id, score, verdict)
    select id, false, 'user' || id + 100, true, id + 100, 0.97 - id * 0.09,
      case when id < 4 then 'clone' when id < 6 then 'suspicious' else 'fan' end
    from generate_series(1, 8) as id
  `.execute(db);
  await sql`
    insert into "ErrorLog" (command, subject, kind, message)
    values ('mine-new', 'natgeo', 'transient', 'The source answered 502 (bad gateway) after 3 tries')
  `.execute(db);
}
