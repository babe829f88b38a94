import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import mineNew from "../../src/commands/mine-new.js";
import type { Schema } from "../../src/core/db/schema.js";
import { addToQueue } from "../../src/core/mining/manual/queue.js";
import { usernameOf } from "../../src/sandbox/world/names.js";
import { hikerEnvironment, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { minedData } from "../support/contents.js";
import { expectSameRowsThoughKilled, type Moment } from "../support/killed.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

/** Opening an embedded store again takes two seconds of CPU time: there, only every other moment. */
const MOMENTS = {
  postgres: [
    [1, 0],
    [2, 12],
    [4, 3],
    [7, 0],
    [9, 25],
    [11, 1],
    [13, 8],
    [16, 0],
    [18, 18],
    [20, 5],
  ],
  embedded: [
    [1, 0],
    [4, 3],
    [9, 25],
    [13, 8],
    [18, 18],
  ],
} as const satisfies Record<(typeof STORES)[number], readonly Moment[]>;

/** Whether the queue or an account led to a name first depends on the order of requests. */
async function minedDataWithoutOrigin(db: Kysely<Schema>): Promise<Record<string, unknown[]>> {
  const data = await minedData(db);
  return { ...data, frontier: data.frontier?.map((row) => ({ ...(row as object), source: null })) ?? [] };
}

describe.each(STORES)("on %s, killed with SIGKILL at several moments and run again", (store) => {
  test("refresh ends with the same rows as a run that nobody disturbed", { timeout: 300_000 }, async () => {
    const sandbox = await sandboxOf({ accounts: 210, latencyMs: 4 });
    const settings = await readyStore(store);
    const environment = sandboxEnvironment(sandbox);
    await runCommand(
      mineNew,
      { batch: "400", concurrency: "8" },
      { ...environment, ...environmentOf(settings) },
    );
    await inStore(settings, (db) =>
      sql`update "RefreshSchedule" set seen_at = seen_at - interval '8 days'`.execute(db),
    );
    sandbox.setDay(8);
    const rows = await expectSameRowsThoughKilled(
      ["refresh", "--batch", "1000", "--concurrency", "4", "--json"],
      settings,
      { sandbox, environment, moments: MOMENTS[store] },
    );
    expect(rows.history?.length).toBeGreaterThan(1.1 * (rows.accounts?.length ?? 0));
    expect(new Set(rows.schedule?.map((row) => (row as { outcome: string }).outcome))).toEqual(
      new Set(["ok", "unknown"]),
    );
  });

  test("mine-manual ends with the same rows as a run that nobody disturbed", {
    timeout: 300_000,
  }, async () => {
    const sandbox = await sandboxOf({ accounts: 400, latencyMs: 4 });
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), IGMINER_FRESH_HOURS: "0" };
    await runCommand(
      mineNew,
      { batch: "40", concurrency: "8" },
      { ...environment, ...environmentOf(settings) },
    );
    const world = { seed: 1, accounts: 400, postsPerAccount: null, relatedPerAccount: null, day: 0 };
    const names = Array.from({ length: 180 }, (_, number) => usernameOf(world, number));
    await inStore(settings, (db) => addToQueue(db, names, "test"));
    const rows = await expectSameRowsThoughKilled(
      ["mine-manual", "--batch", "1000", "--concurrency", "4", "--json"],
      settings,
      { sandbox, environment, moments: MOMENTS[store], read: minedDataWithoutOrigin },
    );
    expect(new Set(rows.asked?.map((row) => (row as { outcome: string }).outcome))).toEqual(
      new Set(["ok", "unknown"]),
    );
  });

  test("import-comments ends with the same rows as a run that nobody disturbed", {
    timeout: 300_000,
  }, async () => {
    const sandbox = await sandboxOf({ accounts: 300, latencyMs: 4 });
    const settings = await readyStore(store);
    const environment = hikerEnvironment(sandbox);
    await runCommand(
      mineNew,
      { batch: "10", concurrency: "8" },
      { ...environment, ...environmentOf(settings) },
    );
    const rows = await expectSameRowsThoughKilled(
      ["import-comments", "--batch", "1000", "--max-pages", "3", "--concurrency", "4", "--json"],
      settings,
      { sandbox, environment, moments: MOMENTS[store] },
    );
    expect(rows.commenters?.length).toBeGreaterThan(1_000);
    expect(rows.commentImports).toEqual([]);
  });
});
