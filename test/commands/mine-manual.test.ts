import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import mineManual from "../../src/commands/mine-manual.js";
import mineNew from "../../src/commands/mine-new.js";
import queueAdd from "../../src/commands/queue-add.js";
import queueList from "../../src/commands/queue-list.js";
import type { Schema } from "../../src/core/db/schema.js";
import { sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { inStore, runCommand } from "../support/commands.js";
import { environmentOf, readyStore, STORES } from "../support/stores.js";

const outcomesIn = async (environment: Record<string, string>) => {
  const { json } = await runCommand(queueList, {}, environment);
  return Object.fromEntries(
    json.queue.map(({ username, status, outcome }: Record<string, string>) => [
      username,
      `${status} ${outcome}`,
    ]),
  );
};
const aged = (db: Kysely<Schema>) =>
  sql`update "RefreshSchedule" set seen_at = seen_at - interval '2 days'`.execute(db);

describe.each(STORES)("the manual queue on %s", (store) => {
  test("is mined first come, first served; each entry shows what came of it", async () => {
    const sandbox = await sandboxOf();
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    expect((await runCommand(mineManual, {}, environment)).json.nothing_to_do).toContain("igminer queue add");
    const added = await runCommand(queueAdd, { requestedBy: "anna" }, environment, [
      "@NASA",
      "nobody.at.all",
      "nike",
      "no name",
    ]);
    expect(added).toMatchObject({ code: 3, json: { added: 3, again: 0, waiting: 0, invalid: 1 } });
    expect((await runCommand(queueAdd, {}, environment, ["nasa"])).json).toMatchObject({
      added: 0,
      waiting: 1,
    });
    expect((await runCommand(mineManual, { batch: "2" }, environment)).json).toMatchObject({
      ok: 1,
      unknown: 1,
    });
    expect(await outcomesIn(environment)).toEqual({
      nasa: "done ok",
      "nobody.at.all": "queued unknown",
      nike: "queued null",
    });
    const { json } = await runCommand(queueList, { status: "done" }, environment);
    expect(json.queue.at(-1)).toMatchObject({
      username: "nasa",
      now_called: "nasa",
      requested_by: "anna",
      error: null,
    });
    expect(json.queue.at(-1).followers).toBeGreaterThan(1_000_000);
    const { rows } = await inStore(settings, (db) =>
      sql`select username, source, outcome from "InitialInstagramAccount" where source = 'MANUAL' order by username`.execute(
        db,
      ),
    );
    expect(rows).toEqual([
      { username: "nasa", source: "MANUAL", outcome: "ok" },
      { username: "nobody.at.all", source: "MANUAL", outcome: "unknown" },
    ]);
  });
});

describe("the manual queue", () => {
  const store = "postgres";

  test("takes known accounts too, and asks for nothing that is fresh or waits for another look, except with --force", async () => {
    const sandbox = await sandboxOf({ accounts: 300 });
    const settings = await readyStore(store);
    const environment = { ...sandboxEnvironment(sandbox), ...environmentOf(settings) };
    await runCommand(mineNew, { batch: "200", concurrency: "8" }, environment);
    const ask = async (flags: Record<string, true> = {}) => {
      await runCommand(queueAdd, {}, environment, ["nasa", "nobody.at.all"]);
      const { json } = await runCommand(mineManual, flags, environment);
      return { ok: json.ok, unknown: json.unknown, not_found: json.not_found, skipped: json.skipped };
    };
    expect(await ask()).toEqual({ ok: 0, unknown: 1, not_found: 0, skipped: 1 });
    expect(await ask()).toEqual({ ok: 0, unknown: 0, not_found: 0, skipped: 1 });
    await inStore(settings, (db) => sql`update "ManualMiningQueue" set next_attempt_at = now()`.execute(db));
    // The frontier, which all commands share, is not due: the entry keeps waiting with it.
    expect(await ask()).toEqual({ ok: 0, unknown: 0, not_found: 0, skipped: 2 });
    const looks = [await ask({ force: true }), await ask({ force: true })];
    expect(looks[0]).toMatchObject({ ok: 1, skipped: 0 });
    // Once per run: a repeated question at the same moment gives no new evidence.
    expect(looks.map(({ unknown, not_found }) => unknown + not_found)).toEqual([1, 1]);
    await inStore(settings, (db) => sql`update "ManualMiningQueue" set next_attempt_at = now()`.execute(db));
    await inStore(settings, (db) =>
      sql`update "InitialInstagramAccount" set next_attempt_at = now() where outcome = 'unknown'`.execute(db),
    );
    for (let look = 0; look < 4; look++) await ask({ force: true });
    expect(await outcomesIn(environment)).toMatchObject({ "nobody.at.all": "done not_found" });
    // Reported absent today, but due for another look, here and in the frontier: it is requested once, and the run
    // ends.
    await inStore(settings, async (db) => {
      for (const table of ["ManualMiningQueue", "InitialInstagramAccount"])
        await sql`update ${sql.table(table)} set next_attempt_at = now() where outcome = 'not_found'`.execute(
          db,
        );
    });
    expect(await ask()).toMatchObject({ ok: 0, unknown: 0, not_found: 1 });
    await inStore(settings, aged);
    expect(await ask()).toMatchObject({ ok: 1, skipped: 1 });
  });

  test("has the part of the budget that background commands leave", async () => {
    const sandbox = await sandboxOf();
    const settings = await readyStore(store);
    const environment = {
      ...sandboxEnvironment(sandbox),
      ...environmentOf(settings),
      IGMINER_WEB_DAILY_BUDGET: "8",
      IGMINER_WEB_BACKGROUND_BUDGET: "5",
    };
    await runCommand(queueAdd, {}, environment, ["nasa", "nike", "bmw", "adidas"]);
    expect(await runCommand(mineNew, {}, environment)).toMatchObject({ code: 4, json: { ok: 5 } });
    const manual = await runCommand(mineManual, {}, environment);
    expect(manual.json.skipped + manual.json.ok).toBeGreaterThanOrEqual(3);
    expect(manual.json.ok).toBeGreaterThan(0);
  });
});

test("an entry that failed for good is tried again when it is asked for once more", async () => {
  const settings = await readyStore("postgres");
  const environment = environmentOf(settings);
  await runCommand(queueAdd, {}, environment, ["nasa"]);
  await inStore(settings, (db) =>
    sql`update "ManualMiningQueue" set outcome = 'failed', attempts = 5, last_error = 'broken'`.execute(db),
  );
  expect(await outcomesIn(environment)).toEqual({ nasa: "failed failed" });
  expect((await runCommand(queueAdd, {}, environment, ["nasa"])).json).toMatchObject({
    added: 0,
    again: 1,
    waiting: 0,
  });
  expect(await outcomesIn(environment)).toEqual({ nasa: "queued null" });
});
