/**
 * PostgreSQL stopped during `mine-new`, for 1, 5 and 30 s, at MOMENTS (20) moments each of a run of PROFILES (2,000).
 * Promised: every answer of the source is saved, no name is requested twice (except control questions, which the ledger
 * marks), every request is in the ledger, no attempt is counted, and summary, run, metrics and tables agree.
 */

import pg from "pg";
import { type Aftermath, type SourceSeen, throughOutage } from "../../test/support/outage.js";
import { startPostgres } from "../../test/support/postgres-server.js";
import { freshDatabase } from "../support/databases.js";
import { runIgminer, startSandboxProcess } from "../support/processes.js";

const PROFILES = Number(process.env.PROFILES ?? 2_000);
const MOMENTS = Number(process.env.MOMENTS ?? 20);
const AWAY_SECONDS = (process.env.AWAY_SECONDS ?? "1,5,30").split(",").map(Number);
/** Mean requests per profile at HikerAPI's stand-in: itself, its posts if it has any, its related accounts. */
const REQUESTS_A_PROFILE = 2.75;

const postgres = await startPostgres({ isDurable: true });
const sandbox = await startSandboxProcess(["--accounts", String(Math.ceil(PROFILES * 1.3))]);
const template = new URL(await freshDatabase(postgres.url, "outage_template")).pathname.slice(1);
const failures: string[] = [];
try {
  console.log(`${PROFILES} profiles, PostgreSQL stopped once in each of ${MOMENTS} runs a line`);
  console.log(
    "away  runs  answered   kept  asked again  not booked  attempts  still claimed  counts that differ",
  );
  for (const awaySeconds of AWAY_SECONDS) {
    const sums = { answered: 0, kept: 0, again: 0, unbooked: 0, attempts: 0, claimed: 0, differ: 0 };
    for (let moment = 0; moment < MOMENTS; moment++) {
      const name = `${awaySeconds} s, moment ${moment + 1}`;
      try {
        const after = await runOnce(awaySeconds * 1_000, (moment + 0.5) / MOMENTS, moment % 2 === 0);
        const differ = [after.summaryOk, after.runOk, after.metricOk].filter(
          (ok) => ok !== after.kept,
        ).length;
        sums.answered += after.answered;
        sums.kept += after.kept;
        sums.again += after.askedAgain;
        sums.unbooked += after.unbooked;
        sums.attempts += after.attempts;
        sums.claimed += after.stillClaimed;
        sums.differ += differ;
        const wrong = [after.askedAgain, after.unbooked, after.attempts, after.stillClaimed, differ];
        if (after.answered !== after.kept || wrong.some((count) => count !== 0))
          failures.push(`${name}: ${JSON.stringify(after)}`);
      } catch (error) {
        failures.push(`${name}: ${error}`);
      }
    }
    const widths = [10, 7, 13, 12, 10, 15, 20];
    const columns = Object.values(sums).map((sum, at) => String(sum).padStart(widths[at] as number));
    console.log(`${String(awaySeconds).padStart(2)} s  ${String(MOMENTS).padStart(4)}${columns.join("")}`);
  }
} finally {
  sandbox.stop();
  await postgres.stop();
}
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

async function runOnce(awayMs: number, share: number, isFast: boolean): Promise<Aftermath> {
  const url = await copyOfTemplate();
  await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
  return throughOutage(
    postgres,
    url,
    {
      afterRequests: Math.ceil(share * PROFILES * REQUESTS_A_PROFILE),
      awayMs,
      how: isFast ? "fast" : "immediate",
    },
    {
      run: async () =>
        (
          await runIgminer(
            ["mine-new", "--quiet", "--source", "hiker", "--batch", String(PROFILES), "--concurrency", "16"],
            {
              DATABASE_URL: url,
              IGMINER_HIKER_BASE_URL: sandbox.url,
              IGMINER_HIKER_KEY: "key",
              IGMINER_HIKER_RATE_PER_MINUTE: "600000",
              IGMINER_HIKER_MAX_RATE_PER_MINUTE: "600000",
            },
          )
        ).result as { ok: number },
      seen: async () => (await (await fetch(`${sandbox.url}/_sandbox/stats`)).json()) as SourceSeen,
    },
  );
}

async function copyOfTemplate(): Promise<string> {
  const client = new pg.Client(`${postgres.url}/postgres`);
  await client.connect();
  await client.query("drop database if exists outage");
  await client.query(`create database outage template ${template}`);
  await client.end();
  return `${postgres.url}/outage`;
}
