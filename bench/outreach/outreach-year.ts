/**
 * A year in the life of 5,000 leads in the sandbox, with faults on and processes killed. The sequences are closed,
 * changed and opened again on the same campaigns, and people are erased. Promised: nobody is added twice or after a
 * suppression, no cap is exceeded, and every lead's fate is the same on both sides. Instantly is simulated without
 * safeguards: it creates a second lead of an address whenever asked.
 */
import { formatCount, formatDuration } from "../../src/cli/format.js";
import { tableText } from "../../src/cli/table.js";
import { openDatabase } from "../../src/core/db/database.js";
import { migrate } from "../../src/core/db/migrate.js";
import { startSandbox } from "../../src/sandbox/server.js";
import { playYear } from "../../test/support/outreach-year.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { POOL } from "../../test/support/template.js";

const PEOPLE = Number(process.env.PEOPLE ?? 5_000);
const DAYS = Number(process.env.DAYS ?? 365);
/** Days between two reopenings, in which the sequences are closed, changed and opened again on their campaigns. */
const REOPEN_EVERY = Number(process.env.REOPEN_EVERY ?? 45);
/** Days between two rounds. */
const STEP_DAYS = Number(process.env.STEP_DAYS ?? 1);
const DAILY_CAP = 25;
const KILL_EVERY = 4;
const FAULTS = {
  "accepted-timeout": 0.05,
  "accepted-500": 0.04,
  truncated: 0.03,
  timeout: 0.02,
  "error-in-200": 0.04,
  "429": 0.02,
  "500": 0.02,
  reset: 0.02,
  html: 0.01,
};

const postgres = await startPostgres();
const sandbox = await startSandbox({
  accounts: 26,
  seed: 1,
  isInstantlyCareless: true,
  instantlyLagMs: 150,
  latencyMs: 2,
  faults: FAULTS,
});
const settings = { url: `${postgres.url}/postgres`, dataDir: "", pool: POOL };
const database = await openDatabase({ settings, notify: (message) => console.error(message) });
try {
  await migrate(database.kysely);
  const startedMs = performance.now();
  const figures = await playYear({
    database,
    settings,
    sandbox,
    people: PEOPLE,
    days: DAYS,
    stepDays: STEP_DAYS,
    dailyCap: DAILY_CAP,
    killEvery: KILL_EVERY,
    reopenEvery: REOPEN_EVERY,
    onDay(day) {
      if (day % 30 < STEP_DAYS)
        console.error(`day ${day} of ${DAYS} after ${formatDuration(performance.now() - startedMs)}`);
    },
  });
  const { requests, byStatus } = sandbox.statistics();
  const faults = Object.entries(byStatus).filter(([status]) => status.startsWith("fault"));
  const rows = [
    ["people that turned up", formatCount(PEOPLE)],
    ["leads", formatCount(figures.leads)],
    ...Object.entries(figures.states).map(([state, leads]) => [`  ${state}`, formatCount(leads)]),
    ["leads at Instantly", formatCount(Object.values(figures.atInstantly).reduce((a, b) => a + b, 0))],
    ...Object.entries(figures.atInstantly).map(([status, leads]) => [
      `  status ${status}`,
      formatCount(leads),
    ]),
    ["e-mails that went out", formatCount(figures.mails)],
    ["suppressions", formatCount(figures.suppressed)],
    ["sequences, three open at a time", formatCount(figures.sequences)],
    ["people erased", formatCount(figures.forgotten)],
    ...Object.entries(figures.answers).map(([answer, count]) => [`answers, ${answer}`, formatCount(count)]),
    ["e-mails that left after a suppression or an erasure", formatCount(figures.lateMails)],
    ["runs", `${formatCount(figures.runs)}, and ${formatCount(figures.kills)} killed with SIGKILL`],
    ["requests", formatCount(requests)],
    ...faults.map(([fault, count]) => [`  ${fault}`, formatCount(count)]),
    ["took", formatDuration(performance.now() - startedMs)],
  ];
  console.log(tableText([{ title: "" }, { title: "", align: "right" }], rows as string[][]));
  for (const problem of figures.problems.slice(0, 50)) console.log(problem);
  console.log(
    figures.problems.length === 0 ? "promise kept" : `promise broken: ${figures.problems.length} problems`,
  );
  process.exitCode = figures.problems.length === 0 ? 0 : 1;
} finally {
  await database.close();
  await sandbox.close();
  await postgres.stop();
}
