import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import { runCli, sandboxOf } from "../support/cli.js";
import { filledSequence, instantlyEnvironment, ledgerOf, peopleOf } from "../support/outreach.js";
import { playYear } from "../support/outreach-year.js";
import { runKilledAtEach } from "../support/run-killed.js";
import { environmentOf, opened, readyStore, STORES } from "../support/stores.js";

const MOMENTS: [requests: number, delayMs: number][] = [
  [1, 0],
  [1, 9],
  [3, 2],
  [4, 14],
];

describe.each(STORES)("hand-over on %s, killed with SIGKILL", (store) => {
  test("at four moments and run again, hands everybody over once, however careless Instantly is", async () => {
    const sandbox = await sandboxOf({ isInstantlyCareless: true, latencyMs: 5 });
    const settings = await readyStore(store);
    const environment = { ...instantlyEnvironment(sandbox), ...environmentOf(settings) };
    const database = await openDatabase({ settings, notify: () => {} });
    await filledSequence(database.kysely, peopleOf(120));
    await database.close();

    const args = ["hand-over", "--chunk", "10", "--concurrency", "1"];
    const killed = await runKilledAtEach(MOMENTS, args, environment, { sandbox, settings });
    expect(killed).toBe(MOMENTS.length);
    const last = await runCli(args, environment);
    expect(last, last.stderr).toMatchObject({ code: 0 });

    const { leads, addedTwice } = await ledgerOf(sandbox);
    expect(addedTwice).toBe(0);
    expect(leads).toHaveLength(120);
    const after = await opened(settings);
    const stored = await after.kysely
      .selectFrom("EmailSequenceLead")
      .select(["email", "state", "instantly_lead_id"])
      .execute();
    expect(new Map(stored.map((lead) => [lead.email, [lead.state, lead.instantly_lead_id]]))).toEqual(
      new Map(leads.map(({ email, id }) => [email, ["active", id]])),
    );
  });
});

test("eight days of 60 people with faults and kills: nobody twice, no suppressed one, counts equal on both sides", async () => {
  const sandbox = await sandboxOf({
    isInstantlyCareless: true,
    instantlyLagMs: 150,
    latencyMs: 2,
    faults: {
      "accepted-timeout": 0.08,
      "accepted-500": 0.06,
      truncated: 0.05,
      "error-in-200": 0.05,
    },
  });
  const settings = await readyStore("postgres");
  const figures = await playYear({
    database: await opened(settings),
    settings,
    sandbox,
    people: 60,
    days: 8,
    dailyCap: 7,
    killEvery: 4,
  });
  expect(figures.problems).toEqual([]);
  expect(figures.leads).toBeGreaterThan(45);
  expect(figures.kills).toBeGreaterThan(0);
});
