import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { runCli, sandboxEnvironment, sandboxOf, startCli } from "../support/cli.js";
import { expectSameRowsThoughKilled, type Moment } from "../support/killed.js";
import { emptyStore, environmentOf, readyStore, STORES } from "../support/stores.js";

const ACCOUNTS = 420;
const MINE = ["mine-new", "--batch", "2000", "--concurrency", "4", "--json"];
/** Opening an embedded store again takes two seconds of CPU time: there, only every other moment. */
const MOMENTS = {
  postgres: [
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
  ],
  embedded: [
    [2, 15],
    [9, 3],
    [17, 0],
    [28, 1],
    [36, 0],
    [45, 5],
  ],
} as const satisfies Record<(typeof STORES)[number], readonly Moment[]>;

describe.each(STORES)("mine-new on %s, killed with SIGKILL", (store) => {
  test("at several moments and run again, ends with the same rows as a run that nobody disturbed", {
    timeout: 300_000,
  }, async () => {
    const sandbox = await sandboxOf({ accounts: ACCOUNTS, latencyMs: 4 });
    const rows = await expectSameRowsThoughKilled(MINE, await readyStore(store), {
      sandbox,
      environment: sandboxEnvironment(sandbox),
      moments: MOMENTS[store],
    });
    expect(rows.accounts?.length).toBeGreaterThan(0.9 * ACCOUNTS);
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
