/**
 * The limiter's curve: `mine-new` against a sandbox that answers 429 to more than LIMIT requests in any 60 seconds.
 * Promised: within two minutes the rate settles within 15 % of the limit with under 5 % refused, and a new process
 * starts from there.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startPostgres } from "../../test/support/postgres-server.js";
import { runIgminer, startSandboxProcess } from "../support/processes.js";

const LIMIT = 120;
const SETTLING_SECONDS = 120;
const MEASURED_SECONDS = 120;
const STEP_SECONDS = 15;
const RUN_SECONDS = 60;

interface Sample {
  seconds: number;
  rate: number;
  requests: number;
  refused: number;
}

const postgres = await startPostgres({ isDurable: false });
const sandbox = await startSandboxProcess(["--limit-per-minute", String(LIMIT)]);
const client = new pg.Client(`${postgres.url}/postgres`);
try {
  const environment = {
    DATABASE_URL: `${postgres.url}/postgres`,
    IGMINER_WEB_BASE_URL: sandbox.url,
    IGMINER_WEB_RATE_PER_MINUTE: "60",
    IGMINER_WEB_MAX_RATE_PER_MINUTE: "6000",
  };
  await runIgminer(["migrate"], environment);
  await client.connect();
  const startedMs = performance.now();
  let isOver = false;

  async function sample(): Promise<Sample> {
    const { requests, refused } = (await (await fetch(`${sandbox.url}/_sandbox/stats`)).json()) as Sample;
    const state = await client.query(`select rate_per_minute from "SourceState" where source = 'web'`);
    const seconds = (performance.now() - startedMs) / 1_000;
    return { seconds, rate: Number(state.rows[0]?.rate_per_minute ?? 0), requests, refused };
  }

  /** Like cron: a new process every minute, which knows only what the last one left in the database. */
  async function keepRunning(): Promise<void> {
    while (!isOver)
      await runIgminer(
        ["mine-new", "--quiet", "--batch", "5000", "--max-seconds", String(RUN_SECONDS)],
        environment,
      ).catch(() => sleep(1_000));
  }

  const running = keepRunning();
  const samples: Sample[] = [await sample()];
  console.log(
    `limit ${LIMIT} requests in 60 s; igminer starts at 60 a minute, a new process every ${RUN_SECONDS} s`,
  );
  while ((samples.at(-1)?.seconds ?? 0) < SETTLING_SECONDS + MEASURED_SECONDS) {
    await sleep(STEP_SECONDS * 1_000);
    const last = samples.at(-1) as Sample;
    const now = await sample();
    samples.push(now);
    const perMinute =
      ((now.requests - now.refused - last.requests + last.refused) * 60) / (now.seconds - last.seconds);
    console.log(
      `${String(Math.round(now.seconds)).padStart(4)} s  rate ${now.rate.toFixed(0).padStart(4)}/min  let through ${perMinute.toFixed(0).padStart(4)}/min  refused ${now.refused - last.refused}`,
    );
  }
  isOver = true;
  await running;

  const from = samples.find(({ seconds }) => seconds >= SETTLING_SECONDS) as Sample;
  const to = samples.at(-1) as Sample;
  const passed =
    ((to.requests - to.refused - from.requests + from.refused) * 60) / (to.seconds - from.seconds);
  const refusedShare = (to.refused - from.refused) / (to.requests - from.requests);
  const isWithin = Math.abs(passed - LIMIT) <= 0.15 * LIMIT && refusedShare < 0.05;
  console.log(
    `after two minutes: ${passed.toFixed(1)} a minute let through (${((passed / LIMIT - 1) * 100).toFixed(1)} % of the limit), ${(100 * refusedShare).toFixed(2)} % refused; in all ${((100 * to.refused) / to.requests).toFixed(2)} % refused`,
  );
  console.log(isWithin ? "promise kept" : "promise broken");
  process.exitCode = isWithin ? 0 : 1;
} finally {
  await client.end();
  sandbox.stop();
  await postgres.stop();
}
