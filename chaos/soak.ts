/**
 * Runs the whole schedule in fast motion: days last seconds, three commands run at a time, services fail and give false
 * answers, processes are killed, a clock jumps. Resources and stored rows must be flat after the first third. In the
 * end nothing is left open, no external effect happened twice, and `status --check` and `health` report what the
 * harness knows.
 *
 *   npm run soak -- [--minutes 5] [--seed 1] [--seconds-per-day 15] [--svg FILE]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatCount } from "../src/cli/format.js";
import { tableText } from "../src/cli/table.js";
import { campaignIdOf } from "../src/sandbox/instantly/workspace.js";
import { chromiumPath } from "../test/support/chromium.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { openEnds } from "./contents.js";
import { curvesOf, drawCurves, FEWEST_DAYS, risingAmong } from "./curves.js";
import { type DatabaseClock, settableClock } from "./database-clock.js";
import { FAULTS_OF_DAYS, playDays, type Soak } from "./days.js";
import { flagsOf, refuse, wholeFlag } from "./flags.js";
import type { Night } from "./night.js";
import { SEQUENCE } from "./pipeline.js";
import { tellsHoldings } from "./resources.js";
import { toldTwice } from "./told-twice.js";
import { liesOf } from "./truth.js";
import { openWorld } from "./world.js";

const values = flagsOf({
  minutes: { type: "string", default: "5" },
  seed: { type: "string", default: "1" },
  "seconds-per-day": { type: "string", default: "15" },
  svg: { type: "string" },
});
const minutes = wholeFlag("minutes", values.minutes);
const seed = wholeFlag("seed", values.seed);
const secondsPerDay = wholeFlag("seconds-per-day", values["seconds-per-day"]);
if (!tellsHoldings()) refuse("What processes hold is read from /proc, which this system does not have.");

const postgres = await startPostgres({ isDurable: true });
let clock: DatabaseClock | undefined;
const world = await openWorld("soak", {
  seed,
  postgres,
  async prepare(url) {
    clock = await settableClock(url);
  },
});
const temporary = join(world.folder, "temporary");
mkdirSync(temporary);
Object.assign(world.environment, {
  TMPDIR: temporary,
  // Delays on a busy machine must not count as failures of the services.
  IGMINER_HTTP_TIMEOUT_MS: "4000",
  IGMINER_DB_STATEMENT_TIMEOUT_MS: "20000",
  IGMINER_BROWSER_BASE_URL: `http://127.0.0.1:${world.serviceWire.port}`,
  IGMINER_BROWSER_RATE_PER_MINUTE: "6000",
  IGMINER_BROWSER_MAX_RATE_PER_MINUTE: "6000",
  // With this many 429s, the rate would otherwise slow a day to a crawl.
  IGMINER_WEB_MIN_RATE_PER_MINUTE: "6000",
  IGMINER_HIKER_MIN_RATE_PER_MINUTE: "6000",
  IGMINER_BROWSER_MIN_RATE_PER_MINUTE: "600",
});
const browser = await chromiumPath().catch(() => null);
if (browser === null) console.error("There is no Chromium here: the source browser is left out.");
else world.environment.PUPPETEER_EXECUTABLE_PATH = browser;
await world.run("sequence", "add", SEQUENCE, "--campaign", campaignIdOf(0), "--daily-cap", "100000");
world.sandbox.setFaults(FAULTS_OF_DAYS);
const nights: Night[] = [];
const soak: Soak = {
  world,
  clock: clock as DatabaseClock,
  temporary,
  secondsPerDay,
  untilMs: performance.now() + minutes * 60_000,
  onNight(night) {
    nights.push(night);
    console.error(nightText(night));
  },
  lastEnds: new Map(),
  problems: [],
  done: new Map(),
};
try {
  await playDays(soak);
  const curves = curvesOf(nights);
  const problems = [
    ...soak.problems,
    ...(nights.length < FEWEST_DAYS
      ? [`${nights.length} days are too few to show anything: --minutes is too little`]
      : risingAmong(curves)),
    ...((soak.done.get("killed") ?? 0) === 0 ? ["nothing was killed: nothing is shown"] : []),
    ...(await liesOf(soak)),
    ...(await openEnds(world)),
    ...(await toldTwice(world)),
  ];
  console.log(
    tableText(
      [
        { title: "measure" },
        { title: "first day", align: "right" },
        { title: "middle", align: "right" },
        { title: "last day", align: "right" },
      ],
      curves.map(({ title, values: each }) => [
        title,
        ...[each[0], each[Math.floor(each.length / 2)], each.at(-1)].map((value) =>
          formatCount(Math.round(value ?? 0)),
        ),
      ]),
    ),
  );
  console.log([...soak.done].map(([what, times]) => `${what}: ${times}`).join(", "));
  if (values.svg !== undefined) writeFileSync(values.svg, drawCurves(curves, nights));
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? "promise kept" : `promise broken: ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await world.close();
  await postgres.stop();
}

function nightText({
  day,
  seconds,
  calls,
  rows,
  largestMb,
  processesLeft,
  connectionsLeft,
  temporaryFiles,
}: Night): string {
  return `day ${day}, ${seconds} s: ${calls} calls, ${formatCount(rows)} rows, ${Math.round(largestMb)} MB; left: ${processesLeft} processes, ${connectionsLeft} connections, ${temporaryFiles} files`;
}
