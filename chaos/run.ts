/**
 * Runs the whole pipeline against the sandbox, once undisturbed and once with disturbances at each step of each
 * command: processes are killed, stopped, marked dead, or cut off from the database or the services, or the database is
 * restarted. In the end both stores must hold the same rows, and every external effect must have happened once.
 *
 *   npm run chaos -- [--commands mine-new,hand-over] [--kinds kill,database-cut] [--steps claimed] [--rounds 2] [--seed 1]
 *   npm run chaos -- --short      two commands, two disturbances, a minute or two: run for each change
 */
import { tableText } from "../src/cli/table.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { contentsOf, disagreements, openEnds, sumsOf } from "./contents.js";
import { flagsOf, refuse, wholeFlag } from "./flags.js";
import { PIPELINE, UNREPEATABLE } from "./pipeline.js";
import { EVERYTHING, type Hit, type Plan, playCalm, playDisturbed, SHORT } from "./play.js";
import { toldTwice } from "./told-twice.js";
import { openWorld } from "./world.js";

const values = flagsOf({
  commands: { type: "string" },
  kinds: { type: "string" },
  steps: { type: "string" },
  rounds: { type: "string" },
  seed: { type: "string", default: "1" },
  short: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
});
const plan: Plan = {
  tasks: values.short ? SHORT.tasks : PIPELINE,
  commands: chosen("commands"),
  kinds: chosen("kinds"),
  steps: chosen("steps"),
  rounds: wholeFlag("rounds", values.rounds ?? (values.short ? "1" : "2")),
  onProblem: (problem) => console.error(problem.slice(0, 2_000)),
  onCommand: (command) => console.error(`${new Date().toISOString().slice(11, 19)} ${command}`),
};
const seed = wholeFlag("seed", values.seed);
const postgres = await startPostgres({ isDurable: true });
const rough = await openWorld("rough", { seed, postgres });
const calm = await openWorld("calm", { seed, postgres });
try {
  const { hits, turns, problems } = await playDisturbed(rough, plan);
  console.error("undisturbed");
  await playCalm(calm, turns);
  problems.push(...(await differences()));
  const unrepeatable = UNREPEATABLE.filter(({ command }) => plan.commands.includes(command));
  const last = await playDisturbed(rough, { ...plan, tasks: unrepeatable });
  hits.push(...last.hits);
  problems.push(
    ...last.problems,
    ...(await openEnds(rough)),
    ...(await disagreements(rough)),
    ...(await toldTwice(rough)),
  );
  const missed = hits.filter((hit) => hit.hits < plan.rounds);
  const total = hits.reduce((sum, hit) => sum + hit.hits, 0);
  if (values.json) console.log(JSON.stringify({ hits, problems }));
  else print(hits, missed, problems);
  if (total === 0) console.error("No fault point was hit: nothing is shown.");
  process.exitCode = problems.length > 0 || total === 0 ? 1 : 0;
} finally {
  await calm.close();
  await rough.close();
  await postgres.stop();
}

/** @returns the values of a flag, or all if it is not given. Exits with 2 on an unknown one. */
function chosen<Name extends "commands" | "kinds" | "steps">(
  name: Name,
): (typeof EVERYTHING)[Name][number][] {
  const known: readonly string[] = values.short && name === "commands" ? SHORT.commands : EVERYTHING[name];
  const given =
    values[name]?.split(",").map((each) => each.trim()) ?? (values.short ? SHORT : EVERYTHING)[name];
  const wrong = given.filter((each) => !known.includes(each));
  if (wrong.length > 0) refuse(`--${name}: ${wrong.join(", ")} is none of ${known.join(", ")}`);
  return given as (typeof EVERYTHING)[Name][number][];
}

/** @returns the differences between the two stores, with a few rows each. */
async function differences(): Promise<string[]> {
  const isServiceAway = plan.kinds.some((kind) => kind.startsWith("services-"));
  const [expected, found] = [
    await contentsOf(calm, { isServiceAway }),
    await contentsOf(rough, { isServiceAway }),
  ];
  const told: string[] = [];
  for (const [table, rows] of expected) {
    const others = found.get(table) ?? [];
    const missing = without(rows, others);
    const extra = without(others, rows);
    if (missing.length + extra.length === 0) continue;
    told.push(
      `${table}: ${missing.length} rows of the undisturbed store are missing, ${extra.length} are there besides`,
      ...missing.slice(0, 2).map((row) => `  missing ${row.slice(0, 900)}`),
      ...extra.slice(0, 2).map((row) => `  besides ${row.slice(0, 900)}`),
    );
  }
  const [sums, others] = [JSON.stringify(await sumsOf(calm)), JSON.stringify(await sumsOf(rough))];
  if (sums !== others) told.push(`sums: ${sums} undisturbed, ${others} disturbed`);
  return told;
}

function without(rows: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(row, (counts.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const left = counts.get(row) ?? 0;
    counts.set(row, left - 1);
    return left <= 0;
  });
}

function print(hits: readonly Hit[], missed: readonly Hit[], problems: readonly string[]): void {
  const commands = [...new Set(hits.map(({ command }) => command))];
  const steps = EVERYTHING.steps.filter((step) => hits.some((hit) => hit.step === step));
  const at = (command: string, step: string) => {
    const here = hits.filter((hit) => hit.command === command && hit.step === step);
    return here.length === 0 ? "" : String(here.reduce((sum, hit) => sum + hit.hits, 0));
  };
  console.log(
    tableText(
      [{ title: "command" }, ...steps.map((title) => ({ title, align: "right" as const }))],
      commands.map((command) => [command, ...steps.map((step) => at(command, step))]),
    ),
  );
  console.log(`kinds: ${plan.kinds.join(", ")}; ${plan.rounds} rounds; seed ${seed}`);
  for (const { command, step, kind, hits } of missed)
    console.log(`hit ${hits} of ${plan.rounds} times: ${command}, ${kind} at "${step}"`);
  const unhit = plan.commands.filter((command) => !commands.includes(command));
  if (unhit.length > 0) console.log(`pass none of these steps: ${unhit.join(", ")}`);
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? "promise kept" : `promise broken: ${problems.length} problems`);
}
