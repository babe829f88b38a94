import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { drySweep, isBehind, runSweep, type SweepDefinition } from "../../src/core/batch/sweep.js";
import { migratedStore, STORES } from "../support/stores.js";
import { fillFrontier, runOptionsOf } from "../support/tasks.js";

/** A sweep that marks frontier rows as done. */
const marking: SweepDefinition = {
  name: "mark",
  chunkSize: 10,
  async sweep(tx, limit, after) {
    const { rows } = await sql<{ id: bigint; username: string }>`
      with due as (
        select id
        from "InitialInstagramAccount"
        where outcome is null and ${isBehind(after)}
        order by id
        limit ${limit}
        for no key update skip locked
      )
      update "InitialInstagramAccount" as frontier
      set outcome = 'ok'
      from due
      where frontier.id = due.id
      returning frontier.id, frontier.username
    `.execute(tx);
    const ids = rows.map(({ id }) => Number(id));
    return {
      subjects: rows.map(({ username }) => username),
      tallies: { marked: rows.length },
      last: rows.length === 0 ? undefined : BigInt(Math.max(...ids)),
    };
  },
  nothingToDo: async () => "nothing to mark",
};

describe.each(STORES)("a sweep on %s", (store) => {
  test("takes no more than its batch, tells what came of it, and says when nothing is left", async () => {
    const database = await migratedStore(store);
    await fillFrontier(database.kysely, 50);
    const first = await runSweep(marking, runOptionsOf(database, { batch: 35, concurrency: 3 }));
    expect(first).toMatchObject({ exitCode: 0, status: "done", counts: { claimed: 35, ok: 35 } });
    expect(first.tallies).toEqual({ marked: 35 });
    const second = await runSweep(marking, runOptionsOf(database));
    expect(second.counts.ok).toBe(15);
    const third = await runSweep(marking, runOptionsOf(database));
    expect(third).toMatchObject({ exitCode: 0, nothingToDo: "nothing to mark" });
    const runs = await database.kysely.selectFrom("Run").select(["ok", "status"]).orderBy("id").execute();
    expect(runs).toEqual([
      { ok: 35n, status: "done" },
      { ok: 15n, status: "done" },
      { ok: 0n, status: "done" },
    ]);
  });

  test("begins each chunk behind the last one, and takes in the end what became due before it", async () => {
    const database = await migratedStore(store);
    await fillFrontier(database.kysely, 25);
    const begun: (bigint | null)[] = [];
    const reopening: SweepDefinition = {
      ...marking,
      async sweep(tx, limit, after) {
        begun.push(after);
        // Becomes due again while the run is behind it.
        if (begun.length === 3)
          await sql`
            update "InitialInstagramAccount" set outcome = null
            where id = (select min(id) from "InitialInstagramAccount")
          `.execute(tx);
        return marking.sweep(tx, limit, after);
      },
    };
    const { counts } = await runSweep(reopening, runOptionsOf(database, { concurrency: 1 }));
    expect(counts.ok).toBe(26);
    const [first, second, third, fourth] = begun;
    expect([first, fourth]).toEqual([null, null]);
    expect(third as bigint).toBeGreaterThan(second as bigint);
    expect(begun).toHaveLength(4);
  });

  test("a chunk that fails is undone whole, ends the run as failed and is found in the error log", async () => {
    const database = await migratedStore(store);
    await fillFrontier(database.kysely, 25);
    const breaking: SweepDefinition = {
      ...marking,
      async sweep(tx, limit, after) {
        const swept = await marking.sweep(tx, limit, after);
        if (swept.subjects.includes("name115")) throw new Error("this one breaks");
        return swept;
      },
    };
    await expect(runSweep(breaking, runOptionsOf(database, { concurrency: 1 }))).rejects.toThrow(
      "this one breaks",
    );
    const { rows } = await sql`
      select (select count(*)::int from "InitialInstagramAccount" where outcome = 'ok') as done,
        (select status from "Run") as status, (select message from "ErrorLog") as message
    `.execute(database.kysely);
    expect(rows).toEqual([{ done: 10, status: "failed", message: "this one breaks" }]);
  });

  test("an interruption ends it after the chunks that are under way; a dry run writes nothing", async () => {
    const database = await migratedStore(store);
    await fillFrontier(database.kysely, 40);
    expect((await drySweep(marking, database, 7)).subjects).toHaveLength(7);
    const interruption = new AbortController();
    const result = await runSweep(
      marking,
      runOptionsOf(database, {
        concurrency: 1,
        interruption: interruption.signal,
        onEvent: (event) => {
          if (event.kind === "progress" && event.counts.ok === 20) interruption.abort("SIGTERM");
        },
      }),
    );
    expect(result).toMatchObject({ exitCode: 143, status: "interrupted", counts: { ok: 20 } });
  });
});
