/**
 * A simulated month against the sandbox, with the price header on: what it costs to keep accounts fresh and to find new
 * ones, against another igminer (BENCH_BASELINE: the path of its bin/igminer.js) in the same world; and whether a tight
 * budget holds with eight processes, SIGKILL and the turn of days. Days pass by moving all times of the store back.
 *
 *   npm run bench:month -- [--days 30] [--accounts 300] [--json]
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { startPostgres } from "../test/support/postgres-server.js";
import { startSandboxProcess } from "./processes.js";

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "30" },
    accounts: { type: "string", default: "300" },
    json: { type: "boolean", default: false },
  },
});
const DAYS = Number(values.days);
const ACCOUNTS = Number(values.accounts);
const PROCESSES = 8;
/** Units a day in the second part: far less than the work asks for. */
const TIGHT_BUDGET = 120;
const TIGHT_DAYS = Math.min(6, DAYS);
const LAUNCHER = fileURLToPath(new URL("../bin/igminer.js", import.meta.url));

interface Month {
  units: number;
  accounts: number;
  history: number;
  posts: number;
  links: number;
}

const sandbox = await startSandboxProcess(["--accounts", "20000"]);
const postgres = await startPostgres({ isDurable: false });

/** Units that the sandbox has charged, as its header tells them. */
async function charged(): Promise<number> {
  const { byPath } = (await (await fetch(`${sandbox.url}/_sandbox/stats`)).json()) as {
    byPath: Record<string, number>;
  };
  return Object.entries(byPath).reduce(
    (sum, [path, times]) => sum + times * (path.endsWith("/suggested/profiles") ? 2 : 1),
    0,
  );
}

/** Runs one command to its end, or kills it after a while. @returns what it wrote to stdout. */
function run(launcher: string, args: string[], settings: Record<string, string>, killAfterMs?: number) {
  return new Promise<string>((resolve) => {
    const child = spawn(process.execPath, [launcher, ...args, "--quiet"], {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", IGMINER_HIKER_KEY: "bench", ...settings },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.once("close", () => {
      clearTimeout(timer);
      resolve(stdout);
    });
  });
}

/** Every time and day of a store, by the catalogue: so it fits any version of the schema. */
async function passDay(client: pg.Client, day: number): Promise<void> {
  await fetch(`${sandbox.url}/_sandbox/day?is=${day}`, { method: "POST" });
  const { rows } = await client.query(`
    select table_name, column_name, data_type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
      and data_type in ('timestamp with time zone', 'date') and table_name <> 'SchemaMigration'
  `);
  const columns = new Map<string, string[]>();
  for (const { table_name: table, column_name: column } of rows)
    columns.set(table, [...(columns.get(table) ?? []), column]);
  // Away and back, so that no day meets the one before it in a key.
  const moves = ["interval '36501 days'", "interval '-36500 days'"];
  // Triggers would take the move for news.
  await client.query("set session_replication_role = replica");
  for (const [table, names] of columns) {
    for (const move of moves)
      await client.query(
        `update "${table}" set ${names.map((name) => `"${name}" = "${name}" - ${move}`).join(", ")}`,
      );
  }
  await client.query("set session_replication_role = default");
}

async function freshStore(launcher: string, name: string): Promise<{ url: string; client: pg.Client }> {
  const admin = new pg.Client(`${postgres.url}/postgres`);
  await admin.connect();
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = `${postgres.url}/${name}`;
  await run(launcher, ["migrate"], { DATABASE_URL: url });
  const client = new pg.Client(url);
  await client.connect();
  return { url, client };
}

const settingsFor = (url: string, more: Record<string, string> = {}) => ({
  DATABASE_URL: url,
  IGMINER_HIKER_BASE_URL: sandbox.url,
  IGMINER_HIKER_RATE_PER_MINUTE: "60000",
  IGMINER_HIKER_MAX_RATE_PER_MINUTE: "60000",
  ...more,
});

/** The same month for either igminer: accounts are refreshed weekly, a few new ones are mined each day. */
async function month(launcher: string, name: string): Promise<Month> {
  const { url, client } = await freshStore(launcher, name);
  const settings = settingsFor(url);
  await fetch(`${sandbox.url}/_sandbox/day?is=0`, { method: "POST" });
  for (let round = 0; round < 6; round++)
    await run(launcher, ["mine-new", "--batch", String(Math.ceil(ACCOUNTS / 4))], settings);
  // They were not all mined on one day.
  await client.query(`update "RefreshSchedule" set seen_at = seen_at - (id % 7) * interval '1 day'`);
  const before = await charged();
  for (let day = 1; day <= DAYS; day++) {
    await passDay(client, day);
    await Promise.all([
      run(launcher, ["refresh", "--batch", "500"], settings),
      run(launcher, ["mine-new", "--batch", String(Math.ceil(ACCOUNTS / 100))], settings),
    ]);
  }
  const units = (await charged()) - before;
  const { rows } = await client.query(`
    select
      (select count(*) from "InstagramAccountBase")::int as accounts,
      (select count(*) from "IGHistoryTable")::int as history,
      (select count(*) from "InstagramPost")::int as posts,
      (select count(*) from "RelatedAccounts")::int as links
  `);
  await client.end();
  return { units, ...rows[0] };
}

/** Eight processes a day on a budget that is far too small, some of them killed. @returns the units of each day. */
async function tightDays(): Promise<{ spent: number[]; booked: number[]; planned: number }> {
  const { url, client } = await freshStore(LAUNCHER, "bench_tight");
  const settings = settingsFor(url, {
    IGMINER_HIKER_BACKGROUND_BUDGET: String(TIGHT_BUDGET),
    IGMINER_HIKER_DAILY_BUDGET: String(TIGHT_BUDGET),
  });
  const spent: number[] = [];
  const booked: number[] = [];
  let planned = 0;
  for (let day = 1; day <= TIGHT_DAYS; day++) {
    const before = await charged();
    const commands = [
      ["mine-new", "--batch", "40"],
      ["refresh", "--force", "--batch", "40"],
      ["import-comments", "--batch", "5"],
      ["mine-new", "--batch", "40"],
    ];
    await Promise.all(
      Array.from({ length: PROCESSES }, (_, index) =>
        run(
          LAUNCHER,
          commands[index % commands.length] as string[],
          settings,
          index === day % PROCESSES ? 1_500 : undefined,
        ),
      ),
    );
    // What the others have released since, and what was kept for somebody who did not come.
    await run(LAUNCHER, ["mine-new", "--batch", "200"], settings);
    spent.push((await charged()) - before);
    const { rows } = await client.query(`
      select coalesce(sum(units), 0)::int as units
      from (select units, day from "Spend" union all select units, day from "SpendReserved") as books
      where day = (now() at time zone 'UTC')::date
    `);
    booked.push(rows[0].units);
    if (day === 1) {
      const plan = JSON.parse(await run(LAUNCHER, ["plan", "--json"], settings)) as {
        plans: { with_discovery: { plannedUnits: number } }[];
      };
      planned = plan.plans[0]?.with_discovery.plannedUnits ?? 0;
    }
    await passDay(client, day);
  }
  await client.end();
  return { spent, booked, planned };
}

try {
  const baseline = process.env.BENCH_BASELINE;
  const before = baseline === undefined ? null : await month(baseline, "bench_before");
  if (before !== null) console.error("baseline", before);
  const now = await month(LAUNCHER, "bench_now");
  console.error("now", now);
  const tight = await tightDays();
  const share = before === null ? null : now.units / before.units;
  const isOver = tight.spent.some((units) => units > TIGHT_BUDGET);
  const meanSpent =
    tight.spent.slice(1).reduce((sum, units) => sum + units, 0) / Math.max(1, tight.spent.length - 1);
  const planError = tight.planned / meanSpent - 1;
  if (values.json) console.log(JSON.stringify({ days: DAYS, before, now, share, tight, planError }));
  else {
    const line = (name: string, { units, accounts, history, posts, links }: Month) =>
      console.log(
        `${name}: ${units} units in ${DAYS} days; ${accounts} accounts, ${history} rows of history, ${posts} posts, ${links} suggestions`,
      );
    if (before !== null) line("baseline", before);
    line("now     ", now);
    if (share !== null)
      console.log(`units: ${(100 * share).toFixed(1)} % of the baseline's (promised: at most 55 %)`);
    console.log(
      `budget of ${TIGHT_BUDGET} units a day, ${PROCESSES} processes, one killed a day: charged ${tight.spent.join(", ")}; booked ${tight.booked.join(", ")} (${isOver ? "PASSED" : "never passed"})`,
    );
    console.log(
      `plan for a day ${tight.planned}, charged ${meanSpent.toFixed(1)} a day: ${(100 * planError).toFixed(1)} % off`,
    );
  }
  process.exitCode = isOver || (share !== null && share > 0.55) ? 1 : 0;
} finally {
  sandbox.stop();
  await postgres.stop();
}
