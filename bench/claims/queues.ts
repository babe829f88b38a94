/**
 * The CPU cost of claiming an item and writing its outcome, of this process and of PostgreSQL, compared with
 * graphile-worker (with its local queue and batched completions) and pg-boss (fetch and complete in batches), in one
 * run on one server. Nothing is done with an item. ITEMS (10,000) are processed from queues of WAITING (10,000 and
 * 300,000) rows.
 */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, run as runGraphileWorker, runMigrations } from "graphile-worker";
import { type Kysely, sql } from "kysely";
import pg from "pg";
import PgBoss from "pg-boss";
import { runBatch } from "../../src/core/batch/run-batch.js";
import { type Database, openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { claimOnwards, type FrontierItem } from "../../src/core/mining/claim-frontier.js";
import { SourceError } from "../../src/core/source-error.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { runOptionsOf } from "../../test/support/tasks.js";
import { POOL } from "../../test/support/template.js";
import { cpuClock, since } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";

const ITEMS = Number(process.env.ITEMS ?? 10_000);
const WAITING = (process.env.WAITING ?? "10000,300000").split(",").map(Number);
const CONCURRENCY = 64;
const CONNECTIONS = 4;

/** A filled queue; `work` processes ITEMS of it. */
interface Filled {
  db: Database;
  work(): Promise<void>;
  close(): Promise<void>;
}
type Queue = (url: string, waiting: number) => Promise<Filled>;

const open = (url: string) =>
  openDatabase({ settings: { url, dataDir: "", pool: { ...POOL, poolSize: CONNECTIONS } }, notify() {} });

const OUTCOMES = {
  ok: () => {},
  not_found: () => {
    throw new SourceError("not_found", "not there", { source: "bench" });
  },
  retry: () => {
    throw new SourceError("bad_response", "not an answer", { source: "bench" });
  },
};

const igminer =
  (outcome: keyof typeof OUTCOMES): Queue =>
  async (url, waiting) => {
    const database = await open(url);
    await sql`
      insert into "InitialInstagramAccount" (username, source)
      select 'name' || number, 'SEED' from generate_series(1, ${waiting}::bigint) as number
    `.execute(database.kysely);
    const definition = {
      name: "bench",
      queue: "InitialInstagramAccount" as const,
      claim: claimOnwards(),
      subject: ({ username }: FrontierItem) => username,
      work: async () => OUTCOMES[outcome](),
      save: async (tx: Kysely<Schema>, done: readonly { item: FrontierItem }[]) => {
        const { numAffectedRows } = await sql`
          update "InitialInstagramAccount" set outcome = 'ok', claimed_by = null
          where id = any(${done.map(({ item }) => item.id)}::bigint[])
        `.execute(tx);
        return { closed: Number(numAffectedRows ?? 0), tallies: {} };
      },
      nothingToDo: async () => "nothing",
    };
    return {
      db: database,
      async work() {
        const { counts } = await runBatch(definition, {
          ...runOptionsOf(database, { batch: ITEMS, concurrency: CONCURRENCY }),
          openTools: async () => ({ tools: {}, requests: () => 0, close: async () => {} }),
        });
        if (counts.claimed !== ITEMS) throw new Error(`${counts.claimed} were claimed`);
      },
      close: () => database.close(),
    };
  };

const graphileWorker: Queue = async (url, waiting) => {
  const db = await open(url);
  const pgPool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => client.on("error", () => {}));
  await runMigrations({ pgPool });
  await sql`
    select count(*) from graphile_worker.add_jobs(array(
      select json_populate_record(null::graphile_worker.job_spec, '{"identifier":"nothing"}')
      from generate_series(1, ${waiting}::int)
    ))
  `.execute(db.kysely);
  return {
    db,
    async work() {
      let done = 0;
      const isDone = new AbortController();
      const ended = once(isDone.signal, "abort");
      const runner = await runGraphileWorker({
        pgPool,
        taskList: {
          nothing: () => {
            if (++done === ITEMS) isDone.abort();
          },
        },
        preset: {
          worker: {
            concurrentJobs: CONCURRENCY,
            localQueue: { size: 4 * CONCURRENCY },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
        noHandleSignals: true,
        // A line for each item would be most of its cost.
        logger: new Logger(() => () => {}),
      });
      await ended;
      await runner.stop();
    },
    async close() {
      await pgPool.end();
      await db.close();
    },
  };
};

const pgBoss: Queue = async (url, waiting) => {
  const db = await open(url);
  const boss = new PgBoss({ connectionString: url, max: CONNECTIONS, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue("nothing");
  for (let left = waiting; left > 0; left -= 10_000)
    await boss.insert(Array.from({ length: Math.min(left, 10_000) }, () => ({ name: "nothing" })));
  return {
    db,
    async work() {
      for (let done = 0; done < ITEMS; ) {
        const jobs = await boss.fetch("nothing", { batchSize: 4 * CONCURRENCY });
        await boss.complete(
          "nothing",
          jobs.map(({ id }) => id),
        );
        done += jobs.length;
      }
    },
    async close() {
      await boss.stop({ graceful: false, wait: true });
      await db.close();
    },
  };
};

const QUEUES: Record<string, Queue> = {
  "igminer, ok": igminer("ok"),
  "igminer, not_found": igminer("not_found"),
  "igminer, retry": igminer("retry"),
  "graphile-worker": graphileWorker,
  "pg-boss": pgBoss,
};

const postgres = await startPostgres({ isDurable: true });
try {
  for (const waiting of WAITING) {
    console.log(
      `${ITEMS.toLocaleString("en")} items out of ${waiting.toLocaleString("en")}; µs of CPU an item`,
    );
    for (const [name, fill] of Object.entries(QUEUES)) {
      const url = await freshDatabase(postgres.url, "bench_queues");
      const { db, work, close } = await fill(url, waiting);
      await sql`vacuum analyze`.execute(db.kysely);
      const cpu = await cpuClock(url);
      const before = cpu();
      await work();
      // The server counts what a connection has used when it has ended.
      await close();
      await sleep(1_000);
      const { client, server } = since(cpu(), before);
      const each = (seconds: number) => Math.round((1e6 * seconds) / ITEMS);
      console.log(
        `  ${name.padEnd(20)} ${String(each(client)).padStart(5)} + ${String(each(server)).padStart(4)} PostgreSQL = ` +
          `${String(each(client + server)).padStart(5)}  (${Math.round(ITEMS / (client + server) / 100) / 10} k items a second of CPU)`,
      );
    }
  }
} finally {
  await postgres.stop();
}
