/**
 * A simulated month against the sandbox, with its price header on and eight processes a day, one of them killed:
 * 1. The cost of keeping the same accounts fresh and of finding new ones, and the delay with which changes are seen,
 *    beside another igminer (BENCH_BASELINE: the path of its bin/igminer.js) in the same world. Days pass by moving a
 *    store's times back.
 * 2. Whether a budget that is far too small is kept to the unit when midnight comes while the processes run, whether
 *    caps on runs are kept, whether every purpose gets its share, and the error of the plan.
 * 3. How much of an allowed rate `--concurrency auto` uses at 0.1, 0.5 and 1.5 s per answer.
 *
 *   npm run bench:month -- [--days 30] [--accounts 300] [--only data|budget|rate] [--json]
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startPostgres } from "../../test/support/postgres-server.js";
import { startSandboxProcess } from "../support/processes.js";
import { type Installation, install, passDay, passMidnight, run } from "./simulated-days.js";

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "30" },
    accounts: { type: "string", default: "300" },
    only: { type: "string", default: "data,budget,rate" },
    json: { type: "boolean", default: false },
  },
});
const DAYS = Number(values.days);
const ACCOUNTS = Number(values.accounts);
const PARTS = values.only.split(",");
/** Units per day in the second part: far less than the work needs. */
const TIGHT_BUDGET = 120;
const CAP_ON_RUN = 7;
const KILLED_AFTER_MS = 1_500;
const RATE = { perMinute: 900, warmUpMs: 15_000, measuredMs: 30_000, latencies: [100, 500, 1_500] };
/** The goals of the issue. */
const GOALS = { share: 0.55, planError: 0.03, rateUsed: 0.9 };
const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

const postgres = await startPostgres({ isDurable: false });

interface Sandbox {
  url: string;
  stop(): void;
}

const settingsFor = ({ url }: Sandbox, more: Record<string, string> = {}) => ({
  IGMINER_HIKER_KEY: "bench",
  IGMINER_HIKER_BASE_URL: url,
  IGMINER_HIKER_RATE_PER_MINUTE: "60000",
  IGMINER_HIKER_MAX_RATE_PER_MINUTE: "60000",
  ...more,
});

/** Requests that the sandbox has answered, by path. */
async function asked({ url }: Sandbox): Promise<Record<string, number>> {
  const { byPath } = (await (await fetch(`${url}/_sandbox/stats`)).json()) as {
    byPath: Record<string, number>;
  };
  return byPath;
}

/** Units that the sandbox has charged, according to its price header. */
async function charged(sandbox: Sandbox): Promise<number> {
  return Object.entries(await asked(sandbox)).reduce(
    (sum, [path, times]) => sum + times * (path.endsWith("/suggested/profiles") ? 2 : 1),
    0,
  );
}

const moveSandbox = ({ url }: Sandbox, day: number) =>
  fetch(`${url}/_sandbox/day?is=${day}`, { method: "POST" });

/** Runs a day's commands in parallel; another one is killed each day. */
function runDay(installation: Installation, day: number, commands: readonly (readonly string[])[]) {
  return Promise.all(
    commands.map((args, index) =>
      run(installation, args, index === day % commands.length ? KILLED_AFTER_MS : undefined),
    ),
  );
}

interface Month {
  units: number;
  accounts: number;
  /** Rows of history and posts of the accounts that both watch. */
  history: number;
  posts: number;
  /** The changes seen (a post, a name, a biography), each with the day on which it was first seen. */
  seen: Map<string, number>;
}

/** Names for both to watch, found by a separate igminer. */
async function namesToWatch(sandbox: Sandbox): Promise<string[]> {
  const scout = await install(postgres, LAUNCHER, "bench_scout", settingsFor(sandbox));
  await moveSandbox(sandbox, 0);
  for (let round = 0; round < 8; round++)
    await run(scout, ["mine-new", "--batch", String(Math.ceil(ACCOUNTS / 4))]);
  const { rows } = await scout.client.query(
    `select username from "InstagramAccountBase" order by first_seen, id limit ${ACCOUNTS}`,
  );
  await scout.client.end();
  return rows.map(({ username }) => username);
}

/** The same month for either igminer: the same accounts are refreshed weekly, and a few new ones are mined each day. */
async function month(sandbox: Sandbox, launcher: string, name: string, watched: string[]): Promise<Month> {
  const installation = await install(postgres, launcher, name, settingsFor(sandbox));
  const { client } = installation;
  await moveSandbox(sandbox, 0);
  await run(installation, ["queue", "add", ...watched]);
  await run(installation, ["mine-manual", "--batch", String(ACCOUNTS), "--concurrency", "8"]);
  // Spreads the days on which they were last seen.
  await client.query(`update "RefreshSchedule" set seen_at = seen_at - (id % 7) * interval '1 day'`);
  const { rows: ids } = await client.query(`select id from "InstagramAccountBase"`);
  const watchedIds = ids.map(({ id }) => id);
  const seen = new Map<string, number>();
  const noteSeen = async (day: number) => {
    const { rows } = await client.query(
      `
      select 'post ' || id as what from "InstagramPost" where account_id = any($1)
      union all
      select 'name ' || id || ' ' || username from "InstagramAccountBase" where id = any($1)
      union all
      select 'biography ' || id || ' ' || md5(coalesce(biography, '')) from "InstagramAccountBase" where id = any($1)
    `,
      [watchedIds],
    );
    for (const { what } of rows) if (!seen.has(what)) seen.set(what, day);
  };
  await noteSeen(0);
  const before = await charged(sandbox);
  const fewNew = String(Math.ceil(ACCOUNTS / 200));
  for (let day = 1; day <= DAYS; day++) {
    await moveSandbox(sandbox, day);
    await passDay(installation);
    await runDay(installation, day, [
      ...Array.from({ length: 4 }, () => ["refresh", "--batch", "500"]),
      ["mine-new", "--batch", fewNew],
      ["mine-new", "--batch", fewNew],
      ["import-comments", "--batch", "1", "--max-pages", "1"],
      ["mine-manual"],
    ]);
    await noteSeen(day);
  }
  const units = (await charged(sandbox)) - before;
  const { rows } = await client.query(
    `
    select
      (select count(*) from "InstagramAccountBase")::int as accounts,
      (select count(*) from "IGHistoryTable" where account_id = any($1))::int as history,
      (select count(*) from "InstagramPost" where account_id = any($1))::int as posts
  `,
    [watchedIds],
  );
  await client.end();
  return { units, ...rows[0], seen };
}

/** Compares the changes that one saw with those of the other: how many it missed, and its mean delay in days. */
function compare(before: Month, now: Month) {
  const changes = [...before.seen].filter(([, day]) => day > 0);
  const delays = changes.flatMap(([what, day]) => {
    const seenOn = now.seen.get(what);
    return seenOn === undefined ? [] : [seenOn - day];
  });
  return {
    changes: changes.length,
    unseen: changes.length - delays.length,
    seenByNowAlone: [...now.seen].filter(([what]) => !before.seen.has(what)).length,
    daysLater: delays.reduce((sum, days) => sum + days, 0) / Math.max(1, delays.length),
  };
}

/** A day of the second part: eight commands that each want the whole budget, one of them capped. */
const GREEDY: readonly (readonly string[])[] = [
  ["mine-new", "--batch", "40"],
  ["refresh", "--force", "--batch", "40"],
  ["import-comments", "--batch", "5"],
  ["mine-new", "--batch", "40"],
  ["refresh", "--force", "--batch", "40", "--max-requests", String(CAP_ON_RUN)],
  ["mine-new", "--batch", "40"],
  ["refresh", "--force", "--batch", "40"],
  ["import-comments", "--batch", "5"],
];
const CAPPED = GREEDY.findIndex((args) => args.includes("--max-requests"));

/** Days on a budget that is far too small, with midnight while the eight processes run. */
async function tightDays(sandbox: Sandbox) {
  const installation = await install(
    postgres,
    LAUNCHER,
    "bench_tight",
    settingsFor(sandbox, {
      IGMINER_HIKER_BACKGROUND_BUDGET: String(TIGHT_BUDGET),
      IGMINER_HIKER_DAILY_BUDGET: String(TIGHT_BUDGET),
    }),
  );
  const { client } = installation;
  await moveSandbox(sandbox, 0);
  const before = await charged(sandbox);
  let planned = 0;
  let mostOfCapped = 0;
  for (let day = 1; day <= DAYS; day++) {
    const running = runDay(installation, day, GREEDY);
    // By then some have begun and others have not.
    await new Promise((resolve) => setTimeout(resolve, KILLED_AFTER_MS + (day % 5) * 500));
    await passMidnight(installation);
    const results = await running;
    mostOfCapped = Math.max(mostOfCapped, Number(results[CAPPED]?.requests ?? 0));
    // Uses what the others have released since, and what was reserved and not used.
    await run(installation, ["mine-new", "--batch", "200"]);
    if (day === 2) {
      const plan = (await run(installation, ["plan"])) as {
        plans: { with_discovery: { days: number; plannedUnits: number } }[];
      } | null;
      const month = plan?.plans.at(-1)?.with_discovery;
      planned = month === undefined ? 0 : month.plannedUnits / month.days;
    }
    await moveSandbox(sandbox, day);
    await passDay(installation, { withDates: false });
  }
  const { rows: books } = await client.query(`
    select day::text as day, sum(units)::int as units, jsonb_object_agg(purpose, units) as by_purpose
    from (
      select day, purpose, sum(units)::int as units
      from (
        select day, purpose, units from "Spend"
        union all
        select day, purpose, units from "SpendReserved"
      ) as entries
      group by day, purpose
    ) as summed
    group by day
    order by day
  `);
  await client.end();
  const booked = books.map(({ units }) => units as number);
  // Most had not begun before the first day was over.
  const whole = booked.slice(1);
  const spentADay = whole.reduce((sum, units) => sum + units, 0) / Math.max(1, whole.length);
  return {
    charged: (await charged(sandbox)) - before,
    booked,
    byPurpose: books.map(({ by_purpose }) => by_purpose as Record<string, number>),
    mostOfCapped,
    planned,
    planError: planned / spentADay - 1,
  };
}

/** @returns the share of the allowed rate that one run uses if a source takes this long to answer. */
async function rateUsed(latencyMs: number): Promise<number> {
  const sandbox = await startSandboxProcess(["--accounts", "20000", "--latency-ms", String(latencyMs)]);
  try {
    const installation = await install(
      postgres,
      LAUNCHER,
      "bench_rate",
      settingsFor(sandbox, {
        IGMINER_HIKER_RATE_PER_MINUTE: String(RATE.perMinute),
        IGMINER_HIKER_MAX_RATE_PER_MINUTE: String(RATE.perMinute),
      }),
    );
    const seconds = (RATE.warmUpMs + RATE.measuredMs) / 1_000 + 15;
    const mining = run(installation, ["mine-new", "--batch", "5000", "--max-seconds", String(seconds)]);
    const sum = async () => Object.values(await asked(sandbox)).reduce((all, times) => all + times, 0);
    while ((await sum()) === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, RATE.warmUpMs));
    const [before, startedMs] = [await sum(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, RATE.measuredMs));
    const used = ((await sum()) - before) / ((performance.now() - startedMs) / 60_000);
    await mining;
    await installation.client.end();
    return used / RATE.perMinute;
  } finally {
    sandbox.stop();
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const told = ({ seen, ...figures }: Month) => figures;
const failed: string[] = [];
const result: Record<string, unknown> = { days: DAYS, accounts: ACCOUNTS };
/** Prints a figure with its goal; on stdout, or on stderr with `--json`. */
function tell(text: string, isMet = true): void {
  if (!isMet) failed.push(text);
  (values.json ? console.error : console.log)(isMet ? text : `${text}  MISSED`);
}

async function measureData(sandbox: Sandbox): Promise<void> {
  const watched = await namesToWatch(sandbox);
  const baseline = process.env.BENCH_BASELINE;
  const before = baseline === undefined ? null : await month(sandbox, baseline, "bench_before", watched);
  const now = await month(sandbox, LAUNCHER, "bench_now", watched);
  for (const [name, each] of Object.entries({ baseline: before, now })) {
    if (each === null) continue;
    const { units, accounts, history, posts } = told(each);
    tell(
      `${name.padEnd(8)} ${units} units in ${DAYS} days; ${accounts} accounts, and of the ${watched.length} watched ${history} rows of history and ${posts} posts`,
    );
  }
  result.now = told(now);
  if (before === null) return;
  const [share, seen] = [now.units / before.units, compare(before, now)];
  Object.assign(result, { before: told(before), share, seen });
  tell(`units: ${percent(share)} of the baseline's (at most ${percent(GOALS.share)})`, share <= GOALS.share);
  tell(
    `of ${seen.changes} posts, names and biographies that the baseline saw change, ${seen.unseen} were not seen (${seen.seenByNowAlone} by now's alone); the others ${seen.daysLater.toFixed(2)} days later`,
  );
}

async function measureBudget(sandbox: Sandbox): Promise<void> {
  const tight = await tightDays(sandbox);
  result.tight = tight;
  const sum = tight.booked.reduce((all, units) => all + units, 0);
  const most = Math.max(...tight.booked);
  tell(
    `budget of ${TIGHT_BUDGET} units a day, eight processes, one killed a day, midnight among them: at most ${most} booked on one of ${tight.booked.length} days`,
    most <= TIGHT_BUDGET,
  );
  tell(`  day by day: ${tight.booked.join(", ")}`);
  tell(`  ${tight.charged} units charged by the source, ${sum} booked`, tight.charged <= sum);
  const shares = ["refresh", "new", "comments"].map(
    (purpose) => `${purpose} ${Math.min(...tight.byPurpose.slice(1).map((day) => day[purpose] ?? 0))}`,
  );
  tell(`  least units on one day: ${shares.join(", ")}`);
  tell(
    `  a run with --max-requests ${CAP_ON_RUN} sent at most ${tight.mostOfCapped}`,
    tight.mostOfCapped <= CAP_ON_RUN,
  );
  tell(
    `  planned ${tight.planned.toFixed(1)} units a day: ${percent(tight.planError)} off what was spent (at most ${percent(GOALS.planError)})`,
    Math.abs(tight.planError) <= GOALS.planError,
  );
}

async function measureRate(): Promise<void> {
  const rates: Record<string, number> = {};
  for (const latencyMs of RATE.latencies) {
    const used = await rateUsed(latencyMs);
    rates[latencyMs] = used;
    tell(
      `--concurrency auto at ${latencyMs} ms an answer: ${percent(used)} of ${RATE.perMinute} a minute (at least ${percent(GOALS.rateUsed)})`,
      used >= GOALS.rateUsed,
    );
  }
  result.rateUsed = rates;
}

const sandbox = await startSandboxProcess(["--accounts", "20000"]);
try {
  if (PARTS.includes("data")) await measureData(sandbox);
  if (PARTS.includes("budget")) await measureBudget(sandbox);
  if (PARTS.includes("rate")) await measureRate();
  if (values.json) console.log(JSON.stringify({ ...result, missed: failed }));
  process.exitCode = failed.length > 0 ? 1 : 0;
} finally {
  sandbox.stop();
  await postgres.stop();
}
