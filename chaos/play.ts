import { FAULT_POINTS, type FaultPoint } from "../src/core/fault-point.js";
import { letKilledRunsDie } from "../test/support/run-killed.js";
import { DISTURBANCES } from "./disturbances.js";
import { PIPELINE, type Task, UNREPEATABLE } from "./pipeline.js";
import { counted, type Ended, isUnexpected, type Passed, startIgminer, stoppedAt } from "./process.js";
import type { World } from "./world.js";

/** More calls than any queue of the world needs. */
const MOST_CALLS = 2_000;
/** After this many failed attempts an item is left as it is, such as a mail host that does not answer. */
const CALLS_IN_VAIN = 3;

/** Outcomes of items that are not claimed again at once. */
const SETTLED = ["ok", "not_found", "unknown", "unavailable", "failed"] as const;

/** One disturbance of one command at one step. */
export interface Hit {
  command: string;
  step: FaultPoint;
  kind: string;
  hits: number;
}

export interface Plan {
  /** The tasks, in order; must include everything that the disturbed commands depend on. */
  tasks: readonly Task[];
  commands: readonly string[];
  kinds: readonly string[];
  steps: readonly FaultPoint[];
  rounds: number;
  onCommand(command: string): void;
  onProblem(problem: string): void;
}

/** How often each "turns" command was called in the disturbed world, so that the calm one calls it as often. */
export type Turns = ReadonlyMap<Task, number>;

export interface Played {
  hits: Hit[];
  turns: Turns;
  /** Violations by single calls, as sentences. */
  problems: string[];
}

/** Plays the pipeline through, and disturbs each command of the plan at each step in each way. */
export async function playDisturbed(world: World, plan: Plan): Promise<Played> {
  const hits: Hit[] = [];
  const turns = new Map<Task, number>();
  const problems: string[] = [];
  const tell = (problem: string) => {
    problems.push(problem);
    plan.onProblem(problem);
  };
  for (const task of plan.tasks) {
    await task.before?.(world);
    let turn = 0;
    plan.onCommand(task.command);
    if (plan.commands.includes(task.command)) {
      const passed = await survey(task, turn++, world);
      for (let round = 0; round < plan.rounds; round++) {
        for (const step of plan.steps.filter((each) => (passed.steps[each] ?? 0) > 0)) {
          for (const kind of plan.kinds) {
            if (isHit(hits, { command: task.command, step, kind }, plan.rounds)) continue;
            // A later call may pass a step less often than the first one did, or have other work that does not pass it.
            const usual = 1 + ((round + kind.length) % (passed.steps[step] as number));
            let wasStopped = false;
            for (const nth of [usual, 1, 1])
              if (!wasStopped)
                wasStopped = await disturb(
                  { task, turn: turn++, step, nth, kind, hasRun: passed.hasRun },
                  world,
                  tell,
                );
            note(hits, { command: task.command, step, kind, hits: wasStopped ? 1 : 0 });
          }
        }
      }
    }
    turns.set(task, Math.max(turn, task.work === "turns" ? 2 : 0));
    for (; task.work === "turns" && turn < (turns.get(task) as number); turn++) await call(task, turn, world);
    await drain(task, world);
  }
  return { hits, turns, problems };
}

/** Plays the same tasks undisturbed, with the same number of turns. */
export async function playCalm(world: World, turns: Turns): Promise<void> {
  for (const task of turns.keys()) {
    await task.before?.(world);
    if (task.work === "turns")
      for (let turn = 0; turn < (turns.get(task) ?? 0); turn++) await call(task, turn, world);
    await drain(task, world);
  }
}

/** Makes one undisturbed call. @returns how often it passed each step. */
async function survey(task: Task, turn: number, world: World): Promise<Passed> {
  await passTime(world);
  const { ended, passed } = await counted(task.args(turn, world), world);
  require(task, ended, [0, 3]);
  return passed;
}

interface Disturbed {
  task: Task;
  turn: number;
  step: FaultPoint;
  nth: number;
  kind: string;
  hasRun: boolean;
}

/** Calls a command, disturbs it, and completes its turn. @returns whether it reached that step. */
async function disturb(
  { task, turn, step, nth, kind, hasRun }: Disturbed,
  world: World,
  tell: (problem: string) => void,
): Promise<boolean> {
  await passTime(world);
  const args = task.args(turn, world);
  const again = () => call(task, turn, world);
  const { running, isStopped } = await stoppedAt({ step, nth, hasRun }, args, world);
  if (isStopped)
    await DISTURBANCES[kind]?.act(running, world, async () =>
      require(task, await startIgminer(args, world.environment).ended, [0, 3, 5]),
    );
  const ended = await running.ended.catch((error: Error) => {
    tell(`${kind} at "${step}": ${error.message}`);
    return null;
  });
  if (ended !== null && ended.signal === null && !isClean(ended, kind))
    tell(
      `${kind} at "${step}": igminer ${args.join(" ")} ended with ${ended.code}:\n${ended.stderr.slice(-1_500)}`,
    );
  await letKilledRunsDie(world.settings);
  if (task.work === "turns") await again();
  return isStopped;
}

/**
 * @returns whether a call ended in an allowed way. A disturbed command may be stopped and say so, and a live run that
 * was marked dead may fail. None may crash with an unexpected error.
 */
export function isClean({ code, stderr }: Ended, kind: string): boolean {
  const codes = kind === "taken-for-dead" ? [0, 1, 3, 4, 5, 130, 143] : [0, 3, 4, 5, 130, 143];
  return codes.includes(code ?? -1) && !isUnexpected(stderr);
}

async function call(task: Task, turn: number, world: World): Promise<void> {
  await passTime(world);
  require(task, await startIgminer(task.args(turn, world), world.environment).ended, [0, 3]);
}

/** Calls a command until nothing more gets done. Names called absent are only asked for again after days, so not here. */
async function drain(task: Task, world: World): Promise<void> {
  if (task.work === "turns") return;
  for (let calls = 0, inVain = 0; calls < MOST_CALLS; calls++) {
    await passTime(world);
    const args = [...wide(task.args(0, world)), "--json"];
    const ended = await startIgminer(args, world.environment).ended;
    require(task, ended, [0, 3]);
    const done = JSON.parse(ended.stdout) as Record<(typeof SETTLED)[number], number> & {
      retried: number;
      given_back: number;
    };
    inVain = SETTLED.every((outcome) => done[outcome] === 0) ? inVain + 1 : 0;
    // On a busy machine a source may seem to be away; what was given back for that is still to be done.
    if (done.retried + done.given_back === 0 ? inVain > 0 : inVain > CALLS_IN_VAIN) return;
  }
  throw new Error(`${task.command}: its queue does not end`);
}

/** Tasks that are not disturbed run with large batches. */
function wide(args: readonly string[]): string[] {
  const at = args.indexOf("--batch");
  return at < 0 ? [...args] : [...args.slice(0, at + 1), "500", ...args.slice(at + 2)];
}

/** Makes temporarily failed items due again, and closed sources available. */
async function passTime({ query }: World): Promise<void> {
  const queues = await query(`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('next_attempt_at', 'outcome')
    group by table_name having count(*) = 2
  `);
  const updates = queues.map(
    ({ name }) =>
      `update "${name}" set next_attempt_at = now() where outcome = 'retry' and next_attempt_at > now()`,
  );
  await query(
    [
      ...updates,
      `update "SourceState" set paused_until = null, breaker = 'closed', breaker_state = null`,
    ].join(";"),
  );
}

function require(task: Task, { code, signal, stdout, stderr }: Ended, codes: readonly number[]): void {
  if (code !== null && codes.includes(code)) return;
  throw new Error(`igminer ${task.command}, undisturbed, ended with ${code ?? signal}:\n${stdout}${stderr}`);
}

/** @returns whether a command that is there twice was hit often enough the first time. */
function isHit(hits: readonly Hit[], { command, step, kind }: Omit<Hit, "hits">, rounds: number): boolean {
  return hits.some(
    (hit) => hit.command === command && hit.step === step && hit.kind === kind && hit.hits >= rounds,
  );
}

function note(hits: Hit[], hit: Hit): void {
  const known = hits.find(
    ({ command, step, kind }) => command === hit.command && step === hit.step && kind === hit.kind,
  );
  if (known) known.hits += hit.hits;
  else hits.push(hit);
}

/** The plan for each change, one minute long: the way from a name to a lead, and the effects outside. */
export const SHORT = {
  tasks: ["seed", "import", "mine-new", "verify-emails", "import-sequence", "hand-over"].map(
    (name) => PIPELINE.find(({ command }) => command === name) as Task,
  ),
  commands: ["mine-new", "hand-over"],
  kinds: ["kill", "connections-ended"],
  steps: ["claimed", "answered", "sent", "committing", "committed"],
} as const;

/** Everything that a plan can include. */
export const EVERYTHING = {
  commands: [...new Set([...PIPELINE, ...UNREPEATABLE].map(({ command }) => command))],
  kinds: Object.keys(DISTURBANCES),
  steps: FAULT_POINTS,
} as const;
