/**
 * `mine-new` as a fleet: PROCESSES (1,2,8) processes at once against one sandbox and one PostgreSQL, each with PROFILES
 * (400) profiles of one frontier. No profile may be requested twice, no row stay claimed, and no transaction fail by a
 * deadlock. CPU per profile of all sides shows the cost of sharing; wall time on a machine with few cores only shows
 * how few they are.
 */
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { usernameOf } from "../../src/sandbox/world/names.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { cpuClock, since } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer, startSandboxProcess } from "../support/processes.js";

const PROFILES = Number(process.env.PROFILES ?? 400);
const PROCESSES = (process.env.PROCESSES ?? "1,2,8").split(",").map(Number);
const ACCOUNTS = 400_000;
const WORLD = ["--accounts", String(ACCOUNTS), "--posts-per-account", "12", "--related-per-account", "20"];

async function seeded(server: string, profiles: number): Promise<string> {
  const url = await freshDatabase(server, "bench_fleet");
  const names = Array.from({ length: profiles }, (_, number) =>
    usernameOf({ seed: 1, accounts: ACCOUNTS, postsPerAccount: 12, relatedPerAccount: 20, day: 0 }, number),
  );
  await withClient(url, async (client) => {
    await client.query(
      `insert into "InitialInstagramAccount" (username, source, linked_count) select name, 'SEED', 1000000 from unnest($1::text[]) as name`,
      [names],
    );
    await client.query("analyze");
  });
  return url;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const postgres = await startPostgres({ isDurable: true });
const sandbox = await startSandboxProcess(WORLD);
try {
  console.log(`${PROFILES} profiles a process, ${availableParallelism()} cores`);
  console.log(
    "processes  wall s  CPU ms a profile (igminer + PostgreSQL)  against one  mined  twice  claimed  deadlocks",
  );
  let alone = 0;
  for (const processes of PROCESSES) {
    const profiles = processes * PROFILES;
    const url = await seeded(postgres.url, profiles);
    const cpu = await cpuClock(url);
    const before = cpu();
    const fromMs = performance.now();
    const runs = await Promise.all(
      Array.from({ length: processes }, () =>
        runIgminer(["mine-new", "--quiet", "--batch", String(PROFILES), "--concurrency", "8"], {
          DATABASE_URL: url,
          IGMINER_WEB_BASE_URL: sandbox.url,
          IGMINER_WEB_RATE_PER_MINUTE: "10000000",
          IGMINER_WEB_MAX_RATE_PER_MINUTE: "10000000",
        }),
      ),
    );
    const wallS = (performance.now() - fromMs) / 1_000;
    // The server counts what a connection has used when it has ended.
    await sleep(1_000);
    const { client, server } = since(cpu(), before);
    const eachMs = (1_000 * (client + server)) / profiles;
    if (alone === 0) alone = eachMs;
    const ok = runs.reduce((sum, { result }) => sum + (result.ok as number), 0);
    const found = await withClient(url, async (client) => {
      const { rows } = await client.query(
        `select (select count(*)::int from "InstagramAccountBase") as mined,
           (select count(*)::int from "InitialInstagramAccount" where claimed_by is not null) as claimed,
           (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks`,
      );
      return rows[0] as { mined: number; claimed: number; deadlocks: number };
    });
    console.log(
      [
        String(processes).padStart(9),
        wallS.toFixed(1).padStart(6),
        `${((1_000 * client) / profiles).toFixed(2)} + ${((1_000 * server) / profiles).toFixed(2)}`.padStart(
          39,
        ),
        (eachMs / alone).toFixed(2).padStart(11),
        String(found.mined).padStart(5),
        String(ok - found.mined).padStart(5),
        String(found.claimed).padStart(7),
        String(found.deadlocks).padStart(9),
      ].join("  "),
    );
    const isWhole = ok === profiles && found.mined === profiles && found.claimed + found.deadlocks === 0;
    if (!isWhole) process.exitCode = 1;
  }
} finally {
  sandbox.stop();
  await postgres.stop();
}
