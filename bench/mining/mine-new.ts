/**
 * The speed and CPU of `mine-new`, its own and PostgreSQL's, against the minimum for the same work: fetching and
 * parsing the same answers with bare undici at the same concurrency, plus COPYing the same rows into the same tables.
 * All in one run on one machine, with the sandbox and PostgreSQL (durable, as installed) in processes of their own.
 * Also prints WAL per profile, the share of frontier updates that are heap-only, and what mining for an audience adds (judging
 * accounts, and scoring the names that they lead to) to mining the same accounts without one. PROFILES (5,000), ROUNDS (5).
 */
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { Pool, request } from "undici";
import { usernameOf } from "../../src/sandbox/world/names.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { type CpuUsed, cpuClock, since } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer, startSandboxProcess } from "../support/processes.js";

const PROFILES = Number(process.env.PROFILES ?? 5_000);
const CONCURRENCY = 16;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const MEMORY_BATCHES = [500, 20_000] as const;
const ACCOUNTS = 400_000;
const WORLD = ["--accounts", String(ACCOUNTS), "--posts-per-account", "12", "--related-per-account", "20"];
/** In an order that satisfies the foreign keys. */
const TABLES = [
  "InstagramAccountBase",
  "InitialInstagramAccount",
  "RelatedAccounts",
  "InstagramPost",
  "IGHistoryTable",
];

const names = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    usernameOf({ seed: 1, accounts: ACCOUNTS, postsPerAccount: 12, relatedPerAccount: 20, day: 0 }, number),
  );

async function bareFetch(url: string): Promise<number> {
  const pool = new Pool(url, { connections: CONCURRENCY });
  const left = names(PROFILES);
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let name = left.pop(); name !== undefined; name = left.pop()) {
        const answer = await request(`${url}/api/v1/users/web_profile_info/?username=${name}`, {
          dispatcher: pool,
          headers: { "x-ig-app-id": "936619743392459" },
        });
        JSON.parse(await answer.body.text());
      }
    }),
  );
  await pool.close();
  return performance.now() - startedMs;
}

async function bareCopy(sourceUrl: string, targetUrl: string): Promise<{ wallMs: number; rows: number }> {
  const source = new pg.Client(sourceUrl);
  const target = new pg.Client(targetUrl);
  await Promise.all([source.connect(), target.connect()]);
  let wallMs = 0;
  let rows = 0;
  for (const table of TABLES) {
    const data = await buffer(source.query(copyTo(`copy "${table}" to stdout`)));
    rows += data.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);
    const startedMs = performance.now();
    await pipeline(Readable.from([data]), target.query(copyFrom(`copy "${table}" from stdin`)));
    wallMs += performance.now() - startedMs;
  }
  await Promise.all([source.end(), target.end()]);
  return { wallMs, rows };
}

async function seededDatabase(server: string, name: string, seeds: readonly string[]): Promise<string> {
  const url = await freshDatabase(server, name);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `insert into "InitialInstagramAccount" (username, source, linked_count) select name, 'SEED', 1000000 from unnest($1::text[]) as name`,
    [seeds],
  );
  await client.query("analyze");
  await client.end();
  return url;
}

const mine = (databaseUrl: string, sandboxUrl: string, batch: number, ...flags: string[]) =>
  runIgminer(
    ["mine-new", "--quiet", "--batch", String(batch), "--concurrency", String(CONCURRENCY), ...flags],
    {
      DATABASE_URL: databaseUrl,
      IGMINER_WEB_BASE_URL: sandboxUrl,
      IGMINER_WEB_RATE_PER_MINUTE: "10000000",
      IGMINER_WEB_MAX_RATE_PER_MINUTE: "10000000",
    },
  );

/**
 * @returns the CPU of mining for an audience whose criteria every mined account decides, so that all are scored by, and of mining
 * the same accounts without an audience: which accounts are mined changes how many names are new.
 */
async function aimedCpuOf(server: string, sandboxUrl: string): Promise<{ aimed: CpuUsed; plain: CpuUsed }> {
  const url = await seededDatabase(server, "bench_aimed", names(PROFILES));
  await runIgminer(["audience", "add", "middling", "--followers", "1k-50k"], { DATABASE_URL: url });
  const cpu = await cpuClock(url);
  const began = cpu();
  await mine(url, sandboxUrl, PROFILES, "--audience", "middling");
  const aimed = since(cpu(), began);
  const same = await seededDatabase(server, "bench_plain", await minedOf(url));
  const beganPlain = cpu();
  await mine(same, sandboxUrl, PROFILES);
  return { aimed, plain: since(cpu(), beganPlain) };
}

async function minedOf(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query('select username from "InstagramAccountBase" order by first_seen, id');
  await client.end();
  return rows.map(({ username }) => username);
}

const totalOf = ({ client, server }: CpuUsed) => client + server;

/** @returns bytes of WAL that the server has written so far. */
async function walOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes");
  await client.end();
  return rows[0].bytes;
}

/** @returns the share of updates of the frontier that touched no index. */
async function hotShareOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(
    `select n_tup_hot_upd::float8 / greatest(n_tup_upd, 1) as share from pg_stat_user_tables where relname = 'InitialInstagramAccount'`,
  );
  await client.end();
  return rows[0].share;
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;

const postgres = process.env.BENCH_POSTGRES_URL
  ? { url: process.env.BENCH_POSTGRES_URL, stop: async () => {} }
  : await startPostgres({ isDurable: true });
const sandbox = await startSandboxProcess(WORLD);
try {
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const mined = await seededDatabase(postgres.url, "bench_mined", names(PROFILES));
    const copied = await freshDatabase(postgres.url, "bench_copied");
    const cpu = await cpuClock(mined);
    const began = cpu();
    const fetchMs = await bareFetch(sandbox.url);
    const fetched = cpu();
    const walBefore = await walOf(mined);
    const beganMining = cpu();
    const run = await mine(mined, sandbox.url, PROFILES);
    const minedCpu = since(cpu(), beganMining);
    const walKb = ((await walOf(mined)) - walBefore) / PROFILES / 1_024;
    const beganCopying = cpu();
    const { wallMs: copyMs, rows } = await bareCopy(mined, copied);
    const copyCpu = since(cpu(), beganCopying);
    const { aimed, plain } = await aimedCpuOf(postgres.url, sandbox.url);
    const ratio = run.wallMs / (fetchMs + copyMs);
    const bar = totalOf(since(fetched, began)) + totalOf(copyCpu);
    const cpuRatio = totalOf(minedCpu) / bar;
    const aimedRatio = totalOf(aimed) / totalOf(plain);
    rounds.push({ ratio, cpuRatio, aimedRatio, wallMs: run.wallMs });
    console.log(
      `round ${round}: mine-new ${seconds(run.wallMs)} (${Math.round(PROFILES / (run.wallMs / 1_000))} profiles/s, ` +
        `${Math.round(rows / (run.wallMs / 1_000)).toLocaleString("en")} rows/s); ` +
        `bar ${seconds(fetchMs + copyMs)} = fetch and parse ${seconds(fetchMs)} + COPY of ${rows.toLocaleString("en")} rows ${seconds(copyMs)}; ratio ${ratio.toFixed(2)}`,
    );
    console.log(
      `  CPU ${minedCpu.client.toFixed(2)} + ${minedCpu.server.toFixed(2)} s (igminer + PostgreSQL); bar ${bar.toFixed(2)} s; ratio ${cpuRatio.toFixed(2)}; ` +
        `WAL ${walKb.toFixed(1)} kB a profile; ${Math.round(100 * (await hotShareOf(mined)))} % of the frontier's updates are heap-only`,
    );
    console.log(
      `  for an audience: CPU ${aimed.client.toFixed(2)} + ${aimed.server.toFixed(2)} s; the same accounts without ${plain.client.toFixed(2)} + ${plain.server.toFixed(2)} s; ratio ${aimedRatio.toFixed(2)}`,
    );
  }
  const ratio = median(rounds.map((round) => round.ratio));
  const cpuRatio = median(rounds.map((round) => round.cpuRatio));
  console.log(`median ratio ${ratio.toFixed(2)} (promised: at most 1.5); of CPU ${cpuRatio.toFixed(2)}`);
  console.log(
    `for an audience (promised: at most 1.1): ${median(rounds.map((round) => round.aimedRatio)).toFixed(2)} times the CPU`,
  );

  const peaks = [];
  for (const batch of MEMORY_BATCHES) {
    const url = await seededDatabase(postgres.url, "bench_memory", names(batch));
    const { peakBytes } = await mine(url, sandbox.url, batch);
    peaks.push(peakBytes);
    console.log(`peak memory with --batch ${batch}: ${Math.round(peakBytes / 1e6)} MB`);
  }
  const growth = (peaks[1] as number) / (peaks[0] as number);
  console.log(`memory ratio ${growth.toFixed(2)} (promised: at most 1.3)`);
  process.exitCode = ratio <= 1.5 && growth <= 1.3 ? 0 : 1;
} finally {
  sandbox.stop();
  await postgres.stop();
}
