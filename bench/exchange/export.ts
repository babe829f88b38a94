/**
 * What `export` holds in memory and how fast it is: a table of 2,000,000 accounts against one of 20,000, in each format,
 * from a PostgreSQL in a process of its own. The rows are made by the database. Beside it, CPU of both sides against psql's
 * \copy of the same table: as CSV, and for JSON lines also of `row_to_json`.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startPostgres } from "../../test/support/postgres-server.js";
import { cpuClock } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer } from "../support/processes.js";

const SIZES = [20_000, Number(process.env.BENCH_ROWS ?? 2_000_000)] as const;

async function filledDatabase(server: string, name: string, rows: number): Promise<string> {
  const url = await freshDatabase(server, name);
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(
      `insert into "InstagramAccountBase" (
       id, username, full_name, biography, followers_count, following_count, posts_count, is_private, is_verified,
       is_business, category, external_link, bio_links, profile_pic_url, ig_email, ig_email_source, country, country_source, ai_bio_lang
     )
     select 10000000000 + number, 'account.' || number, 'Name of ' || number, repeat('A word, "quoted", of ' || number || E'.\\n', 4),
       number * 7919 % 1000000, number % 5000, number % 900, false, number % 50 = 0, number % 2 = 0, 'Personal blog',
       'https://site' || number || '.example/', '[{"title": "Site", "url": "https://site.example/"}]',
       'https://cdn.example/' || md5(number::text), 'mail' || number || '@mail.example.com', 'bio', 'DE', 'profile', 'DE'
     from generate_series(1, $1::bigint) as numbers(number)`,
      [rows],
    );
    await client.query("analyze");
  } finally {
    await client.end();
  }
  return url;
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

/** @returns the CPU of both sides, in seconds. */
async function cpuOf(url: string, use: () => Promise<unknown>): Promise<number> {
  const used = await cpuClock(url);
  const before = used();
  await use();
  // The server counts what a connection has used when it has ended.
  await sleep(1_000);
  const after = used();
  return after.client - before.client + after.server - before.server;
}

/** @returns the CPU of psql's \copy, of both sides, in seconds. */
function copied(url: string, what: string, format = ""): Promise<number> {
  return cpuOf(url, async () => {
    const { status, error } = spawnSync("psql", [url, "-qXc", `\\copy ${what} to /dev/null ${format}`]);
    if (status !== 0) throw error ?? new Error(`psql ended with ${status}`);
  });
}

const postgres = await startPostgres();
const folder = await mkdtemp(join(tmpdir(), "igminer-bench-"));
try {
  const urls = [];
  for (const rows of SIZES) urls.push(await filledDatabase(postgres.url, `bench_export_${rows}`, rows));
  let isWithin = true;
  const largest = urls.at(-1) as string;
  const accounts = '"InstagramAccountBase"';
  const asCsv = await copied(largest, accounts, "csv");
  const asJson = await copied(largest, `(select row_to_json(account) from ${accounts} as account)`);
  for (const format of ["csv", "jsonl", "parquet"]) {
    const peaks: number[] = [];
    for (const url of urls) {
      const file = join(folder, `accounts.${format}`);
      const run = () => runIgminer(["export", "accounts", "--out", file, "--quiet"], { DATABASE_URL: url });
      let ran: Awaited<ReturnType<typeof run>> | undefined;
      const cpu = await cpuOf(url, async () => {
        ran = await run();
      });
      const { result, wallMs, peakBytes } = ran as NonNullable<typeof ran>;
      if (url === largest)
        console.log(
          `${format}: ${cpu.toFixed(2)} s of CPU, ${(cpu / asCsv).toFixed(2)} times \\copy as CSV (${asCsv.toFixed(2)} s), ` +
            `${(cpu / asJson).toFixed(2)} times \\copy of row_to_json (${asJson.toFixed(2)} s)`,
        );
      peaks.push(peakBytes);
      console.log(
        `${format}: ${(result.rows as number).toLocaleString("en")} rows, ${megabytes(result.bytes as number)} in ${(wallMs / 1_000).toFixed(1)} s: ` +
          `${Math.round((result.rows as number) / (wallMs / 1_000)).toLocaleString("en")} rows/s; peak memory ${megabytes(peakBytes)}`,
      );
    }
    const growth = (peaks[1] as number) / (peaks[0] as number);
    isWithin &&= growth <= 1.3;
    console.log(`${format}: memory ratio ${growth.toFixed(2)} (promised: at most 1.3)`);
  }
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
}
