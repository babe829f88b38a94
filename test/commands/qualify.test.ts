import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/core/db/database.js";
import { runCli, startCli } from "../support/cli.js";
import { observe, profileOf } from "../support/profiles.js";
import { openAiEnvironment, openAiSandboxOf } from "../support/qualify.js";
import { letKilledRunsDie } from "../support/run-killed.js";
import { environmentOf, readyStore, STORES, type Store } from "../support/stores.js";

const ACCOUNTS = 160;
/** After this many questions of the run plus a delay in milliseconds. Opening the embedded store is slow. */
const MOMENTS: Record<Store, [questions: number, delayMs: number][]> = {
  postgres: [
    [1, 0],
    [1, 25],
    [2, 5],
    [3, 12],
  ],
  embedded: [
    [1, 20],
    [3, 5],
  ],
};
const QUALIFY = ["qualify", "--batch", "1000", "--concurrency", "20", "--json"];

/** A store with accounts that can be told apart by name. */
async function storeOfAccounts(store: Store) {
  const settings = await readyStore(store);
  await withDatabase(settings, (db) =>
    observe(
      db,
      ...Array.from({ length: ACCOUNTS }, (_, index) =>
        profileOf(1_000 + index, {
          fullName: `Anna Number${index}`,
          biography: "Vegane Rezepte für jeden Tag",
        }),
      ),
    ),
  );
  return settings;
}

type Settings = Parameters<typeof openDatabase>[0]["settings"];

async function withDatabase<T>(
  settings: Settings,
  work: (db: Awaited<ReturnType<typeof openDatabase>>["kysely"]) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ settings, notify: () => {} });
  try {
    return await work(database.kysely);
  } finally {
    await database.close();
  }
}

const qualified = (settings: Settings) =>
  withDatabase(settings, async (db) => {
    const { rows } = await sql<{
      full_name: string;
      qualified_by: string | null;
      attempts: number;
      claimed_by: bigint | null;
    }>`
      select account.id::text, full_name, ai_bio_lang, gender, gender_conf, account_kind, topics, qualified_by, queue.outcome,
        queue.attempts, queue.claimed_by, is_local, texts_hash
      from "InstagramAccountBase" as account
      join "Qualification" as queue on queue.id = account.id
      order by account.id
    `.execute(db);
    return rows;
  });

describe.each(STORES)("qualify on %s", (store) => {
  test("killed with SIGKILL and run again, ends with the rows of an undisturbed run, and sends no text twice that was saved", async () => {
    const calm = await openAiSandboxOf({ latencyMs: 5 });
    // The rows are the same on either store, and this one opens quickly.
    const undisturbed = await storeOfAccounts("postgres");
    const whole = await runCli(QUALIFY, { ...openAiEnvironment(calm), ...environmentOf(undisturbed) });
    expect(whole, whole.stderr).toMatchObject({ code: 0 });

    const sandbox = await openAiSandboxOf({ latencyMs: 5 });
    const disturbed = await storeOfAccounts(store);
    const environment = { ...openAiEnvironment(sandbox), ...environmentOf(disturbed) };
    for (const [questions, delayMs] of MOMENTS[store]) {
      const saved = new Set(
        (await qualified(disturbed)).filter((row) => row.qualified_by !== null).map((row) => row.full_name),
      );
      const before = sandbox.asked().length;
      const target = sandbox.requests() + questions;
      const run = startCli(QUALIFY, environment);
      while (sandbox.requests() < target) {
        expect(run.process.exitCode, run.stderr()).toBeNull();
        await sleep(1);
      }
      await sleep(delayMs);
      run.process.kill("SIGKILL");
      await run.ended;
      await letKilledRunsDie(disturbed);
      const sentAgain = sandbox
        .asked()
        .slice(before)
        .filter(({ name }) => saved.has(name ?? ""));
      expect(sentAgain).toEqual([]);
    }
    const last = await runCli(QUALIFY, environment);
    expect(last, last.stderr).toMatchObject({ code: 0 });
    expect(await qualified(disturbed)).toEqual(await qualified(undisturbed));
    const sent = sandbox.asked().length;
    const idle = await runCli(QUALIFY, environment);
    expect(JSON.parse(idle.stdout)).toMatchObject({ claimed: 0 });
    expect(sandbox.asked().length).toBe(sent);
  });

  test("stops with exit 4 when the day's tokens are used up: what was answered is kept, no attempt is burnt", async () => {
    const sandbox = await openAiSandboxOf();
    const settings = await storeOfAccounts(store);
    const result = await runCli(QUALIFY, {
      ...openAiEnvironment(sandbox),
      ...environmentOf(settings),
      IGMINER_OPENAI_DAILY_TOKENS: "14000",
    });
    expect(result, result.stderr).toMatchObject({ code: 4 });
    const rows = (await qualified(settings)) as {
      qualified_by: string | null;
      attempts: number;
      claimed_by: null;
    }[];
    const kept = rows.filter((row) => row.qualified_by !== null).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(ACCOUNTS);
    expect(rows.every((row) => row.attempts === 0 && row.claimed_by === null)).toBe(true);
    expect(sandbox.tokens()).toBeLessThanOrEqual(14_000);
  });
});

test("without a key, local rules qualify, and say so", async () => {
  const settings = await storeOfAccounts("postgres");
  const result = await runCli(["qualify", "--batch", "1000"], environmentOf(settings));
  expect(result, result.stderr).toMatchObject({ code: 0 });
  expect(result.stdout).toContain(`${ACCOUNTS} qualified`);
  const rows = await qualified(settings);
  expect(new Set(rows.map((row) => row.qualified_by))).toEqual(new Set(["local"]));
  expect(rows[0]).toMatchObject({
    ai_bio_lang: "DE",
    gender: "female",
    gender_conf: 3,
    account_kind: "person",
  });
  const again = await runCli(["qualify"], environmentOf(settings));
  expect(again.stdout).toContain("set OPENAI_API_KEY to use a model");
});

test("a key that is not taken is a matter of settings: exit 2, and the key is nowhere in what is said", async () => {
  const sandbox = await openAiSandboxOf({ key: "the-right-one" });
  const settings = await storeOfAccounts("postgres");
  const result = await runCli(QUALIFY, {
    ...openAiEnvironment(sandbox),
    ...environmentOf(settings),
    OPENAI_API_KEY: "sk-wrong-0123456789",
  });
  expect(result.code).toBe(2);
  expect(result.stdout + result.stderr).toContain("OPENAI_API_KEY");
  expect(result.stdout + result.stderr).not.toContain("sk-wrong");
});

test("a request that the model's service refuses stops the run: all accounts are given back, and the setting is named", async () => {
  const settings = await storeOfAccounts("postgres");
  const refusing = await openAiSandboxOf({ faults: { unsupported: 1 } });
  const run = await runCli(["qualify", "--batch", "100", "--concurrency", "60"], {
    ...openAiEnvironment(refusing),
    ...environmentOf(settings),
  });
  expect(run.code).toBe(2);
  expect(`${run.stdout}${run.stderr}`).toMatch(/IGMINER_OPENAI_MODEL/);
  expect(`${run.stdout}${run.stderr}`).toContain("Change the setting named above");
  expect(refusing.requests()).toBeLessThanOrEqual(3);
  const rows = await qualified(settings);
  expect(rows.filter(({ attempts, claimed_by }) => attempts > 0 || claimed_by !== null)).toEqual([]);
});
