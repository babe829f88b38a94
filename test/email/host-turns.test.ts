import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openHostTurns } from "../../src/core/email/host-turns.js";
import { finishRun, startRun } from "../../src/core/record/runs.js";
import { maskOf } from "../../src/core/record/secrets.js";
import { migratedStore, STORES } from "../support/stores.js";

const signal = new AbortController().signal;

describe.each(STORES)("turns at mail hosts on %s", (store) => {
  test("are given to one at a time for each host and each address, whoever asks, and to others beside it", async () => {
    const { kysely: db } = await migratedStore(store);
    const now = { a: 0, b: 0 };
    const most = { a: 0, b: 0, all: 0 };
    // Two names of one address, and two addresses of one name, are one host.
    const places = [
      { key: "a", host: "mx1.example", address: "192.0.2.1" },
      { key: "a", host: "mx2.example", address: "192.0.2.1" },
      { key: "b", host: "mx3.example", address: "192.0.2.2" },
      { key: "b", host: "mx3.example", address: "192.0.2.3" },
    ] as const;
    const processes = ["one", "two", "three"].map((ownName) =>
      openHostTurns({ db, ownName, atOnce: 5, timeoutMs: 5_000, draining: signal }),
    );
    let talks = 0;
    await Promise.all(
      processes.flatMap((turns) =>
        places.map(async ({ key, host, address }) => {
          const talked = await turns.withTurn({ host, address, runId: null }, async () => {
            now[key]++;
            talks++;
            most[key] = Math.max(most[key], now[key]);
            most.all = Math.max(most.all, now.a + now.b);
            await new Promise((resolve) => setTimeout(resolve, 30));
            now[key]--;
          });
          expect(talked).not.toBe("busy");
        }),
      ),
    );
    expect(most).toEqual({ a: 1, b: 1, all: 2 });
    expect(talks).toBe(12);
  });

  test("are never more at once under one name than its limit, over all processes; another name has its own", async () => {
    const { kysely: db } = await migratedStore(store);
    const processOf = (ownName: string) =>
      openHostTurns({ db, ownName, atOnce: 2, timeoutMs: 5_000, draining: AbortSignal.abort() });
    const talkTo = <T>(host: string, talk: () => Promise<T>, ownName = "me.example") =>
      processOf(ownName).withTurn({ host, address: host, runId: null }, talk);
    const third = await talkTo("mx1", () =>
      talkTo("mx2", async () => [
        await talkTo("mx3", async () => "talked"),
        await talkTo("mx3", async () => "talked", "other.example"),
      ]),
    );
    expect(third).toEqual(["busy", "talked"]);
    expect(await talkTo("mx3", async () => "talked")).toBe("talked");
  });

  test("end with their time, and with the run that held them", async () => {
    const { kysely: db } = await migratedStore(store);
    const turns = openHostTurns({
      db,
      ownName: "me.example",
      atOnce: 5,
      timeoutMs: 5_000,
      draining: AbortSignal.abort(),
    });
    const dead = await startRun(db, { command: "verify-emails", version: "test", options: {} });
    const asked = (host: string) =>
      turns.withTurn({ host, address: host, runId: null }, async () => "talked");
    await sql`
      insert into "MailHostLease" (host, address, own_name, run_id, held_until)
      values ('late', 'late', 'other', null, clock_timestamp() - interval '1 second'),
        ('held', 'held', 'other', ${dead}, clock_timestamp() + interval '1 minute')
    `.execute(db);
    expect(await asked("late")).toBe("talked");
    expect(await asked("held")).toBe("busy");
    await finishRun(
      db,
      { id: dead, command: "verify-emails", mask: maskOf([]) },
      { status: "died", stopReason: null, exitCode: 1 },
    );
    expect(await asked("held")).toBe("talked");
    expect(await db.selectFrom("MailHostLease").select("host").execute()).toEqual([]);
  });
});
