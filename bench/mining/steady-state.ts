/**
 * Whether saving costs the same after a while: profiles are mined at a fixed rate out of a large frontier, and each names
 * accounts by a Zipf law, so that some names are linked all the time. Prints for each minute what a profile costs, and the
 * ratio of the last minute to the first: CPU of this process and of PostgreSQL, WAL, growth of tables and indexes. Dead rows
 * are those that no vacuum has removed by then, and the share of heap-only updates is the frontier's.
 * Profiles are made up here, since only claims and saves are measured; each has 12 posts and 20 related names, one in ten of
 * them new. PostgreSQL is durable and vacuums as installed.
 *
 * `npm run bench:steady-state -- --minutes 30 --names 10000000 --per-second 20`
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { runBatch } from "../../src/core/batch/run-batch.js";
import { type Database, openDatabase } from "../../src/core/db/database.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { claimOnwards, type FrontierItem } from "../../src/core/mining/claim-frontier.js";
import { saveMined } from "../../src/core/mining/save-mined.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { postOf, profileOf, relatedTo } from "../../test/support/profiles.js";
import { runOptionsOf } from "../../test/support/tasks.js";
import { POOL } from "../../test/support/template.js";
import { type CpuUsed, cpuClock, since } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "3" },
    names: { type: "string", default: "1000000" },
    "per-second": { type: "string", default: "20" },
  },
});
const MINUTES = Number(values.minutes);
const NAMES = Number(values.names);
const PER_SECOND = Number(values["per-second"]);
const PER_MINUTE = 60 * PER_SECOND;
const POSTS = 12;
const RELATED = 20;
const NEW_SHARE = 0.1;

/** What a minute's profiles have cost, or the state before it. */
interface Reading extends CpuUsed {
  wal: number;
  tables: number;
  indexes: number;
  dead: number;
  updated: number;
  updatedHot: number;
}

let newNames = 0;

/** @returns a name by Zipf's law: the n-th name is drawn with a probability of about 1 / n. */
function zipfName(): string {
  if (Math.random() < NEW_SHARE) return `new${++newNames}`;
  return `name${Math.floor(NAMES ** Math.random())}`;
}

function madeUpProfile({ id, username }: FrontierItem): Profile {
  const observedAt = new Date();
  const firstPost = id * 100n;
  return profileOf(id, {
    username,
    observedAt,
    biography: `${username} makes things by hand, no. ${id}`,
    posts: Array.from({ length: POSTS }, (_, number) =>
      postOf(firstPost + BigInt(number), {
        takenAt: new Date(observedAt.getTime() - number * 86_400_000),
        caption: `Day ${number} of ${username} #day${number} #made${id % 997n}`,
      }),
    ),
    related: relatedTo(...new Set(Array.from({ length: RELATED }, zipfName))),
  });
}

/** Mines one minute's profiles, evenly over the minute; what cannot keep up takes longer. */
async function mineForAMinute(database: Database): Promise<void> {
  const startedMs = performance.now();
  let begun = 0;
  const { counts } = await runBatch(
    {
      name: "mine-new",
      queue: "InitialInstagramAccount",
      claim: claimOnwards(),
      subject: ({ username }) => username,
      async work(item: FrontierItem) {
        const dueMs = startedMs + (begun++ / PER_SECOND) * 1_000;
        await sleep(Math.max(0, dueMs - performance.now()));
        return madeUpProfile(item);
      },
      save: saveMined,
      nothingToDo: async () => "nothing",
    },
    {
      ...runOptionsOf(database, { batch: PER_MINUTE, concurrency: 16 }),
      openTools: async () => ({ tools: {}, requests: () => 0, close: async () => {} }),
    },
  );
  if (counts.ok !== PER_MINUTE) throw new Error(`${counts.ok} of ${PER_MINUTE} profiles were saved`);
}

async function read({ kysely: db }: Database, cpu: () => CpuUsed): Promise<Reading> {
  // Each connection reports its counts a second after its last transaction at the latest.
  await sleep(1_500);
  const { rows } = await sql<Omit<Reading, keyof CpuUsed>>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal,
      sum(pg_table_size(relid))::float8 as tables,
      sum(pg_indexes_size(relid))::float8 as indexes,
      sum(n_dead_tup)::float8 as dead,
      sum(n_tup_upd) filter (where relname = 'InitialInstagramAccount')::float8 as updated,
      sum(n_tup_hot_upd) filter (where relname = 'InitialInstagramAccount')::float8 as "updatedHot"
    from pg_stat_user_tables
  `.execute(db);
  return { ...cpu(), ...(rows[0] as Omit<Reading, keyof CpuUsed>) };
}

const postgres = await startPostgres({ isDurable: true });
try {
  const url = await freshDatabase(postgres.url, "bench_steady_state");
  const database = await openDatabase({ settings: { url, dataDir: "", pool: POOL }, notify() {} });
  const db = database.kysely;
  console.log(`Filling a frontier of ${NAMES.toLocaleString("en")} names …`);
  for (let from = 1; from <= NAMES; from += 500_000) {
    await sql`
      insert into "InitialInstagramAccount" (username, source)
      select 'name' || number, 'SEED'
      from generate_series(${from}::bigint, ${Math.min(NAMES, from + 499_999)}::bigint) as number
    `.execute(db);
  }
  await sql`vacuum analyze`.execute(db);
  await sql`checkpoint`.execute(db);
  const cpu = await cpuClock(url);
  console.log(
    "minute   CPU ms (igminer + PostgreSQL)   WAL kB   tables kB   indexes kB   dead rows   HOT updates of names",
  );
  const minutes: Record<"client" | "server" | "wal" | "tables" | "indexes", number>[] = [];
  let before = await read(database, cpu);
  for (let minute = 1; minute <= MINUTES; minute++) {
    await mineForAMinute(database);
    const after = await read(database, cpu);
    const used = since(after, before);
    const each = (total: number) => total / PER_MINUTE;
    const cost = {
      client: each(1_000 * used.client),
      server: each(1_000 * used.server),
      wal: each((after.wal - before.wal) / 1_000),
      tables: each((after.tables - before.tables) / 1_000),
      indexes: each((after.indexes - before.indexes) / 1_000),
    };
    minutes.push(cost);
    const hot = (after.updatedHot - before.updatedHot) / (after.updated - before.updated);
    console.log(
      `${String(minute).padStart(6)}   ${cost.client.toFixed(2).padStart(12)} + ${cost.server.toFixed(2).padEnd(14)} ${cost.wal.toFixed(1).padStart(6)}   ${cost.tables.toFixed(1).padStart(9)}   ${cost.indexes.toFixed(1).padStart(10)}   ${after.dead.toLocaleString("en").padStart(9)}   ${Math.round(100 * hot)} %`,
    );
    before = after;
  }
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (first !== undefined && last !== undefined) {
    const ratios = (Object.keys(first) as (keyof typeof first)[]).map(
      (name) => `${name} ${(last[name] / first[name]).toFixed(2)}`,
    );
    console.log(`The last minute against the first: ${ratios.join(", ")}`);
  }
  await database.close();
} finally {
  await postgres.stop();
}
