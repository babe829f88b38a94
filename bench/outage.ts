/**
 * PostgreSQL stopped under `mine-new`, for 1, 5 and 30 s, at MOMENTS (20) moments each of a run of PROFILES (2,000).
 * Promised: every answer of the source is saved and none is paid twice, no attempt is counted, and summary, run, metrics and
 * tables agree.
 */

import { type Aftermath, throughOutage } from "../test/support/outage.js";
import { startPostgres } from "../test/support/postgres-server.js";
import { freshDatabase } from "./databases.js";
import { runIgminer, startSandboxProcess } from "./processes.js";

const PROFILES = Number(process.env.PROFILES ?? 2_000);
const MOMENTS = Number(process.env.MOMENTS ?? 20);
const AWAY_SECONDS = (process.env.AWAY_SECONDS ?? "1,5,30").split(",").map(Number);
/** Requests that a profile costs at HikerAPI's stand-in: the profile, its posts, its related accounts. */
const REQUESTS_A_PROFILE = 3;

const postgres = await startPostgres({ isDurable: true });
const failures: string[] = [];
try {
  console.log(`${PROFILES} profiles, PostgreSQL stopped once in each of ${MOMENTS} runs a line`);
  console.log("away  runs  answered   kept  paid twice  attempts  still claimed  counts that differ");
  for (const awaySeconds of AWAY_SECONDS) {
    const sums = { answered: 0, kept: 0, twice: 0, attempts: 0, claimed: 0, differ: 0 };
    for (let moment = 0; moment < MOMENTS; moment++) {
      const after = await runOnce(awaySeconds * 1_000, (moment + 0.5) / MOMENTS, moment % 2 === 0);
      sums.answered += after.answered;
      sums.kept += after.kept;
      sums.twice += after.mostPerProfile > 1 ? 1 : 0;
      sums.attempts += after.attempts;
      sums.claimed += after.stillClaimed;
      sums.differ += [after.summaryOk, after.runOk, after.metricOk].filter((ok) => ok !== after.kept).length;
      if (after.answered !== after.kept || after.attempts > 0)
        failures.push(`${awaySeconds} s, moment ${moment}: ${JSON.stringify(after)}`);
    }
    const columns = [sums.answered, sums.kept, sums.twice, sums.attempts, sums.claimed, sums.differ];
    const widths = [10, 7, 12, 10, 15, 20];
    console.log(
      `${String(awaySeconds).padStart(2)} s  ${String(MOMENTS).padStart(4)}${columns.map((sum, at) => String(sum).padStart(widths[at] as number)).join("")}`,
    );
  }
} finally {
  await postgres.stop();
}
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

async function runOnce(awayMs: number, share: number, isFast: boolean): Promise<Aftermath> {
  const url = await freshDatabase(postgres.url, "outage");
  const sandbox = await startSandboxProcess(["--accounts", String(Math.ceil(PROFILES * 1.3))]);
  const statistics = async () =>
    (await (await fetch(`${sandbox.url}/_sandbox/stats`)).json()) as {
      requests: number;
      profiles: number;
      mostPerProfile: number;
    };
  try {
    return await throughOutage(
      postgres,
      url,
      {
        afterRequests: Math.ceil(share * PROFILES * REQUESTS_A_PROFILE * 0.6),
        awayMs,
        how: isFast ? "fast" : "immediate",
      },
      {
        run: async () =>
          (
            await runIgminer(
              [
                "mine-new",
                "--quiet",
                "--source",
                "hiker",
                "--batch",
                String(PROFILES),
                "--concurrency",
                "16",
              ],
              {
                DATABASE_URL: url,
                IGMINER_HIKER_BASE_URL: sandbox.url,
                IGMINER_HIKER_KEY: "key",
                IGMINER_HIKER_RATE_PER_MINUTE: "600000",
                IGMINER_HIKER_MAX_RATE_PER_MINUTE: "600000",
              },
            )
          ).result as { ok: number },
        requests: async () => (await statistics()).requests,
        profiles: statistics,
      },
    );
  } finally {
    sandbox.stop();
  }
}
