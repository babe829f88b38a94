import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import { runCli, sandboxEnvironment, sandboxOf, startCli } from "../support/cli.js";
import { minedData } from "../support/contents.js";
import { emptyStore, environmentOf, readyStore, STORES } from "../support/stores.js";

const ACCOUNTS = 420;
const MINE = ["mine-new", "--batch", "2000", "--concurrency", "4", "--json"];
/** After so many answered requests of the run, and so many milliseconds more: claims, fetches, saves are all hit. */
const MOMENTS: [requests: number, delayMs: number][] = [
  [1, 0],
  [2, 15],
  [5, 0],
  [9, 3],
  [12, 30],
  [17, 0],
  [24, 8],
  [28, 1],
  [31, 20],
  [36, 0],
  [40, 12],
  [45, 5],
];
const QUICK_DEATH = { IGMINER_HEARTBEAT_SECONDS: "0.2", IGMINER_DEAD_AFTER_SECONDS: "0.5" };

describe.each(STORES)("mine-new on %s, killed with SIGKILL", (store) => {
  test("at twelve moments and run again, ends with the same rows as a run that nobody disturbed", async () => {
    const sandbox = await sandboxOf({ accounts: ACCOUNTS, latencyMs: 4 });
    const undisturbed = await readyStore(store);
    const whole = await runCli(MINE, { ...sandboxEnvironment(sandbox), ...environmentOf(undisturbed) });
    expect(whole).toMatchObject({ code: 0 });

    const disturbed = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(disturbed), ...QUICK_DEATH };
    for (const [requests, delayMs] of MOMENTS) {
      const target = sandbox.statistics().requests + requests;
      const run = startCli(MINE, environment);
      while (sandbox.statistics().requests < target) {
        expect(run.process.exitCode, run.stderr()).toBeNull();
        await sleep(1);
      }
      await sleep(delayMs);
      run.process.kill("SIGKILL");
      expect(await run.ended).toMatchObject({ signal: "SIGKILL" });
      await sleep(store === "postgres" ? 600 : 0);
    }
    const last = await runCli(MINE, environment);
    expect(last, last.stderr).toMatchObject({ code: 0 });

    const [expected, found] = await Promise.all(
      [undisturbed, disturbed].map(async (settings) => {
        const database = await openDatabase({ settings, notify: () => {} });
        const { rows } =
          await sql`select status, count(*)::int as runs from "Run" group by status order by status`.execute(
            database.kysely,
          );
        const data = await minedData(database.kysely);
        await database.close();
        return { data, runs: rows };
      }),
    );
    expect(found?.data).toEqual(expected?.data);
    expect(expected?.data.accounts?.length).toBeGreaterThan(0.9 * ACCOUNTS);
    expect(found?.runs).toEqual([
      { status: "died", runs: MOMENTS.length },
      { status: "done", runs: 1 },
    ]);
  });
});

test("a first run of the embedded database that is killed while it makes the data folder leaves nothing that stops the next", async () => {
  const settings = await emptyStore("embedded");
  for (const delayMs of [300, 700, 1_100, 1_600, 2_100, 2_600]) {
    const run = startCli(["seed", "natgeo"], environmentOf(settings));
    await sleep(delayMs);
    run.process.kill("SIGKILL");
    await run.ended;
  }
  const result = await runCli(["seed", "natgeo", "nasa", "--json"], environmentOf(settings));
  expect(result, result.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(result.stdout).added + JSON.parse(result.stdout).known).toBe(2);
});
