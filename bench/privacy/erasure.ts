/**
 * The cost of erasing a person on a store and on one ten times as large, and the cost of an erasure for every later
 * save. BENCH_ACCOUNTS: accounts of the smaller store (default 20,000).
 */
import { readFile } from "node:fs/promises";
import { type Kysely, sql } from "kysely";
import { openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { keepOut } from "../../src/core/keep-out/forgotten.js";
import { saveMined } from "../../src/core/mining/save-mined.js";
import { forget } from "../../src/core/privacy/forget.js";
import { subjectReport } from "../../src/core/privacy/subject-report.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { postOf, profileOf, relatedTo } from "../../test/support/profiles.js";
import { POOL } from "../../test/support/template.js";
import { freshDatabase } from "../support/databases.js";

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS ?? 20_000);
const ERASED = 10;
const PROFILES = 40;
const ROUNDS = 12;

const postgres = process.env.BENCH_POSTGRES_URL
  ? { url: process.env.BENCH_POSTGRES_URL, stop: async () => {} }
  : await startPostgres();

async function opened(name: string) {
  const url = await freshDatabase(postgres.url, name);
  return openDatabase({ settings: { url, dataDir: "", pool: { ...POOL, poolSize: 1 } }, notify: () => {} });
}

/** As loaded by raw SQL: no text has clues. Every tenth caption names somebody. */
async function fill(db: Kysely<Schema>, accounts: number): Promise<void> {
  await sql`set session_replication_role = replica`.execute(db);
  for (const statement of [
    sql`insert into "InstagramAccountBase" (id, username, full_name, biography, ig_email)
      select n, 'person_' || n, 'Person ' || n, 'lives in place ' || n, case when n % 4 = 0 then 'p' || n || '@mail.example' end
      from generate_series(1, ${accounts}::bigint) as n`,
    sql`insert into "InitialInstagramAccount" (username, source, account_id, outcome)
      select 'person_' || n, 'RELATED', n, 'ok' from generate_series(1, ${accounts}::bigint) as n`,
    sql`insert into "InstagramPost" (id, account_id, shortcode, taken_at, media_type, caption)
      select n * 10 + m, n, 'x', now(), 'image',
        'a day by the sea, number ' || n || case when n % 10 = 0 then ' with @person_' || (n / 2) else '' end
      from generate_series(1, ${accounts}::bigint) as n, generate_series(1, 3) as m`,
    sql`insert into "IGHistoryTable" (account_id, username, recorded_at)
      select n, 'person_' || n, now() from generate_series(1, ${accounts}::bigint) as n`,
    sql`insert into "EmailVerification" (email, domain, status, outcome)
      select 'p' || n || '@mail.example', 'mail.example', 'deliverable', 'ok'
      from generate_series(4, ${accounts}::bigint, 4) as n`,
  ])
    await statement.execute(db);
  await sql`set session_replication_role = origin`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

/** Blocks that this database has read, and the CPU seconds of its only backend. */
async function used(db: Kysely<Schema>): Promise<{ blocks: number; cpu: number }> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ blocks: number; pid: number }>`
    select (blks_hit + blks_read)::float8 as blocks, pg_backend_pid() as pid
    from pg_stat_database where datname = current_database()
  `.execute(db);
  const [{ blocks, pid }] = rows as [(typeof rows)[number]];
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
  return { blocks, cpu: (Number(fields[11]) + Number(fields[12])) / 100 };
}

async function erasing(accounts: number) {
  const database = await opened(`bench_erasure_${accounts}`);
  const db = database.kysely;
  await fill(db, accounts);
  const persons = Array.from({ length: ERASED }, (_, index) => BigInt(40 * (index + 1)));
  const measure = async (work: (id: bigint) => Promise<unknown>) => {
    const before = await used(db);
    const fromMs = performance.now();
    for (const id of persons) await work(id);
    const after = await used(db);
    return {
      blocks: (after.blocks - before.blocks) / ERASED,
      cpuMs: (1_000 * (after.cpu - before.cpu)) / ERASED,
      ms: (performance.now() - fromMs) / ERASED,
    };
  };
  const report = await measure((id) => subjectReport(db, { kind: "id", id }));
  const erasure = await measure((id) => forget(db, { kind: "id", id }, { remove: async () => false }));
  await database.close();
  return { report, erasure };
}

async function saving(): Promise<void> {
  const database = await opened("bench_erasure_saves");
  const db = database.kysely;
  let number = 0;
  const save = () =>
    db.transaction().execute((tx) =>
      saveMined(
        tx,
        Array.from({ length: PROFILES }, () => {
          const id = ++number;
          const result = profileOf(id, {
            biography: `makes things in place ${id}, ask @friend${id} or hello@shop${id}.example`,
            related: relatedTo(
              ...Array.from({ length: 20 }, (_, index) => `name_${(id * 7 + index * 13) % 50_000}`),
            ),
            posts: Array.from({ length: 12 }, (_, index) =>
              postOf(id * 20 + index, {
                caption: `day ${index} by the sea with @friend${index} #sea, more at shop${id}.example`,
              }),
            ),
          });
          return { item: { id: 0n, username: result.username }, result };
        }),
        { runId: 7n, rowIds: [] },
      ),
    );
  for (let warm = 0; warm < 4; warm++) await save();
  const sums = { without: { cpu: 0, client: 0 }, with: { cpu: 0, client: 0 } };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [which, isAnybody] of [
      ["without", false],
      ["with", true],
    ] as const) {
      await sql`delete from "Forgotten"`.execute(db);
      if (isAnybody) await keepOut(db, "username", ["somebody.who.was.erased"]);
      const before = await used(db);
      const client = process.cpuUsage();
      for (let chunk = 0; chunk < 5; chunk++) await save();
      const spent = process.cpuUsage(client);
      sums[which].cpu += (await used(db)).cpu - before.cpu;
      sums[which].client += (spent.user + spent.system) / 1e6;
    }
  }
  await database.close();
  const each = (seconds: number) => ((1_000 * seconds) / (ROUNDS * 5 * PROFILES)).toFixed(2);
  console.log(
    `\nsaving ${ROUNDS * 5 * PROFILES} profiles (12 posts, 20 names), CPU ms a profile  PostgreSQL  client`,
  );
  console.log(`nobody was ever erased   ${each(sums.without.cpu)}  ${each(sums.without.client)}`);
  console.log(`somebody was             ${each(sums.with.cpu)}  ${each(sums.with.client)}`);
  console.log(
    `ratio                    ${(sums.with.cpu / sums.without.cpu).toFixed(2)}  ${(sums.with.client / sums.without.client).toFixed(2)}`,
  );
}

try {
  const small = await erasing(ACCOUNTS);
  const large = await erasing(10 * ACCOUNTS);
  console.log(`one person, of ${ERASED}: accounts  blocks  PostgreSQL CPU ms  ms`);
  for (const what of ["report", "erasure"] as const) {
    for (const [accounts, { [what]: cost }] of [
      [ACCOUNTS, small],
      [10 * ACCOUNTS, large],
    ] as const)
      console.log(
        `${what}  ${accounts}  ${Math.round(cost.blocks)}  ${cost.cpuMs.toFixed(1)}  ${cost.ms.toFixed(1)}`,
      );
    console.log(`${what}  blocks, large over small: ${(large[what].blocks / small[what].blocks).toFixed(2)}`);
  }
  await saving();
} finally {
  await postgres.stop();
}
