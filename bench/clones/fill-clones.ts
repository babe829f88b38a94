/** The time and the plan of `fill-clones` on a million qualified accounts. */
import pg from "pg";
import { startPostgres } from "../../test/support/postgres-server.js";
import { runIgminer } from "../support/processes.js";

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS ?? 1_000_000);
const QUOTA = 500;

const postgres = process.env.BENCH_POSTGRES_URL
  ? { url: process.env.BENCH_POSTGRES_URL, stop: async () => {} }
  : await startPostgres({ isDurable: true });
const DATABASE_URL = `${postgres.url}/bench_fill`;
try {
  const server = new pg.Client(`${postgres.url}/postgres`);
  await server.connect();
  await server.query("drop database if exists bench_fill");
  await server.query("create database bench_fill");
  await server.end();
  await runIgminer(["migrate"], { DATABASE_URL });
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  await client.query('alter table "InstagramAccountBase" disable trigger user');
  // Followers over five powers of ten, a quarter German, a third of the genders uncertain, a fifth with a link.
  await client.query(
    `insert into "InstagramAccountBase" (id, username, ai_bio_lang, gender, gender_conf, country, posts_count,
       followers_count, following_count, external_link)
     select number * 37, 'user' || number,
       (array['DE', 'EN', 'ES', 'FR'])[1 + (hashint8(number) & 3)],
       case when hashint8(number + 1) & 1 = 0 then 'female' else 'male' end,
       (array[2, 3, 4, 4, 5, 5])[1 + abs(hashint8(number + 2) % 6)],
       (array['DE', 'AT', 'CH', 'GB'])[1 + (hashint8(number + 3) & 3)],
       abs(hashint8(number + 4) % 60),
       power(10, 1 + 5 * (hashint8(number + 5) & 65535) / 65536.0)::bigint,
       abs(hashint8(number + 6) % 1500),
       case when hashint8(number + 7) % 5 = 0 then 'https://page.example/' end
     from generate_series(1, $1::bigint) as number`,
    [ACCOUNTS],
  );
  await client.query("vacuum analyze");
  const fitting = `ai_bio_lang = 'DE' and gender = 'female' and gender_conf >= 4 and posts_count between 5 and 40
     and followers_count between 50 and 1000 and following_count between 50 and 1000 and country = 'DE'
     and (external_link is not null) = false`;
  const { rows: counts } = await client.query(
    `select count(*)::int as count from "InstagramAccountBase" where ${fitting}`,
  );
  console.log(
    `${ACCOUNTS.toLocaleString("en")} accounts, of which ${counts[0].count.toLocaleString("en")} women fit the task`,
  );
  await client.query(
    "set enable_seqscan = off; set enable_mergejoin = off; set enable_hashjoin = off; set jit = off",
  );
  const { rows: plan } = await client.query(
    `explain (analyze, buffers, costs off, timing off) select id from "InstagramAccountBase" as account
     where ${fitting} and id > 0
       and not exists (select from "UsersToClone" as watch where watch.account_id = account.id and watch.is_watch)
     order by id limit 100`,
  );
  console.log(plan.map((row) => row["QUERY PLAN"]).join("\n"));
  const add = ["clones task add", "--country DE", `--female ${QUOTA}`, `--male ${QUOTA}`]
    .join(" ")
    .split(" ");
  await runIgminer(add, { DATABASE_URL });
  const idle = await runIgminer(["fill-clones", "--batch", "1"], { DATABASE_URL });
  const run = await runIgminer(["fill-clones", "--batch", String(2 * QUOTA)], { DATABASE_URL });
  console.log(
    `fill-clones: ${Math.round(run.wallMs)} ms for ${run.result.ok} accounts; ${Math.round(idle.wallMs)} ms for one (start and end of a run)`,
  );
  const { rows: size } = await client.query(
    `select pg_size_pretty(pg_relation_size('"InstagramAccountBase_watchable"')) as size`,
  );
  console.log(`the index takes ${size[0].size}`);
  await client.end();
} finally {
  await postgres.stop();
}
