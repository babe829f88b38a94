import { configuredServices } from "../src/core/schedule/services.js";
import { AT_ONCE, type Soak, servicesOf } from "./days.js";
import { clockAhead, type Ended, startIgminer } from "./process.js";

const HOUR_MS = 3_600_000;
/** Rounds of the whole schedule after which no work is left. */
const ROUNDS_OF_QUIET = 2;

interface Status {
  ok: boolean;
  problems: { kind: string; message: string }[];
  totals: { accounts: number; posts: number };
  queues: Record<string, Record<string, number>>;
  last_runs: { command: string; status: string }[];
}
interface Health {
  ok: boolean;
  checks: { name: string; status: string; detail: string }[];
}

/**
 * Compares the output of `status --check` and `health` with what the harness knows: first when all is well, then with
 * one fault after another.
 * @returns what they miss or report wrongly, as sentences.
 */
export async function liesOf(soak: Soak): Promise<string[]> {
  const { world, clock } = soak;
  const lies: string[] = [];
  const expect = (isTrue: boolean, what: string) => {
    if (!isTrue) lies.push(what);
  };
  const call = (args: readonly string[], hostAheadMs = 0): Promise<Ended> =>
    startIgminer(args, { ...world.environment, ...clockAhead(clock.offsetMs() + hostAheadMs) }).ended;
  const status = async (): Promise<{ code: number | null; told: Status }> => {
    const { code, stdout } = await call(["status", "--check", "--json"]);
    return { code, told: JSON.parse(stdout) as Status };
  };
  const health = async (hostAheadMs = 0): Promise<{ code: number | null; told: Health }> => {
    const { code, stdout } = await call(["health", "--json"], hostAheadMs);
    return { code, told: JSON.parse(stdout) as Health };
  };
  const problemsOf = ({ problems }: Status, kind: string) =>
    problems.filter((problem) => problem.kind === kind);

  // All is well: no service fails, no process is killed, closed sources are open again.
  world.sandbox.setFaults({});
  await clock.setOffset(clock.offsetMs() + 2 * HOUR_MS);
  for (let round = 0; round < ROUNDS_OF_QUIET; round++) {
    await world.query(
      `update "SourceState" set paused_until = null, breaker = 'closed', breaker_state = null`,
    );
    const rest = servicesOf(world).values();
    const working = Array.from({ length: AT_ONCE }, async () => {
      for (const { service, args } of rest) {
        const ended = await call(args);
        soak.lastEnds.set(service.name, ended);
        expect(
          [0, 3].includes(ended.code ?? -1),
          `${args.join(" ")}, with nothing wrong, ended with ${ended.code}: ${ended.stderr.slice(-600)}`,
        );
      }
    });
    await Promise.all(working);
  }
  await world.query("analyze");
  const calm = await status();
  const [known] = await world.query(`
    select (select count(*)::int from "InstagramAccountBase") as accounts, (select count(*)::int from "InstagramPost") as posts,
      (select count(*)::int from "InitialInstagramAccount" where outcome = 'failed') as failed
  `);
  expect(
    calm.told.totals.accounts === known?.accounts,
    `status: ${calm.told.totals.accounts} accounts, there are ${known?.accounts}`,
  );
  expect(
    calm.told.totals.posts === known?.posts,
    `status: ${calm.told.totals.posts} posts, there are ${known?.posts}`,
  );
  expect(
    (calm.told.queues.frontier?.failed ?? 0) === known?.failed,
    `status: ${calm.told.queues.frontier?.failed} of the frontier failed, there are ${known?.failed}`,
  );
  const ofQueues = Object.values(calm.told.queues).filter(({ failed = 0 }) => failed > 0).length;
  for (const { kind, message } of calm.told.problems)
    expect(kind === "dead_letters" && ofQueues > 0, `status, with nothing wrong: ${message}`);
  expect(
    calm.code === (calm.told.problems.length > 0 ? 1 : 0),
    `status --check ended with ${calm.code} on ${calm.told.problems.length} problems`,
  );
  for (const { command, status: told } of calm.told.last_runs) {
    const ended = soak.lastEnds.get(command);
    expect(
      ended === undefined || told === "done" || told === "stopped",
      `status: the last run of ${command} is ${told}, it ended with ${ended?.code}`,
    );
  }
  const well = await health();
  expect(
    well.code === 0 && well.told.ok,
    `health, with nothing wrong, ended with ${well.code}: ${failing(well.told)}`,
  );

  // Kill a run, and let the time pass after which it counts as dead.
  const victim = startIgminer(["mine-manual", "--batch", "20"], {
    ...world.environment,
    ...clockAhead(clock.offsetMs()),
  });
  while ((await openRuns(soak)) === 0 && victim.process.exitCode === null);
  victim.process.kill("SIGKILL");
  const { signal } = await victim.ended;
  if (signal === "SIGKILL" && (await openRuns(soak)) > 0) {
    await clock.setOffset(clock.offsetMs() + HOUR_MS / 6);
    const died = await status();
    expect(
      died.code === 1 &&
        problemsOf(died.told, "died").some(({ message }) => message.startsWith("mine-manual")),
      `status says nothing of a run that was killed: ${JSON.stringify(died.told.problems)}`,
    );
    await call(["mine-manual"]);
  }

  // Exceed every pause so far: on a busy machine, a command runs once in two or three days.
  await clock.setOffset(clock.offsetMs() + (await longestPauseMs(soak)) + 12 * HOUR_MS);
  const late = problemsOf((await status()).told, "overdue").map(
    ({ message }) => message.split(" is overdue")[0],
  );
  const scheduled = configuredServices({
    commands: [...soak.lastEnds.keys()],
    isSet: (name) => world.environment[name] !== undefined,
  });
  // Commands that were started once or twice are not reported.
  const [habits] = await world.query(`
    select array_agg(command) as commands from (select command from "Run" group by command having count(*) >= 3) as habits
  `);
  const habitual = (habits?.commands ?? []) as string[];
  for (const { name } of scheduled.filter(({ name: each }) => habitual.includes(each)))
    expect(late.includes(name), `status does not say that ${name} is overdue`);

  // Cut off the services; set one machine's clock wrong.
  world.serviceWire.cut();
  const away = await health();
  world.serviceWire.mend();
  expect(
    away.code === 1 && away.told.checks.some(({ status: state }) => state === "failed"),
    `health, with all services away, ended with ${away.code}`,
  );
  const wrong = await health(HOUR_MS);
  expect(
    wrong.told.checks.some(({ name, status: state }) => name === "clock" && state === "warning"),
    "health says nothing of a clock that is an hour off",
  );
  return lies;
}

function failing({ checks }: Health): string {
  return checks
    .filter(({ status }) => status === "failed")
    .map(({ name, detail }) => `${name}: ${detail}`)
    .join("; ");
}

/** @returns the longest interval between two starts of one command so far, at least two days. */
async function longestPauseMs({ world }: Soak): Promise<number> {
  const [row] = await world.query(`
    select extract(epoch from max(pause)) * 1000 as ms
    from (select started_at - lag(started_at) over (partition by command order by id) as pause from "Run") as pauses
  `);
  return Math.max(48 * HOUR_MS, Number(row?.ms ?? 0));
}

async function openRuns({ world }: Soak): Promise<number> {
  const [row] = await world.query(`select count(*)::int as runs from "Run" where finished_at is null`);
  return Number(row?.runs);
}
