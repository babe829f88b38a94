import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/core/db/database.js";
import { openGate } from "../../src/core/net/gate.js";
import { logErrors, readErrorGroups, readErrors } from "../../src/core/record/error-log.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { RateLimited, SourceError } from "../../src/core/source-error.js";
import { migratedStore, STORES } from "../support/stores.js";
import { fillFrontier, runTask, taskOf } from "../support/tasks.js";

const signal = new AbortController().signal;

async function alertsOf({ kysely: db }: Database): Promise<string[]> {
  const rows = await db.selectFrom("Alert").select(["kind", "subject", "count"]).orderBy("id").execute();
  return rows.map(({ kind, subject, count }) => `${kind} ${subject} ${count}`);
}

function gateOf({ kysely: db }: Database, budgets: { dailyBudget?: number; backgroundBudget?: number } = {}) {
  return openGate({
    db,
    source: "web",
    policy: {
      ratePerMinute: 60_000,
      minRatePerMinute: 1,
      maxRatePerMinute: 60_000,
      dailyBudget: budgets.dailyBudget ?? null,
      backgroundBudget: budgets.backgroundBudget ?? null,
    },
    isBackground: true,
    draining: signal,
  });
}

describe.each(STORES)("an alert is raised, on %s,", (store) => {
  test("when a breaker opens and when it closes again", async () => {
    const database = await migratedStore(store);
    const gate = await gateOf(database);
    const blocked = async () => {
      throw new SourceError("blocked", "login wall");
    };
    for (let time = 0; time < 5; time++) await gate.run(blocked, signal).catch(() => {});
    await gate.close();
    expect(await alertsOf(database)).toEqual(["breaker_opened web 1"]);
    await sql`update "SourceState" set breaker_changed_at = breaker_changed_at - interval '61 seconds'`.execute(
      database.kysely,
    );
    const probe = await gateOf(database);
    await probe.run(async () => "alive", signal);
    await probe.close();
    expect(await alertsOf(database)).toEqual(["breaker_opened web 1", "breaker_closed web 1"]);
  });

  test("once a day at 80 and at 100 % of a budget", async () => {
    const database = await migratedStore(store);
    const spend = async (requests: number) => {
      const gate = await gateOf(database, { dailyBudget: 10, backgroundBudget: 5 });
      for (let request = 0; request < requests; request++)
        await gate.run(async () => {}, signal).catch(() => {});
      await gate.close();
    };
    await spend(3);
    expect(await alertsOf(database)).toEqual([]);
    await spend(1);
    await spend(9);
    await spend(2);
    expect(await alertsOf(database)).toEqual([
      "budget_80 web (background) 1",
      "budget_100 web (background) 1",
    ]);
    await sql`update "SourceState" set day = day - 1`.execute(database.kysely);
    await spend(4);
    expect(await alertsOf(database)).toContain("budget_80 web (background) 2");
  });

  test("when a run fails, when one died, when items fail for good, and when an item meets a bug", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 3);
    await sql`update "InitialInstagramAccount" set attempts = 4`.execute(db);
    await sql`
      insert into "Run" (command, host, pid, version, heartbeat_at)
      values ('task', 'h', 1, '0', now() - interval '2 minutes')
    `.execute(db);
    await runTask(
      database,
      taskOf(async (name) => {
        if (name !== "name101") throw new TypeError(`no such thing as ${name}`);
      }),
    );
    expect(await alertsOf(database)).toEqual([
      "run_died task 1",
      "unexpected_error task 2",
      "dead_letters task 2",
    ]);
    const broken = taskOf(async () => {}, {
      claim: async () => {
        throw new Error("the claim is broken");
      },
    });
    await expect(runTask(database, broken)).rejects.toThrow("the claim is broken");
    expect(await alertsOf(database)).toContain("run_failed task 1");
    const stopped = taskOf(async () => {
      throw new RateLimited("429", 600_000);
    });
    await fillFrontier(db, 5);
    expect(await runTask(database, stopped)).toMatchObject({ exitCode: 4 });
    expect(await alertsOf(database)).toHaveLength(4);
  });
});

describe.each(STORES)("ErrorLog, on %s,", (store) => {
  test("groups errors whose messages differ only in subject, quotes and numbers", async () => {
    const { kysely: db } = await migratedStore(store);
    const owner = { id: null, command: "mine-new", mask: maskOf([]) };
    await logErrors(db, owner, [
      { subject: "anna", error: new SourceError("bad_response", 'anna: id "12" at 5 is not a number') },
      { subject: "bob.b", error: new SourceError("bad_response", 'bob.b: id "xy" at 17 is not a number') },
      { subject: "e", error: new SourceError("bad_response", 'e: id "z" at 1 is not a number') },
      { subject: "anna", error: new SourceError("transient", "web: server error (503)") },
    ]);
    await logErrors(db, { ...owner, command: "refresh" }, [
      { subject: null, error: new SourceError("transient", "web: server error (500)") },
    ]);
    const groups = await readErrorGroups(db, { sinceMs: 60_000, command: null, limit: 10 });
    expect(groups.map(({ command, kind, times, subjects }) => [command, kind, times, subjects])).toEqual([
      ["refresh", "transient", 1, 0],
      ["mine-new", "transient", 1, 1],
      ["mine-new", "bad_response", 3, 3],
    ]);
  });

  test("holds no secret: neither in message, stack or context, nor in the queue or the run's row", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const mask = maskOf(["s3cret-key"]);
    await fillFrontier(db, 2);
    const leaky = taskOf(async (name) => {
      if (name === "name101")
        throw new Error("GET /?key=s3cret-key failed", { cause: new Error("s3cret-key") });
      throw new SourceError("unauthorized", "s3cret-key is not accepted", { url: "/?k=s3cret-key" });
    });
    await runTask(database, leaky, { mask, concurrency: 1, options: { header: "s3cret-key" } });
    const { rows } = await sql<{ text: string }>`
      select to_jsonb(row)::text as text from "ErrorLog" as row
      union all select to_jsonb(row)::text from "Run" as row
      union all select to_jsonb(row)::text from "Alert" as row
      union all select to_jsonb(row)::text from "InitialInstagramAccount" as row
    `.execute(db);
    const all = rows.map(({ text }) => text).join("\n");
    expect(all).toContain("key=••••••");
    expect(all).toContain("•••••• is not accepted");
    expect(all).not.toContain("s3cret");
    const errors = await readErrors(db, { sinceMs: 60_000, command: "task", limit: 10 });
    expect(errors.find(({ kind }) => kind === "unexpected")?.stack).toContain("Caused by: Error: ••••••");
  });
});
