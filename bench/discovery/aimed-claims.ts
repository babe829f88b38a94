/**
 * What a claim for an audience costs by the number of its scored names: pages touched and time per claimed name, on PostgreSQL.
 * A tenth of the names has been mined and judged before. NAMES (10000,100000,1000000) may be a list of any length; CLAIMS (20) of
 * 64 names each.
 */
import { type Kysely, sql } from "kysely";
import { addAudience } from "../../src/core/audiences/audiences.js";
import { openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { aimedAt } from "../../src/core/discovery/claim-aimed.js";
import { openSearch } from "../../src/core/discovery/search.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { newRun } from "../../test/support/runs.js";
import { POOL } from "../../test/support/template.js";
import { cpuClock, since } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";

const NAMES = (process.env.NAMES ?? "10000,100000,1000000").split(",").map(Number);
const CLAIMS = Number(process.env.CLAIMS ?? 20);
const CLAIMED = 64;
const WARM_UP = 3;
const PART = 50_000;

/** Numbers from 1 in parts, each of which is written within the store's limit of time. */
const parts = (upTo: number): [from: number, to: number][] =>
  Array.from({ length: Math.ceil(upTo / PART) }, (_, part) => [
    part * PART + 1,
    Math.min(upTo, (part + 1) * PART),
  ]);

/** The audience's search as it stands after a tenth of the names was mined; scores as a long search leaves them: few are high. */
async function fill(db: Kysely<Schema>, names: number): Promise<void> {
  for (const [from, to] of parts(names))
    await sql`
      insert into "InitialInstagramAccount" (username, source, linked_count)
      select 'name' || n, 'RELATED', 1 + n % 7 from generate_series(${from}::int, ${to}::int) as n
    `.execute(db);
  const criteria = { followers: { min: 1_000 } };
  await db.transaction().execute((tx) => addAudience(tx, { name: "big", criteria }, { replaces: false }));
  const { id } = await openSearch(db, "big");
  for (const [from, to] of parts(names / 10))
    await sql`
      insert into "InstagramAccountBase" (id, username, followers_count, last_updated)
      select n, 'mined' || n, n * 7919 % 3000, now() from generate_series(${from}::bigint, ${to}::bigint) as n
    `.execute(db);
  await sql`truncate "AudienceDue"`.execute(db);
  await sql`
    insert into "AudienceLesson" (account_id, audience_id, is_wanted)
    select id, ${id}, followers_count >= 1000 from "InstagramAccountBase"
  `.execute(db);
  for (const [from, to] of parts(names))
    await sql`
      insert into "FrontierScore" (initial_id, audience_id, channel, bucket)
      select id, ${id}, 'related', 1 + floor(19 * power((id * 7919 % 10007) / 10007.0, 3))
      from "InitialInstagramAccount"
      where id between ${from} and ${to}
    `.execute(db);
  await sql`
    insert into "AudienceYield" (audience_id, channel, bucket, judged, wanted)
    select ${id}, 'related', bucket, 200, 10 * bucket from generate_series(1, 19) as bucket
  `.execute(db);
  await sql`
    update "AudienceSearch" set judged = ${names / 10}, wanted = ${Math.floor(names / 15)}, judged_up_to = null
  `.execute(db);
  await sql`vacuum analyze`.execute(db);
}

async function pagesOf(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ pages: number }>`
    select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0))::float8 as pages
    from (select pg_stat_force_next_flush()) as flushed, pg_statio_user_tables
  `.execute(db);
  return rows[0]?.pages ?? 0;
}

const postgres = await startPostgres();
try {
  for (const names of NAMES) {
    const url = await freshDatabase(postgres.url, "bench_claims");
    const database = await openDatabase({
      settings: { url, dataDir: "", pool: { ...POOL, poolSize: 1 } },
      notify() {},
    });
    const db = database.kysely;
    await fill(db, names);
    const cpu = await cpuClock(url);
    const claim = aimedAt("big");
    let [claimed, wallMs] = [0, 0];
    let [began, pagesBefore] = [cpu(), 0];
    for (let turn = -WARM_UP; turn < CLAIMS; turn++) {
      if (turn === 0) {
        await pagesOf(db);
        pagesBefore = await pagesOf(db);
        [claimed, wallMs, began] = [0, 0, cpu()];
      }
      const runId = await newRun(db);
      const startedMs = performance.now();
      const { items } = await db.transaction().execute((tx) => claim(tx, runId, CLAIMED));
      wallMs += performance.now() - startedMs;
      claimed += items.length;
      // As a save closes them.
      await sql`
        update "InitialInstagramAccount" set outcome = 'ok', claimed_by = null
        where id = any(${items.map(({ id }) => id)}::bigint[])
      `.execute(db);
    }
    await pagesOf(db);
    const pages = ((await pagesOf(db)) - pagesBefore) / claimed;
    const { client, server } = since(cpu(), began);
    console.log(
      `${names.toLocaleString("en")} names: ${pages.toFixed(1)} pages, ${((1_000 * wallMs) / claimed).toFixed(0)} µs a name ` +
        `(CPU ${((1e6 * server) / claimed).toFixed(0)} µs of PostgreSQL, ${((1e6 * client) / claimed).toFixed(0)} µs of igminer)`,
    );
    await database.close();
  }
} finally {
  await postgres.stop();
}
