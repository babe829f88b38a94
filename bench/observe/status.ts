/**
 * The time of `igminer status`, `dashboard` and `refresh-views` on large tables: `npm run bench:status -- [accounts
 * …]`. For each number of accounts: five posts and three frontier names per account, half a million runs, a day of
 * metrics and three months of hours, a look-alike for every hundredth account, a day with many errors.
 */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "../../src/core/db/database.js";
import { readStatus } from "../../src/core/observe/status.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { runIgminer } from "../support/processes.js";

const POSTS_PER_ACCOUNT = 5;
const NAMES_PER_ACCOUNT = 3;
const TURNS = 5;

const sizes = process.argv.slice(2).map(Number);
const { url, stop } = await startPostgres({ isDurable: true });
try {
  for (const accounts of sizes.length > 0 ? sizes : [100_000, 1_000_000]) await measure(accounts);
} finally {
  await stop();
}

async function measure(accounts: number): Promise<void> {
  const name = `status_${accounts}`;
  const server = new pg.Client({ connectionString: `${url}/postgres` });
  await server.connect();
  await server.query(`create database ${name}`);
  const environment = { DATABASE_URL: `${url}/${name}` };
  await runIgminer(["migrate"], environment);
  const client = new pg.Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  await fill(client, accounts);

  const times: number[] = [];
  let result: Record<string, unknown> = {};
  for (let turn = 0; turn < TURNS; turn++) {
    const run = await runIgminer(["status"], environment);
    times.push(run.wallMs);
    result = run.result;
  }
  const queries = await readingTime(environment.DATABASE_URL);
  const views = await runIgminer(["refresh-views"], environment);
  const dashboard = await dashboardTimes(environment);
  const nothing = (await runIgminer(["config"], environment)).wallMs;
  const fromMs = performance.now();
  const exact = await client.query<{ accounts: string; posts: string; fresh: string }>(`
    select (select count(*) from "InstagramAccountBase") as accounts, (select count(*) from "InstagramPost") as posts,
      (select count(*) from "InitialInstagramAccount" where outcome is null) as fresh
  `);
  const countMs = performance.now() - fromMs;
  const size = await client.query<{ size: string }>(
    "select pg_size_pretty(pg_database_size(current_database())) as size",
  );
  times.sort((a, b) => a - b);
  const totals = result.totals as { accounts: number; posts: number };
  const { frontier } = result.queues as { frontier: { fresh: number } };
  const truth = exact.rows[0] as { accounts: string; posts: string; fresh: string };
  const error = (told: number, truly: string) =>
    `${((100 * (told - Number(truly))) / Number(truly)).toFixed(2)} %`;
  console.log(
    `${accounts} accounts, ${truth.posts} posts, ${accounts * NAMES_PER_ACCOUNT} names, ${size.rows[0]?.size}: ` +
      `status ${Math.round(times[TURNS >> 1] as number)} ms (slowest ${Math.round(times.at(-1) as number)}), its queries alone ${Math.round(queries.wallMs)} ms, ${Math.round(queries.cpuMs)} ms of them processor time; ` +
      `dashboard ${Math.round(dashboard.middleMs)} ms (slowest ${Math.round(dashboard.slowestMs)}, ${Math.round(dashboard.bytes / 1_000)} kB), refresh-views ${Math.round(views.wallMs)} ms; ` +
      `a command that asks nothing ${Math.round(nothing)} ms; counting the three instead ${Math.round(countMs)} ms; ` +
      `off by ${error(totals.accounts, truth.accounts)} (accounts), ${error(totals.posts, truth.posts)} (posts), ` +
      `${error(frontier.fresh, truth.fresh)} (names to mine)`,
  );
  await client.end();
  await server.query(`drop database ${name}`);
  await server.end();
}

async function dashboardTimes(
  environment: Record<string, string>,
): Promise<{ middleMs: number; slowestMs: number; bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), "igminer-dashboard-"));
  const out = join(folder, "report.html");
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++)
    times.push((await runIgminer(["dashboard", "--out", out], environment)).wallMs);
  const { size } = await stat(out);
  await rm(folder, { recursive: true });
  times.sort((a, b) => a - b);
  return { middleMs: times[TURNS >> 1] as number, slowestMs: times.at(-1) as number, bytes: size };
}

/**
 * The queries of `status` in this process, connected: the median of several turns, and the CPU time of the server and
 * this process together, which does not depend on other load (Linux; else 0).
 */
async function readingTime(databaseUrl: string): Promise<{ wallMs: number; cpuMs: number }> {
  const pool = {
    poolSize: 1,
    statementTimeoutMs: 0,
    connectTimeoutMs: 10_000,
    ssl: null,
    applicationName: "bench",
    patienceSeconds: 60,
  };
  const database = await openDatabase({
    settings: { url: databaseUrl, dataDir: "", pool },
    notify: () => {},
  });
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.kysely);
  const cpuMs = () => cpuMsOf(rows[0]?.pid ?? 0) + cpuMsOf(process.pid);
  await readStatus(database.kysely);
  const times: number[] = [];
  const beforeMs = cpuMs();
  for (let turn = 0; turn < TURNS; turn++) {
    const fromMs = performance.now();
    await readStatus(database.kysely);
    times.push(performance.now() - fromMs);
  }
  const spentMs = (cpuMs() - beforeMs) / TURNS;
  await database.close();
  return { wallMs: times.sort((a, b) => a - b)[TURNS >> 1] as number, cpuMs: spentMs };
}

/** CPU time of a process so far, to the kernel's hundredth of a second (proc(5)). */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) /, "").split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}

/** Rows as after years of mining. Triggers and foreign keys are off: they take hours and change no row. */
async function fill(client: pg.Client, accounts: number): Promise<void> {
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  await client.query(
    `insert into "InstagramAccountBase" (id, username, full_name, biography, followers_count, ig_email, country, ai_bio_lang, first_seen, last_updated)
     select n, 'user' || n, 'User ' || n, 'I am number ' || n, n % 100000,
       case when n % 4 = 0 then 'user' || n || '@example.com' end,
       (array['DE', 'FR', 'BR', 'US', null])[n % 5 + 1], (array['DE', 'EN', null])[n % 3 + 1],
       now() - (n * interval '1 year' / $1::bigint), now() - (n * interval '1 month' / $1::bigint)
     from generate_series(1, $1::bigint) as n`,
    [accounts],
  );
  await client.query(
    `insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, caption, comment_count)
     select n, n / $2 + 1, 'code' || n, now() - n * interval '1 second', 'image', 'A day at the sea, number ' || n, n % 50
     from generate_series(0, $1::bigint * $2 - 1) as n`,
    [accounts, POSTS_PER_ACCOUNT],
  );
  await client.query(
    `insert into "InitialInstagramAccount" (username, source, linked_count, outcome, account_id)
     select 'user' || n, 'RELATED', n % 30, case when n <= $1 then 'ok' when n % 50 = 0 then 'not_found' when n % 5000 = 0 then 'failed' end,
       case when n <= $1 then n end
     from generate_series(1, $1::bigint * $2) as n`,
    [accounts, NAMES_PER_ACCOUNT],
  );
  await client.query(`
    insert into "Run" (command, host, pid, version, started_at, heartbeat_at, finished_at, status, exit_code)
    select 'command-' || n % 22, 'h', 1, '0', at, at, at, 'done', 0
    from generate_series(1, 500000) as n, lateral (select now() - (500000 - n) * interval '15 seconds') as run(at)
  `);
  await client.query(`
    insert into "Metrics" (name, value, tags, at)
    select 'items', 8, jsonb_build_object('command', 'command-' || n % 22, 'outcome', 'ok'), now() - n * interval '100 milliseconds'
    from generate_series(1, 100000) as n
  `);
  await client.query(`
    insert into "MetricsHourly" (name, hour, tags, sum, count, minimum, maximum)
    select name, now() - hour * interval '1 hour', tags || jsonb_build_object('command', 'command-' || command), 800, 100, 1, 20
    from generate_series(1, 2160) as hour, generate_series(0, 21) as command,
      (values
        ('items', '{"outcome": "ok"}'::jsonb), ('items', '{"outcome": "retried"}'),
        ('item_duration_ms', '{"quantile": "0.5"}'), ('item_duration_ms', '{"quantile": "0.95"}')
      ) as metric(name, tags)
    union all
    select 'queue_rows', now() - hour * interval '1 hour', jsonb_build_object('queue', 'frontier', 'state', state), 1000000, 1, 1000000, 1000000
    from generate_series(1, 2160) as hour, unnest(array['fresh', 'retry', 'failed']) as state
    union all
    select 'source_rate_per_minute', now() - hour * interval '1 hour', jsonb_build_object('source', source), 100, 1, 100, 100
    from generate_series(1, 2160) as hour, unnest(array['web', 'hiker']) as source
  `);
  await client.query(
    `insert into "UsersToClone" (account_id, alt_username, alt_name_unique, is_watch, clone_id, score, verdict)
     select n, 'user' || n + 1, true, false, n + 1, n % 1000 / 1000.0, (array['clone', 'suspicious', 'fan', 'unrelated'])[n / 100 % 4 + 1]
     from generate_series(100, $1::bigint - 1, 100) as n`,
    [accounts],
  );
  await client.query(`
    insert into "ErrorLog" (command, subject, kind, message, at)
    select 'command-' || n % 22, 'user' || n, 'transient', 'user' || n || ': no complete answer within 30000 ms', now() - n * interval '4 seconds'
    from generate_series(1, 20000) as n
  `);
  // What the triggers would have written.
  await client.query(`
    insert into "RefreshSchedule" (id, seen_at) select id, last_updated from "InstagramAccountBase" order by id;
    insert into "Qualification" (id, outcome) select id, case when id % 2 = 0 then 'ok' end from "InstagramAccountBase" order by id;
    insert into "ViewSourceChange" (source) values ('InstagramAccountBase'), ('CaptionLanguages');
  `);
  await client.query("vacuum analyze");
}
