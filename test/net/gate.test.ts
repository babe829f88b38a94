import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { meaningOf } from "../../src/core/batch/outcome.js";
import type { Database } from "../../src/core/db/database.js";
import { migrate } from "../../src/core/db/migrate.js";
import type { Attempt } from "../../src/core/net/attempt.js";
import { openGate } from "../../src/core/net/gate.js";
import type { SourcePolicy } from "../../src/core/settings/settings.js";
import { RateLimited, SourceError } from "../../src/core/source-error.js";
import { emptyStore, migratedStore, opened } from "../support/stores.js";

const FAST: SourcePolicy = {
  ratePerMinute: 60_000,
  minRatePerMinute: 1,
  maxRatePerMinute: 60_000,
  dailyBudget: null,
  backgroundBudget: null,
};
const signal = new AbortController().signal;
const ok = async () => "answer";
const failWith = (error: Error) => async () => {
  throw error;
};

function deferred() {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A separate gate, as another process would open it. */
function gateOf(
  { kysely: db }: Database,
  policy: Partial<SourcePolicy> = {},
  isBackground = false,
  draining = signal,
) {
  return openGate({ db, source: "web", policy: { ...FAST, ...policy }, isBackground, draining });
}

const stateOf = ({ kysely: db }: Database) =>
  db.selectFrom("SourceState").selectAll().executeTakeFirstOrThrow();
const hurry = (database: Database, column: string, span: string) =>
  sql`update "SourceState" set ${sql.ref(column)} = ${sql.ref(column)} - ${span}::interval`.execute(
    database.kysely,
  );

describe("the rate", () => {
  test("of several processes together is that of the source, not the sum of theirs", async () => {
    const settings = await emptyStore("postgres");
    const databases = await Promise.all([1, 2, 3].map(() => opened(settings)));
    await migrate((databases[0] as Database).kysely);
    const gates = await Promise.all(
      databases.map((database) => gateOf(database, { ratePerMinute: 1_200, maxRatePerMinute: 1_200 })),
    );
    const sentMs: number[] = [];
    await Promise.all(
      gates.flatMap((gate) =>
        Array.from({ length: 20 }, () => gate.run(async () => sentMs.push(performance.now()), signal)),
      ),
    );
    await Promise.all(gates.map((gate) => gate.close()));
    sentMs.sort((a, b) => a - b);
    const seconds = ((sentMs.at(-1) as number) - (sentMs[0] as number)) / 1_000;
    expect(59 / seconds).toBeLessThan(1.1 * 20);
    expect(59 / seconds).toBeGreaterThan(0.5 * 20);
  });

  test("is lowered once by a burst of 429 and the next process starts from there", async () => {
    const database = await migratedStore("postgres");
    const gate = await gateOf(database, { ratePerMinute: 600 });
    const refusals = Array.from({ length: 5 }, () =>
      gate.run(failWith(new RateLimited("429", 200_000)), signal).catch((error: Error) => error),
    );
    expect((await Promise.all(refusals)).every((error) => error instanceof RateLimited)).toBe(true);
    await gate.close();
    expect((await stateOf(database)).rate_per_minute).toBe(480);
    const next = await gateOf(database, { ratePerMinute: 600 });
    await expect(next.run(ok, signal)).rejects.toMatchObject({ kind: "rate_limited" });
    expect((await stateOf(database)).rate_per_minute).toBe(480);
  });

  test.each([1e15, Number.POSITIVE_INFINITY])(
    "a pause without reason (%d ms) is an hour, and a person is told",
    async (retryAfterMs) => {
      const database = await migratedStore("postgres");
      const gate = await gateOf(database);
      await expect(gate.run(failWith(new RateLimited("429", retryAfterMs)), signal)).rejects.toMatchObject({
        kind: "rate_limited",
      });
      const { paused_until } = await stateOf(database);
      expect(Math.abs((paused_until?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
      const alerts = await database.kysely.selectFrom("Alert").select("kind").execute();
      expect(alerts).toEqual([{ kind: "odd_answer" }]);
    },
  );

  test("a short Retry-After is waited for and the request asked again; nobody waits an hour", async () => {
    const database = await migratedStore("postgres");
    const gate = await gateOf(database);
    let asked = 0;
    const answer = await gate.run(async () => {
      if (++asked === 1) throw new RateLimited("429", 300);
      return "second";
    }, signal);
    expect([answer, asked]).toEqual(["second", 2]);
    const startedMs = performance.now();
    await expect(gate.run(failWith(new RateLimited("429", 3_600_000)), signal)).rejects.toMatchObject({
      kind: "rate_limited",
    });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe("the budget", () => {
  test("is never exceeded by several processes, and what was reserved and not spent is given back", async () => {
    const settings = await emptyStore("postgres");
    const databases = await Promise.all([1, 2, 3, 4].map(() => opened(settings)));
    await migrate((databases[0] as Database).kysely);
    let sent = 0;
    const kinds = await Promise.all(
      databases.map(async (database) => {
        const gate = await gateOf(database, { dailyBudget: 50 });
        const endings = await Promise.all(
          Array.from({ length: 20 }, () =>
            gate
              .run(async () => void sent++, signal)
              .then(
                () => "ok",
                (error: SourceError) => error.kind,
              ),
          ),
        );
        await gate.close();
        return endings;
      }),
    );
    expect(sent).toBe(kinds.flat().filter((kind) => kind === "ok").length);
    expect(sent).toBeLessThanOrEqual(50);
    expect((await stateOf(databases[0] as Database)).used_today).toBe(BigInt(sent));
    const late = await gateOf(databases[0] as Database, { dailyBudget: 50 });
    for (let left = 50 - sent; left > 0; left--) await late.run(ok, signal);
    await expect(late.run(ok, signal)).rejects.toMatchObject({ kind: "out_of_budget" });
  });

  test("is spent by the true cost", async () => {
    const database = await migratedStore("postgres");
    const gate = await gateOf(database, { dailyBudget: 100 });
    await gate.run(async ({ charge }: Attempt) => charge(7), signal);
    await gate.run(async ({ charge }: Attempt) => charge(0), signal);
    await gate.run(ok, signal);
    await gate.close();
    expect((await stateOf(database)).used_today).toBe(8n);
  });

  test("stops background commands at the lower cap and leaves the rest to what a person asked for", async () => {
    const database = await migratedStore("postgres");
    const budgets = { dailyBudget: 10, backgroundBudget: 4 };
    const background = await gateOf(database, budgets, true);
    for (let request = 0; request < 4; request++) await background.run(ok, signal);
    await expect(background.run(ok, signal)).rejects.toMatchObject({
      kind: "out_of_budget",
      message: expect.stringContaining("4 of 4"),
    });
    await background.close();
    const asked = await gateOf(database, budgets, false);
    for (let request = 0; request < 6; request++) await asked.run(ok, signal);
    await expect(asked.run(ok, signal)).rejects.toMatchObject({ kind: "out_of_budget" });
  });

  test("of today is not lowered by what was reserved yesterday and is given back today", async () => {
    const database = await migratedStore("postgres");
    const yesterday = await gateOf(database);
    // More turns and budget than it uses: each block is larger than the one before.
    for (let request = 0; request < 3; request++) await yesterday.run(ok, signal);
    for (const table of ["SourceState", "SpendReserved"])
      await sql`update ${sql.table(table)} set day = day - 1`.execute(database.kysely);
    const today = await gateOf(database);
    for (let request = 0; request < 3; request++) await today.run(ok, signal);
    await today.close();
    await yesterday.close();
    expect((await stateOf(database)).used_today).toBe(3n);
  });

  test("holds from the first request on, though a request may cost more than one unit", async () => {
    const database = await migratedStore("postgres");
    const prices = { unitName: "requests", unseen: 3, most: 30, learns: true };
    const policy = { ...FAST, dailyBudget: 20 };
    let spent = 0;
    const gates = await Promise.all(
      [1, 2].map(() =>
        openGate({
          db: database.kysely,
          source: "paid",
          policy,
          prices,
          isBackground: false,
          draining: signal,
        }),
      ),
    );
    await Promise.all(
      gates.flatMap((gate) =>
        Array.from({ length: 15 }, () =>
          gate
            .run(
              async ({ charge }: Attempt) => {
                spent += 2;
                charge(2);
              },
              signal,
              { endpoint: "dear" },
            )
            .catch(() => {}),
        ),
      ),
    );
    await Promise.all(gates.map((gate) => gate.close()));
    expect(spent).toBe(20);
    expect((await stateOf(database)).used_today).toBe(20n);
  });

  test("outlives a process that is killed: what it had reserved counts as spent", async () => {
    const database = await migratedStore("postgres");
    const ledger = { command: "refresh", purpose: "refresh" as const, usdPerUnit: 0.5 };
    const open = () =>
      openGate({
        db: database.kysely,
        source: "paid",
        policy: FAST,
        isBackground: true,
        draining: signal,
        ledger,
      });
    const killed = await open();
    for (let request = 0; request < 3; request++) await killed.run(ok, signal, { endpoint: "profile" });
    await sql`update "SpendReserved" set touched_at = touched_at - interval '11 minutes'`.execute(
      database.kysely,
    );
    const next = await open();
    await next.run(ok, signal, { endpoint: "profile" });
    await next.close();
    const booked = await database.kysely.selectFrom("Spend").select(["endpoint", "units", "usd"]).execute();
    const inAll = booked.reduce((sum, { units }) => sum + Number(units), 0);
    expect(inAll).toBe(Number((await stateOf(database)).used_today));
    expect(inAll).toBeGreaterThanOrEqual(4);
    expect(booked.reduce((sum, { usd }) => sum + (usd ?? 0), 0)).toBe(inAll / 2);
  });

  test("is new on a new day", async () => {
    const database = await migratedStore("postgres");
    const gate = await gateOf(database, { dailyBudget: 1 });
    await gate.run(ok, signal);
    await expect(gate.run(ok, signal)).rejects.toMatchObject({ kind: "out_of_budget" });
    await sql`update "SourceState" set day = day - 1`.execute(database.kysely);
    expect(await gate.run(ok, signal)).toBe("answer");
  });
});

describe("the breaker", () => {
  const blocked = failWith(new SourceError("blocked", "login wall"));
  const blockedTimes = async (database: Database, times: number) => {
    const gate = await gateOf(database);
    for (let time = 0; time < times; time++) await gate.run(blocked, signal).catch(() => {});
    await gate.close();
  };

  test("opens after five blocks in a row, counted over several processes, and then asks nothing", async () => {
    const database = await migratedStore("postgres");
    await blockedTimes(database, 3);
    expect((await stateOf(database)).breaker).toBe("closed");
    await blockedTimes(database, 2);
    expect((await stateOf(database)).breaker).toBe("open");
    const gate = await gateOf(database);
    let asked = 0;
    await expect(gate.run(async () => void asked++, signal)).rejects.toMatchObject({
      kind: "blocked",
      context: { breaker: "open" },
    });
    expect(asked).toBe(0);
  });

  test("lets one process probe when its time has come; the others wait for it, and go on when it succeeds", async () => {
    const database = await migratedStore("postgres");
    await blockedTimes(database, 5);
    await hurry(database, "breaker_changed_at", "61 seconds");
    const [probing, waiting] = [await gateOf(database), await gateOf(database)];
    const isAsked = deferred();
    const mayAnswer = deferred();
    const probe = probing.run(async () => {
      isAsked.resolve();
      await mayAnswer.promise;
      return "alive";
    }, signal);
    await isAsked.promise;
    let isProbed = false;
    const waited = waiting.run(async () => isProbed, signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    isProbed = true;
    mayAnswer.resolve();
    expect(await probe).toBe("alive");
    expect(await waited).toBe(true);
    expect((await stateOf(database)).breaker).toBe("closed");
    await probing.close();
    await waiting.close();
  });

  test("stays closed to the others when the probe fails, and to one that is about to stop", async () => {
    const database = await migratedStore("postgres");
    await blockedTimes(database, 5);
    await hurry(database, "breaker_changed_at", "61 seconds");
    const draining = new AbortController();
    const [probing, waiting] = [await gateOf(database), await gateOf(database)];
    const stopping = await gateOf(database, {}, false, draining.signal);
    const isAsked = deferred();
    const mayAnswer = deferred();
    const probe = probing.run(async () => {
      isAsked.resolve();
      await mayAnswer.promise;
      throw new SourceError("blocked", "login wall");
    }, signal);
    await isAsked.promise;
    const [waited, stopped] = [waiting.run(ok, signal), stopping.run(ok, signal)];
    draining.abort();
    await expect(stopped).rejects.toMatchObject({ kind: "blocked" });
    mayAnswer.resolve();
    await expect(probe).rejects.toMatchObject({ message: "login wall" });
    await expect(waited).rejects.toMatchObject({ kind: "blocked", context: { breaker: "open" } });
    for (const gate of [probing, waiting, stopping]) await gate.close();
  });

  test("is probed by one lane of a run while the others wait for what it finds out", async () => {
    const database = await migratedStore("postgres");
    await blockedTimes(database, 5);
    await hurry(database, "breaker_changed_at", "61 seconds");
    const gate = await gateOf(database);
    let asked = 0;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        gate.run(async () => {
          asked++;
          await new Promise((resolve) => setTimeout(resolve, 100));
          return "alive";
        }, signal),
      ),
    );
    expect(answers).toEqual(Array(8).fill("alive"));
    expect(asked).toBe(8);
    expect((await stateOf(database)).breaker).toBe("closed");
    await gate.close();
  });

  test("that could not be written down fails one request, and is written down at the next change", async () => {
    const database = await migratedStore("postgres");
    await sql
      .raw(
        `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '57014'; end $$;
         create trigger refuse before update on "SourceState" for each row when (new.breaker = 'open') execute function refuse()`,
      )
      .execute(database.kysely);
    const gate = await gateOf(database);
    const kinds = [];
    for (let time = 0; time < 7; time++)
      kinds.push(await gate.run(blocked, signal).catch(({ kind }: SourceError) => kind));
    expect(kinds.filter((kind) => kind === undefined)).toHaveLength(1);
    await sql`drop trigger refuse on "SourceState"`.execute(database.kysely);
    const later = await Promise.allSettled(Array.from({ length: 20 }, () => gate.run(ok, signal)));
    expect(later.every(({ status }) => status === "fulfilled")).toBe(true);
    await gate.close();
  });

  test("and the books of a source are igminer's: what goes wrong with them for whatever reason is charged to no item", async () => {
    const database = await migratedStore("postgres");
    const gate = await gateOf(database);
    expect(await gate.run(ok, signal)).toBe("answer");
    await sql
      .raw(
        `create function odd() returns trigger language plpgsql as $$ begin raise exception 'odd' using errcode = 'P0001'; end $$;
         create trigger odd before update on "SourceState" for each row execute function odd()`,
      )
      .execute(database.kysely);
    const error = await gate.run(ok, signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 5, message: expect.stringContaining("web") });
    expect(meaningOf(error)).toMatchObject({ item: "given_back" });
  });

  test("stays open longer after a probe that failed", async () => {
    const database = await migratedStore("postgres");
    await blockedTimes(database, 5);
    await hurry(database, "breaker_changed_at", "61 seconds");
    await blockedTimes(database, 1);
    await hurry(database, "breaker_changed_at", "61 seconds");
    const gate = await gateOf(database);
    await expect(gate.run(ok, signal)).rejects.toMatchObject({ kind: "blocked" });
    await hurry(database, "breaker_changed_at", "60 seconds");
    expect(await gate.run(ok, signal)).toBe("answer");
  });

  test("is not touched by answers that are a sign of life: not found, bad response", async () => {
    const database = await migratedStore("postgres");
    const gate = await gateOf(database);
    for (let time = 0; time < 12; time++) {
      await expect(gate.run(failWith(new SourceError("not_found", "404")), signal)).rejects.toMatchObject({
        kind: "not_found",
      });
    }
    expect(await gate.run(ok, signal)).toBe("answer");
  });
});

test("a transient failure is asked again twice, with a pause; then it is the caller's", async () => {
  const database = await migratedStore("postgres");
  const gate = await gateOf(database);
  let asked = 0;
  expect(
    await gate.run(async () => {
      if (++asked < 3) throw new SourceError("transient", "reset");
      return "third";
    }, signal),
  ).toBe("third");
  await expect(gate.run(failWith(new SourceError("transient", "reset")), signal)).rejects.toMatchObject({
    kind: "transient",
  });
  expect(gate.requests).toBe(6);
});

test("a stopping run begins no long wait and no second try", async () => {
  const database = await migratedStore("postgres");
  const draining = new AbortController();
  const gate = await gateOf(database, { ratePerMinute: 6, maxRatePerMinute: 6 }, false, draining.signal);
  await gate.run(ok, signal);
  const startedMs = performance.now();
  const second = gate.run(ok, signal);
  setTimeout(() => draining.abort(), 100);
  await expect(second).rejects.toMatchObject({ kind: "rate_limited" });
  expect(performance.now() - startedMs).toBeLessThan(3_000);
});
