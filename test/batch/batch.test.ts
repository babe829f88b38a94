import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { dryRun } from "../../src/core/batch/run-batch.js";
import { claimFrontier } from "../../src/core/mining/claim-frontier.js";
import { startRun } from "../../src/core/record/runs.js";
import { RateLimited, SourceError } from "../../src/core/source-error.js";
import { migratedStore, STORES } from "../support/stores.js";
import { fillFrontier, outcomesIn, runTask, taskOf } from "../support/tasks.js";

const failing = (kind: SourceError["kind"]) => new SourceError(kind, `${kind} by the test`);

describe.each(STORES)("a batch on %s", (store) => {
  test("takes no more than its batch, and tells what became of it in result, Run row and metrics alike", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 25);
    const result = await runTask(
      database,
      taskOf(async () => {}),
      { batch: 20, concurrency: 3 },
    );
    expect(result).toMatchObject({
      exitCode: 0,
      status: "done",
      counts: { claimed: 20, ok: 20 },
      tallies: { worked: 20 },
    });
    expect(await outcomesIn(db)).toEqual({ ok: 20, "": 5 });
    const run = await db.selectFrom("Run").selectAll().executeTakeFirstOrThrow();
    expect(run).toMatchObject({ command: "task", status: "done", claimed: 20n, ok: 20n, exit_code: 0 });
    expect(run.finished_at).not.toBeNull();
    const { rows } =
      await sql`select sum(value) as ok from "Metrics" where name = 'items' and tags ->> 'outcome' = 'ok'`.execute(
        db,
      );
    expect(rows).toEqual([{ ok: 20 }]);
  });

  test("each item ends in exactly one outcome, and only errors are logged and counted as such", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 5);
    const errors: Record<string, unknown> = {
      name102: failing("not_found"),
      name103: failing("unavailable"),
      name104: failing("bad_response"),
      name105: new TypeError("a bug"),
    };
    const result = await runTask(
      database,
      taskOf(async (name) => {
        if (errors[name]) throw errors[name];
      }),
    );
    expect(result).toMatchObject({
      exitCode: 3,
      status: "partial",
      counts: { claimed: 5, ok: 1, not_found: 1, unavailable: 1, retried: 2 },
    });
    expect(await outcomesIn(db)).toEqual({ ok: 1, not_found: 1, unavailable: 1, retry: 2 });
    const logged = await db
      .selectFrom("ErrorLog")
      .select(["subject", "kind", "message"])
      .orderBy("subject")
      .execute();
    expect(logged).toEqual([
      { subject: "name104", kind: "bad_response", message: "bad_response by the test" },
      { subject: "name105", kind: "unexpected", message: "a bug" },
    ]);
  });

  test("an item that always fails is tried five times, ever later, then stays as failed with its error; the rest goes on", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 2);
    const waits: number[] = [];
    const poison = taskOf(async (name) => {
      if (name === "name101") throw failing("bad_response");
    });
    for (let attempt = 1; attempt <= 5; attempt++) {
      await runTask(database, poison);
      const { rows } = await sql<{ wait: number | null }>`
        select extract(epoch from next_attempt_at - now())::float8 as wait from "InitialInstagramAccount" where username = 'name101'
      `.execute(db);
      waits.push((rows[0]?.wait ?? 0) / 60);
      expect(await runTask(database, poison)).toMatchObject({
        counts: { claimed: 0 },
        nothingToDo: "nothing in the frontier",
      });
      await sql`update "InitialInstagramAccount" set next_attempt_at = now() where outcome = 'retry'`.execute(
        db,
      );
    }
    const minutes = [1, 4, 16, 64];
    for (const [attempt, wait] of waits.slice(0, 4).entries()) {
      expect(wait / (minutes[attempt] as number)).toBeGreaterThan(0.7);
      expect(wait / (minutes[attempt] as number)).toBeLessThan(1.3);
    }
    const row = await db
      .selectFrom("InitialInstagramAccount")
      .select(["outcome", "attempts", "last_error", "next_attempt_at"])
      .where("username", "=", "name101")
      .executeTakeFirst();
    expect(row).toEqual({
      outcome: "failed",
      attempts: 5,
      last_error: "bad_response by the test",
      next_attempt_at: null,
    });
    expect(await runTask(database, poison)).toMatchObject({ counts: { claimed: 0 } });
  });

  test.each([
    ["rate_limited", 4, new RateLimited("too fast", 90_000)],
    ["out_of_budget", 4, failing("out_of_budget")],
    ["unauthorized", 2, failing("unauthorized")],
    ["blocked", 4, new SourceError("blocked", "breaker", { breaker: "open" })],
  ])(
    "%s stops the run with exit %i: what is done is kept, the rest given back, no attempt burnt",
    async (_kind, exitCode, error) => {
      const database = await migratedStore(store);
      const { kysely: db } = database;
      await fillFrontier(db, 30);
      const result = await runTask(
        database,
        taskOf(async (name) => {
          if (name === "name107") throw error;
        }),
        { concurrency: 1 },
      );
      expect(result).toMatchObject({ exitCode, counts: { ok: 6, retried: 0, failed: 0 } });
      expect(await outcomesIn(db)).toEqual({ ok: 6, "": 24 });
      const { rows } =
        await sql`select sum(attempts)::int as attempts from "InitialInstagramAccount"`.execute(db);
      expect(rows).toEqual([{ attempts: 0 }]);
      expect(await db.selectFrom("ErrorLog").select("message").execute()).toEqual([
        { message: error.message },
      ]);
    },
  );

  test("failures that may be the source's are given back when it stops the run, and counted when it shows life", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 6);
    const script: Record<string, unknown> = {
      name101: failing("transient"),
      name104: failing("blocked"),
      name105: failing("transient"),
      name106: failing("out_of_budget"),
    };
    await runTask(
      database,
      taskOf(async (name) => {
        if (script[name]) throw script[name];
      }),
      { concurrency: 1 },
    );
    const rows = await db
      .selectFrom("InitialInstagramAccount")
      .select(["username", "outcome", "attempts"])
      .orderBy("id")
      .execute();
    expect(rows.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ["retry", 1],
      ["ok", 0],
      ["ok", 0],
      [null, 0],
      [null, 0],
      [null, 0],
    ]);
  });

  test("an item that cannot be saved takes no other with it", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 8);
    const plain = taskOf(async () => {});
    const picky = taskOf(async () => {}, {
      async save(tx, done, context) {
        for (const { item } of done) if (item.username === "name103") await sql`select 1 / 0`.execute(tx);
        return plain.save(tx, done, context);
      },
    });
    expect(await runTask(database, picky, { concurrency: 4 })).toMatchObject({
      exitCode: 3,
      counts: { ok: 7, retried: 1 },
    });
    expect(await db.selectFrom("ErrorLog").select(["subject", "kind"]).execute()).toEqual([
      { subject: "name103", kind: "22012" },
    ]);
  });

  test("an interruption finishes what is in flight, gives back the rest and burns no attempt", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 20);
    const interruption = new AbortController();
    let begun = 0;
    const result = await runTask(
      database,
      taskOf(async () => {
        if (++begun === 4) interruption.abort("SIGTERM");
        await sleep(20);
      }),
      { interruption: interruption.signal, concurrency: 2 },
    );
    expect(result).toMatchObject({ exitCode: 143, status: "interrupted", counts: { ok: begun, retried: 0 } });
    expect(begun).toBeLessThanOrEqual(5);
    expect(await outcomesIn(db)).toEqual({ ok: begun, "": 20 - begun });
  });

  test("--max-seconds begins nothing new after its time and ends well", async () => {
    const database = await migratedStore(store);
    await fillFrontier(database.kysely, 50);
    const result = await runTask(
      database,
      taskOf(() => sleep(100)),
      { maxSeconds: 0.5, concurrency: 1 },
    );
    expect(result).toMatchObject({ exitCode: 0, stop: { kind: "max_seconds" } });
    expect(result.counts.ok).toBeGreaterThan(0);
    expect(result.counts.ok).toBeLessThan(10);
    expect(result.counts.claimed).toBe(result.counts.ok + result.counts.given_back);
  });

  test("a dry run says what would be taken, in its order, and writes nothing", async () => {
    const database = await migratedStore(store);
    await fillFrontier(database.kysely, 5);
    const plan = await dryRun(taskOf(async () => {}) as never, database, 3);
    expect(plan.subjects).toEqual(["name101", "name102", "name103"]);
    expect(await outcomesIn(database.kysely)).toEqual({ "": 5 });
    expect(await database.kysely.selectFrom("Run").select("id").execute()).toEqual([]);
  });

  test("rows that are put into the queue while the batch runs are taken by the same run", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    await fillFrontier(db, 1);
    const plain = taskOf(async () => {});
    const growing = taskOf(async () => {}, {
      async save(tx, done, context) {
        await sql`insert into "InitialInstagramAccount" (username, source) values ('found.of.' || ${done[0]?.item.id}, 'RELATED')`.execute(
          tx,
        );
        return plain.save(tx, done, context);
      },
    });
    expect(await runTask(database, growing, { batch: 7 })).toMatchObject({ counts: { ok: 7 } });
  });
});

describe("runs that die", () => {
  test("give their rows back a minute later, in the next run; a living run's stay its own", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 6);
    const [dead, alive] = [await startRun(db, RUN), await startRun(db, RUN)];
    await sql`update "InitialInstagramAccount" set claimed_by = case when id % 2 = 0 then ${dead}::bigint else ${alive}::bigint end`.execute(
      db,
    );
    await sql`update "Run" set heartbeat_at = now() - interval '59 seconds'`.execute(db);
    expect(
      await runTask(
        database,
        taskOf(async () => {}),
      ),
    ).toMatchObject({ counts: { claimed: 0 } });
    await sql`update "Run" set heartbeat_at = now() - interval '61 seconds' where id = ${dead}`.execute(db);
    const result = await runTask(
      database,
      taskOf(async () => {}),
    );
    expect(result.counts.ok).toBe(3);
    expect(result.events).toContainEqual({
      kind: "notice",
      text: "1 run(s) had died; 3 claim(s) of theirs were released.",
    });
    const runs = await db
      .selectFrom("Run")
      .select(["id", "status"])
      .where("id", "in", [dead, alive])
      .orderBy("id")
      .execute();
    expect(runs.map(({ status }) => status)).toEqual(["died", "running"]);
  });

  test("a run that another took for dead stops, and what it finishes later closes no row of the other's", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 4);
    let isStolen = false;
    const result = await runTask(
      database,
      taskOf(async (_name, signal) => {
        if (!isStolen) {
          isStolen = true;
          await sql`update "Run" set status = 'died', finished_at = now()`.execute(db);
          await sql`update "InitialInstagramAccount" set claimed_by = 999`.execute(db);
        }
        await sleep(5_000, undefined, { signal });
      }),
      { heartbeatSeconds: 0.1, concurrency: 1 },
    );
    expect(result).toMatchObject({ exitCode: 1, stop: { kind: "lost" }, counts: { ok: 0 } });
    expect(await outcomesIn(db)).toEqual({ claimed: 4 });
    expect(await db.selectFrom("Run").select("status").execute()).toEqual([{ status: "died" }]);
  });

  test("a run that another took for dead while it asks whether absences are true ends as lost, not with an unexpected error", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 4);
    const task = taskOf(async () => {
      throw new SourceError("not_found", "there is no such account");
    });
    const result = await runTask(database, task, {
      heartbeatSeconds: 0.1,
      concurrency: 1,
      openTools: async () => ({
        tools: null,
        requests: () => 0,
        close: async () => {},
        absences: {
          streak: () => 2,
          isRemembered: () => false,
          isThin: () => true,
          judge: () => ({ outcome: "not_found", lookAgainAt: null }) as never,
          async vouch(_held, signal) {
            await sql`update "Run" set status = 'died', finished_at = now()`.execute(db);
            await sleep(5_000, undefined, { signal });
          },
        },
      }),
    });
    expect(result).toMatchObject({ exitCode: 1, stop: { kind: "lost" }, counts: { ok: 0, not_found: 0 } });
  });

  test("take nothing once they were found dead, and what they had taken by then is free at the next run", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 6);
    const dead = await startRun(db, RUN);
    expect((await claimFrontier(db, dead, 2)).items).toHaveLength(2);
    // Marked as dead by a process that did not see its claims, because they were committed at the same moment.
    await sql`update "Run" set status = 'died', finished_at = now() where id = ${dead}`.execute(db);
    expect((await claimFrontier(db, dead, 2)).items).toEqual([]);
    expect(await outcomesIn(db)).toEqual({ claimed: 2, "": 4 });
    const result = await runTask(
      database,
      taskOf(async () => {}),
    );
    expect(result.counts.ok).toBe(6);
  });

  test("a database that fails under the work of an item is no item's fault: the run ends with exit 5, no attempt burnt", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 4);
    const result = await runTask(
      database,
      taskOf(async () => {
        await sql`do $$ begin raise exception using errcode = '57014'; end $$`.execute(db);
      }),
    );
    expect(result).toMatchObject({ exitCode: 5, stop: { kind: "database" }, counts: { ok: 0, retried: 0 } });
    expect(await outcomesIn(db)).toEqual({ "": 4 });
  });

  test("a long run keeps beating: nobody takes it for dead", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 1);
    await runTask(
      database,
      taskOf(() => sleep(600)),
      { heartbeatSeconds: 0.1 },
    );
    const { rows } = await sql<{
      beats: boolean;
    }>`select heartbeat_at - started_at > interval '0.5 seconds' as beats from "Run"`.execute(db);
    expect(rows).toEqual([{ beats: true }]);
  });

  test("runs at once claim disjoint rows, and together all of them", async () => {
    const database = await migratedStore("postgres");
    await fillFrontier(database.kysely, 200);
    const worked: string[] = [];
    const task = taskOf(async (name) => {
      worked.push(name);
      await sleep(1);
    });
    const results = await Promise.all(
      [1, 2, 3, 4].map(() => runTask(database, task, { batch: 200, concurrency: 4 })),
    );
    expect(new Set(worked).size).toBe(200);
    expect(worked).toHaveLength(200);
    expect(results.reduce((sum, { counts }) => sum + counts.ok, 0)).toBe(200);
  });

  test("a connection that is cut in the middle of saving loses nothing and saves nothing twice", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    await fillFrontier(db, 6);
    const plain = taskOf(async () => {});
    let cuts = 0;
    const cut = taskOf(async () => {}, {
      async save(tx, done, context) {
        const saved = await plain.save(tx, done, context);
        if (cuts++ === 0) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
        return saved;
      },
    });
    expect(await runTask(database, cut)).toMatchObject({ exitCode: 0, counts: { ok: 6, claimed: 6 } });
    expect(await db.selectFrom("Run").select(["ok", "claimed"]).execute()).toEqual([{ ok: 6n, claimed: 6n }]);
  });
});

const RUN = { command: "task", version: "test", options: {} };
