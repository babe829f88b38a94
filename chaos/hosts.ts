/**
 * Eight processes on four hosts, each host in its own network namespace, with one PostgreSQL. One host is cut off for
 * two minutes, one process is killed, one is slowed to a crawl, and one host's clock is an hour off. In the end all
 * work is done, nothing is stored twice, and the shared rate and daily budget were kept within 2 %.
 *
 *   npm run chaos:hosts -- [--names 900] [--rate 600] [--cut-off-seconds 120] [--seed 1] [--wires]
 */
import { setTimeout as sleep } from "node:timers/promises";
import { startSandbox } from "../src/sandbox/server.js";
import { usernameOf } from "../src/sandbox/world/names.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { asked } from "./ask.js";
import { flagsOf, wholeFlag } from "./flags.js";
import { type Host, hasNamespaces, openNamespace, openWires } from "./network.js";
import { clockAhead, isUnexpected, type Running, startIgminer } from "./process.js";

const HOSTS = 4;
const PROCESSES_A_HOST = 2;
const REQUESTS_A_NAME = 3;
const LEFT_IN_BUDGET = 300;
/** A limit may be exceeded by this factor. */
const TOLERANCE = 1.02;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The trouble of each host, by its index. */
const [CUT_OFF, KILLED, SLOW, WRONG_CLOCK] = [0, 1, 2, 3];
/** The slow process is stopped for most of each second. */
const [STOPPED_MS, GOING_MS] = [800, 200];

const values = flagsOf({
  names: { type: "string", default: "900" },
  rate: { type: "string", default: "600" },
  "cut-off-seconds": { type: "string", default: "120" },
  seed: { type: "string", default: "1" },
  wires: { type: "boolean", default: false },
});
const names = wholeFlag("names", values.names);
const rate = wholeFlag("rate", values.rate);
const seed = wholeFlag("seed", values.seed);
const cutOffMs = wholeFlag("cut-off-seconds", values["cut-off-seconds"]) * 1_000;
const isNamespaced = !values.wires && hasNamespaces();
if (!isNamespaced)
  console.error(
    "No network namespaces (they need Linux, root and iproute2): hosts are wires that fall silent.",
  );

const postgres = await startPostgres({ isDurable: true });
const world = { seed, accounts: 3 * names + 1_000, postsPerAccount: 4, relatedPerAccount: 0, day: 0 };
const sandbox = await startSandbox({ ...world, copied: 0 });
const targets = { databasePort: portOf(postgres.url), servicePort: portOf(sandbox.url) };
const hosts: Host[] = [];
const problems: string[] = [];
const said = new Map<string, number>();
try {
  for (let number = 0; number < HOSTS; number++)
    hosts.push(await (isNamespaced ? openNamespace(number, targets) : openWires(targets)));
  const databaseUrl = `${postgres.url}/hosts`;
  await asked(`${postgres.url}/postgres`, "create database hosts");
  await igminer(["migrate"], hosts[KILLED] as Host).ended;
  await seedNames(0, names);

  console.error(`${names} names, ${rate} requests a minute for all`);
  const inMinute = await workThrough();
  const [done] = await asked(
    databaseUrl,
    `select
      (select count(*)::int from "InitialInstagramAccount" where outcome = 'ok') as mined,
      (select count(*)::int from "InitialInstagramAccount" where outcome is distinct from 'ok') as open,
      (select count(*)::int from "InstagramAccountBase") as accounts,
      (select count(*)::int from "IGHistoryTable") as days,
      (select sum(ok)::int from "Run" where command = 'mine-new') as told,
      (select count(*)::int from "InitialInstagramAccount" where claimed_by is not null) as claimed`,
  );
  const { mined, open, accounts, days, told, claimed } = done as Record<string, number>;
  const { requests, mostPerProfile } = sandbox.statistics();
  expect(open === 0 && mined === names, `${open} of ${names} names are not mined`);
  expect(
    accounts === mined && days === mined,
    `${mined} names, ${accounts} accounts, ${days} days of history`,
  );
  expect(told === mined, `${mined} names are mined, runs tell ${told}`);
  expect(claimed === 0, `${claimed} names are still claimed`);
  expect(inMinute <= rate * TOLERANCE + 1, `${inMinute} requests in a minute, ${rate} are allowed`);
  console.log(
    `${mined} names mined once each; most requests in any minute: ${inMinute} of ${rate}; ${requests} requests, ${requests - REQUESTS_A_NAME * names} for answers that were lost; one profile at most ${mostPerProfile} times`,
  );

  await keepBudget(databaseUrl);
  console.log(`ends: ${[...said].map(([code, times]) => `${times} × ${code}`).join(", ")}`);
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? "promise kept" : `promise broken: ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  for (const host of hosts) await host.close();
  await sandbox.close();
  await postgres.stop();
}

/**
 * Lets all hosts mine until nothing is left, with their troubles.
 * @returns the highest number of requests in any 60 seconds.
 */
async function workThrough(): Promise<number> {
  const cutOff = hosts[CUT_OFF] as Host;
  let isKilled = false;
  const watch = watchRate();
  const troubles = (async () => {
    await sleep(10_000);
    console.error("one host is cut off");
    cutOff.cutOff();
    await sleep(cutOffMs);
    cutOff.reconnect();
    console.error("it is back");
  })();
  const working = hosts.flatMap((host, at) =>
    Array.from({ length: PROCESSES_A_HOST }, async (_, slot) => {
      const started = performance.now();
      for (;;) {
        const running = igminer(
          ["mine-new", "--source", "hiker", "--batch", "40", "--concurrency", "4", "--json"],
          host,
          {
            ...(at === WRONG_CLOCK && clockAhead(HOUR_MS)),
          },
        );
        if (at === SLOW && slot === 0) void crawl(running);
        if (at === KILLED && slot === 0 && !isKilled && performance.now() - started > 15_000) {
          isKilled = true;
          await sleep(3_000);
          running.process.kill("SIGKILL");
        }
        if (await isLast(running)) return;
      }
    }),
  );
  await Promise.all([...working, troubles]);
  expect(isKilled, "no process was killed: nothing is shown");
  return watch.stop();
}

/** @returns whether there was nothing left to do. */
async function isLast(running: Running): Promise<boolean> {
  const { code, signal, stdout, stderr } = await running.ended;
  const end = signal ?? `exit ${code}`;
  said.set(end, (said.get(end) ?? 0) + 1);
  expect(!isUnexpected(stderr), stderr.slice(-800));
  if (code !== 0 && code !== 3) {
    await sleep(1_000);
    return false;
  }
  const { ok } = JSON.parse(stdout) as { ok: number };
  if (ok > 0) return false;
  const [left] = await asked(
    `${postgres.url}/hosts`,
    `select count(*)::int as names from "InitialInstagramAccount" where outcome is distinct from 'ok'`,
  );
  if (Number(left?.names) === 0) return true;
  await sleep(1_000);
  return false;
}

/** Runs the same hosts again until the day's budget is spent, so that no call does anything more. */
async function keepBudget(databaseUrl: string): Promise<void> {
  const before = await unitsSpent(databaseUrl);
  const budget = before + LEFT_IN_BUDGET;
  await seedNames(names, LEFT_IN_BUDGET);
  const mining = hosts.flatMap((host, at) =>
    Array.from({ length: PROCESSES_A_HOST }, async () => {
      for (;;) {
        const { code, stdout, stderr } = await igminer(
          ["mine-new", "--source", "hiker", "--batch", "300", "--concurrency", "4", "--json"],
          host,
          {
            IGMINER_HIKER_DAILY_BUDGET: String(budget),
            IGMINER_BUDGET_SHARES: "new=100",
            IGMINER_HIKER_RATE_PER_MINUTE: "6000",
            IGMINER_HIKER_MAX_RATE_PER_MINUTE: "6000",
            ...(at === WRONG_CLOCK && clockAhead(HOUR_MS)),
          },
        ).ended;
        if (stdout === "")
          expect(false, `a process within the budget ended with ${code}: ${stderr.slice(-500)}`);
        if (stdout === "" || (JSON.parse(stdout) as { ok: number }).ok === 0) return;
      }
    }),
  );
  await Promise.all(mining);
  const used = (await unitsSpent(databaseUrl)) - before;
  // What the killed process had reserved stays reserved for ten minutes.
  const [dead] = await asked(
    databaseUrl,
    `select coalesce(sum(units), 0)::int as units from "SpendReserved" where source like 'hiker%'`,
  );
  const held = Number(dead?.units);
  console.log(
    `${used} of the ${LEFT_IN_BUDGET} units that were left in the budget, ${held} held by who was killed, by ${mining.length} processes at once`,
  );
  expect(
    used <= LEFT_IN_BUDGET * TOLERANCE && used + held >= LEFT_IN_BUDGET / TOLERANCE,
    `${used} units and ${held} held are not the ${LEFT_IN_BUDGET} that were left in the budget`,
  );
}

async function unitsSpent(databaseUrl: string): Promise<number> {
  const [spent] = await asked(
    databaseUrl,
    `select coalesce(sum(units), 0)::int as units from "Spend" where source like 'hiker%'`,
  );
  return Number(spent?.units);
}

/** Samples the number of requests every 250 ms. */
function watchRate(): { stop(): number } {
  const seen: { atMs: number; requests: number }[] = [];
  const note = () => seen.push({ atMs: performance.now(), requests: sandbox.statistics().requests });
  note();
  const timer = setInterval(note, 250);
  return {
    stop() {
      clearInterval(timer);
      let most = 0;
      let first = 0;
      for (const { atMs, requests } of seen) {
        while ((seen[first]?.atMs ?? atMs) < atMs - MINUTE_MS) first++;
        most = Math.max(most, requests - (seen[first]?.requests ?? 0));
      }
      return most;
    },
  };
}

async function crawl({ process: child }: Running): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGSTOP");
    await sleep(STOPPED_MS);
    child.kill("SIGCONT");
    await sleep(GOING_MS);
  }
}

async function seedNames(from: number, count: number): Promise<void> {
  const list = Array.from({ length: count }, (_, at) => usernameOf(world, from + at));
  for (let at = 0; at < list.length; at += 300)
    await igminer(["seed", ...list.slice(at, at + 300)], hosts[KILLED] as Host).ended;
}

function igminer(args: readonly string[], host: Host, more: Record<string, string> = {}): Running {
  const url = new URL(`${postgres.url}/hosts`);
  url.hostname = host.address;
  url.port = String(host.databasePort);
  return startIgminer(
    args,
    {
      DATABASE_URL: url.href,
      IGMINER_HIKER_BASE_URL: `http://${host.address}:${host.servicePort}`,
      IGMINER_HIKER_KEY: "key-of-the-harness",
      IGMINER_HIKER_RATE_PER_MINUTE: String(rate),
      IGMINER_HIKER_MAX_RATE_PER_MINUTE: String(rate),
      ...more,
    },
    host.through,
  );
}

function expect(isTrue: boolean, otherwise: string): void {
  if (!isTrue) problems.push(otherwise);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
