/**
 * People object while two processes hand them over to the sequencer, over midnight, a thousand times. Nobody is handed
 * over after the objection was committed, and no daily cap is exceeded.
 *
 *   npm run chaos:race -- [--rounds 21]
 */
import { formatCount, formatDuration } from "../src/cli/format.js";
import { tableText } from "../src/cli/table.js";
import { startSandbox } from "../src/sandbox/server.js";
import { raceObjections } from "../test/support/objection-race.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { asked } from "./ask.js";
import { flagsOf, wholeFlag } from "./flags.js";

const values = flagsOf({ rounds: { type: "string", default: "21" } });
const rounds = wholeFlag("rounds", values.rounds);
const postgres = await startPostgres();
const sandbox = await startSandbox({ accounts: 26, seed: 1, isInstantlyCareless: true, latencyMs: 40 });
const startedMs = performance.now();
try {
  await asked(`${postgres.url}/postgres`, "create database race");
  const figures = await raceObjections({ databaseUrl: `${postgres.url}/race`, sandbox, rounds });
  const rows = [
    ["objections (suppressed, erased)", formatCount(figures.objections)],
    ["sequences closed", formatCount(3 * rounds)],
    ["leads handed over before their objection", formatCount(figures.handedOver)],
    ["  less than 50 ms before it", formatCount(figures.close)],
    ["  after midnight", formatCount(figures.nextDay)],
    ["times that a sequence had reached its cap by midnight", formatCount(figures.atCap)],
    ["took", formatDuration(performance.now() - startedMs)],
  ];
  console.log(tableText([{ title: "" }, { title: "", align: "right" }], rows));
  for (const problem of figures.problems) console.log(problem);
  console.log(
    figures.problems.length === 0 ? "promise kept" : `promise broken: ${figures.problems.length} problems`,
  );
  process.exitCode = figures.problems.length === 0 ? 0 : 1;
} finally {
  await sandbox.close();
  await postgres.stop();
}
