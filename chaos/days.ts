import { setTimeout as sleep } from "node:timers/promises";
import { configuredServices, type Service } from "../src/core/schedule/services.js";
import type { FaultRates } from "../src/sandbox/faults.js";
import { hashOf, shareOf } from "../src/sandbox/random.js";
import { advance } from "../test/support/outreach.js";
import { endConnections } from "./ask.js";
import type { DatabaseClock } from "./database-clock.js";
import { connectionsOf, type Day, type Night, nightOf } from "./night.js";
import { deliverAnswers, PIPELINE, SEQUENCE } from "./pipeline.js";
import { isClean } from "./play.js";
import { clockAhead, type Ended, startIgminer } from "./process.js";
import { heldBy } from "./resources.js";
import type { World } from "./world.js";

/** Services fail, and one calls existing accounts absent. */
export const FAULTS_OF_DAYS: FaultRates = {
  "429": 0.02,
  "500": 0.02,
  timeout: 0.005,
  html: 0.01,
  truncated: 0.01,
  reset: 0.01,
  soft404: 0.03,
  "accepted-500": 0.01,
};
/** Number of commands that run at the same time. */
export const AT_ONCE = 3;
const DAY_MS = 86_400_000;
/** A day starts this long before midnight, so that commands are running when the date changes. */
const BEFORE_MIDNIGHT_MS = 4_000;
const CLOCK_JUMPS_MS = 600_000;
const WRONG_HOUR_MS = 3_600_000;
const SAMPLE_EACH_MS = 1_000;
/** Shares of calls that are killed, told to stop, or lose their connections. */
const KILLED = 0.06;
const TOLD_TO_STOP = 0.1;
const WITHOUT_CONNECTIONS = 0.13;

const MOST_A_BATCH = 15;
const BRING_WORK = ["mine-new", "mine-manual", "import-comments"];
const ANSWERS_A_DAY = 6;

/** Commands run by people rather than the scheduler: once a day each. */
const BY_HAND = ["seed", "import", "queue add", "forget", "suppress add"];

export interface Soak {
  world: World;
  clock: DatabaseClock;
  /** Folder for the temporary files of the processes. */
  temporary: string;
  secondsPerDay: number;
  untilMs: number;
  onNight(night: Night): void;
  /** The result of the last finished call of each service. */
  lastEnds: Map<string, Ended>;
  /** Calls that ended in a way that is not allowed, as sentences. */
  problems: string[];
  /** How often each disturbance was applied. */
  done: Map<string, number>;
}

/** The services of the schedule as the harness calls them, in order; the most frequent ones twice. */
export function servicesOf(world: World): { service: Service; args: string[] }[] {
  const services = configuredServices({
    commands: PIPELINE.map(({ command }) => command).concat("measure", "rank", "health"),
    isSet: (name) => world.environment[name] !== undefined,
  });
  const called = services.map((service) => ({
    service,
    args: [...service.name.split(" "), ...flagsOf(service), ...own(service)].filter((flag) => flag !== ""),
  }));
  const often = called.filter(({ service: { rhythm } }) => "from" in rhythm && rhythm.everyMinutes <= 5);
  const pages = called
    .filter(
      ({ service: { name } }) => name === "mine-new" && "PUPPETEER_EXECUTABLE_PATH" in world.environment,
    )
    .map(({ service }) => ({ service, args: PAGES }));
  return [...often, ...pages, ...called];
}

/** Only with a browser, so that its processes are counted. */
const PAGES = "mine-new --source browser --batch 2 --max-seconds 60".split(" ");

/**
 * A day lasts seconds, so commands that bring new rows use small batches. Every service then gets its turn, and those
 * that process new rows can keep up; otherwise queues would grow because of the harness itself.
 */
function flagsOf({ name, flags }: Service): string[] {
  const most = BRING_WORK.includes(name) ? MOST_A_BATCH : Infinity;
  return flags
    .replace(/--batch (\d+)/, (_, batch: string) => `--batch ${Math.min(most, Number(batch))}`)
    .split(" ");
}

function own({ name }: Service): string[] {
  if (name === "import-comments") return ["--max-pages", "1"];
  return name === "import-sequence" ? ["--sequence", SEQUENCE, "--allow-risky"] : [];
}

/** Simulates day after day until the time is over. No process is running when it returns. */
export async function playDays(soak: Soak): Promise<void> {
  const { world, clock } = soak;
  const startedMs = performance.now();
  const calls = callsOf(world);
  for (let day = 0; performance.now() < soak.untilMs; day++) {
    world.sandbox.setDay(day);
    await clock.setOffset(untilMidnightMs() - BEFORE_MIDNIGHT_MS + day * DAY_MS);
    await byHand(soak, day);
    const seen = await playDay(soak, day, calls);
    soak.onNight(
      await nightOf(
        world,
        { ...seen, seconds: Math.round((performance.now() - startedMs) / 1_000) },
        soak.temporary,
      ),
    );
  }
}

/** The actions of people and the incoming mail, before the commands of a day start. */
async function byHand({ world, clock, problems }: Soak, day: number): Promise<void> {
  await advance(world.sandbox, 1);
  await deliverAnswers(world, { when: day, most: ANSWERS_A_DAY });
  const calls = PIPELINE.filter(({ command }) => BY_HAND.includes(command)).map(async (task) => {
    const args = task.args(day, world);
    const ended = await startIgminer(args, { ...world.environment, ...clockAhead(clock.offsetMs()) }).ended;
    // The next hand-over carries out what an erasure orders at the sequencer.
    const hasOrders = task.command === "forget" && ended.code === 3;
    if (ended.code !== 0 && !hasOrders)
      problems.push(`igminer ${args.join(" ")} ended with ${ended.code}: ${ended.stderr}`);
  });
  await Promise.all(calls);
}

async function playDay(soak: Soak, day: number, calls: ReturnType<typeof callsOf>): Promise<Day> {
  const { clock, secondsPerDay } = soak;
  const seen: Day = {
    day,
    seconds: 0,
    largestMb: 0,
    mostHandles: 0,
    mostConnections: 0,
    mostChromium: 0,
    calls: 0,
    logBytes: 0,
  };
  const endsAtMs = performance.now() + secondsPerDay * 1_000;
  const isOver = () => performance.now() >= endsAtMs;
  // Every third day the database's clock jumps forward and back while commands run; every fifth day one machine's clock
  // is wrong.
  const jumps = day % 3 === 2;
  const aheadOfSlot = (slot: number) => (day % 5 === 4 && slot === 0 ? WRONG_HOUR_MS : 0);
  const working = Array.from({ length: AT_ONCE }, async (_, slot) => {
    while (!isOver())
      await callNext(soak, calls, { seen, hostAheadMs: aheadOfSlot(slot), mayBeBuried: jumps });
  });
  const watching = watch(soak, seen, isOver);
  if (jumps) {
    const offsetMs = clock.offsetMs();
    await sleep((secondsPerDay * 1_000) / 3);
    await clock.setOffset(offsetMs + CLOCK_JUMPS_MS);
    count(soak, "the database's clock put 10 minutes forward");
    await sleep((secondsPerDay * 1_000) / 3);
    await clock.setOffset(offsetMs);
  }
  await Promise.all([...working, watching]);
  return seen;
}

async function watch({ world }: Soak, seen: Day, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const { largestMb, mostHandles, chromium } = heldBy(world.folder);
    seen.largestMb = Math.max(seen.largestMb, largestMb);
    seen.mostHandles = Math.max(seen.mostHandles, mostHandles);
    seen.mostChromium = Math.max(seen.mostChromium, chromium);
    seen.mostConnections = Math.max(seen.mostConnections, await connectionsOf(world));
    await sleep(SAMPLE_EACH_MS);
  }
}

/** The services in order, over and over, with the number of each call. */
function* callsOf(world: World): Generator<{ call: number; service: Service; args: string[] }, never> {
  const services = servicesOf(world);
  for (let call = 0; ; call++)
    yield { call, ...(services[call % services.length] as (typeof services)[number]) };
}

async function callNext(
  soak: Soak,
  calls: ReturnType<typeof callsOf>,
  { seen, hostAheadMs, mayBeBuried }: { seen: Day; hostAheadMs: number; mayBeBuried: boolean },
): Promise<void> {
  const { world, clock, problems, lastEnds } = soak;
  const { call, service, args } = calls.next().value;
  const running = startIgminer(args, {
    ...world.environment,
    ...clockAhead(clock.offsetMs() + hostAheadMs),
  });
  const drawn = shareOf(hashOf(world.seed, 7, call));
  const inMs = 300 + 1_500 * shareOf(hashOf(world.seed, 8, call));
  const disturbed = drawn < WITHOUT_CONNECTIONS ? disturb(soak, running.process, drawn, inMs) : null;
  try {
    const ended = await running.ended;
    await disturbed;
    seen.calls++;
    seen.logBytes += ended.stdout.length + ended.stderr.length;
    lastEnds.set(service.name, ended);
    // A check of services that fail now and then may report it.
    const mayFail = service.name === "health" && ended.code === 1;
    const kind = mayBeBuried ? "taken-for-dead" : "";
    if (ended.signal === null && !mayFail && !isClean(ended, kind))
      problems.push(`igminer ${args.join(" ")} ended with ${ended.code}: ${ended.stderr.slice(-1_000)}`);
  } catch (error) {
    problems.push(String(error));
  }
}

async function disturb(
  soak: Soak,
  child: ReturnType<typeof startIgminer>["process"],
  drawn: number,
  inMs: number,
): Promise<void> {
  await sleep(inMs);
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (drawn < KILLED) {
    child.kill("SIGKILL");
    count(soak, "killed");
  } else if (drawn < TOLD_TO_STOP) {
    child.kill("SIGTERM");
    count(soak, "told to stop");
  } else {
    await endConnections(soak.world.databaseUrl);
    count(soak, "connections ended");
  }
}

function count({ done }: Soak, what: string): void {
  done.set(what, (done.get(what) ?? 0) + 1);
}

function untilMidnightMs(): number {
  return DAY_MS - (Date.now() % DAY_MS);
}
