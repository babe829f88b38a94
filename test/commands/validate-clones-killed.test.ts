import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { watchAccounts } from "../../src/core/clones/watch.js";
import { type DatabaseSettings, openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { parseJson } from "../../src/core/sources/json.js";
import { profileFromFlatForm } from "../../src/core/sources/shapes/flat-form.js";
import { flatUser } from "../../src/sandbox/forms/flat-form.js";
import { accountNumbered, copiedAccounts } from "../../src/sandbox/world/look-alikes.js";
import { runCli, sandboxOf, startCli } from "../support/cli.js";
import { mined, vary } from "../support/clones.js";
import { minedData } from "../support/contents.js";
import { environmentOf, readyStore, STORES, type Store } from "../support/stores.js";

const WORLD = { seed: 1, accounts: 500, postsPerAccount: null, relatedPerAccount: null, day: 0, copied: 8 };
const NAMES = 16;
const VALIDATE = ["validate-clones", "--batch", "2000", "--concurrency", "4", "--json", "--source", "hiker"];
/** After so many answered requests of the run, and so many milliseconds more: claims, requests and saves are all hit. */
const MOMENTS: [requests: number, delayMs: number][] = [
  [1, 0],
  [3, 12],
  [6, 0],
  [9, 25],
  [14, 4],
  [18, 40],
  [25, 0],
  [30, 9],
];
const QUICK_DEATH = { IGMINER_HEARTBEAT_SECONDS: "0.2", IGMINER_DEAD_AFTER_SECONDS: "0.5" };

/** A store in which the copied accounts of the world are under watch and have names to try. */
async function prepared(store: Store): Promise<DatabaseSettings> {
  const settings = await readyStore(store);
  const database = await openDatabase({ settings, notify: () => {} });
  const accounts = copiedAccounts(WORLD).map((number) => accountNumbered(WORLD, number));
  const profiles = accounts
    .filter((account) => account !== null)
    .map((account) =>
      profileFromFlatForm(parseJson(flatUser(account, "http://sandbox")), new Date("2026-01-01")),
    );
  await mined(database, profiles);
  await watchAccounts(
    database.kysely,
    profiles.map(({ username }) => username),
  );
  await vary(database, NAMES);
  await database.close();
  return settings;
}

/** All that validate-clones writes, without row numbers and times. */
async function contents(db: Kysely<Schema>): Promise<Record<string, unknown[]>> {
  const { rows: pairs } = await sql`
    select account_id, alt_username, alt_name_unique, rule, is_watch, next_usernames, next_rules, names_tried, clone_id,
      score, verdict, reasons, outcome, attempts, claimed_by, last_error, first_seen is not null as is_seen,
      searched_at is not null as is_searched, next_attempt_at is not null as has_time
    from "UsersToClone"
    order by account_id, alt_username nulls first
  `.execute(db);
  const { rows: yields } = await sql`select * from "CloneRuleYield" order by rule`.execute(db);
  const { rows: pictures } = await sql`select id from "AccountPicture" order by id`.execute(db);
  return { ...(await minedData(db)), pairs, yields, pictures };
}

describe.each(STORES)("validate-clones on %s, killed with SIGKILL", (store) => {
  test("at eight moments and run again, ends with the same rows as a run that nobody disturbed", async () => {
    const sandbox = await sandboxOf({ accounts: WORLD.accounts, copied: WORLD.copied, latencyMs: 4 });
    const asking = {
      IGMINER_HIKER_BASE_URL: sandbox.url,
      IGMINER_HIKER_KEY: "any",
      IGMINER_HIKER_RATE_PER_MINUTE: "600000",
      IGMINER_HIKER_MAX_RATE_PER_MINUTE: "600000",
    };
    const undisturbed = await prepared(store);
    const whole = await runCli(VALIDATE, { ...asking, ...environmentOf(undisturbed) });
    expect(whole, whole.stderr).toMatchObject({ code: 0 });

    const disturbed = await prepared(store);
    const environment = { ...asking, ...environmentOf(disturbed), ...QUICK_DEATH };
    for (const [requests, delayMs] of MOMENTS) {
      const target = sandbox.statistics().requests + requests;
      const run = startCli(VALIDATE, environment);
      while (sandbox.statistics().requests < target) {
        expect(run.process.exitCode, run.stderr()).toBeNull();
        await sleep(1);
      }
      await sleep(delayMs);
      run.process.kill("SIGKILL");
      expect(await run.ended).toMatchObject({ signal: "SIGKILL" });
      await sleep(store === "postgres" ? 600 : 0);
    }
    const last = await runCli(VALIDATE, environment);
    expect(last, last.stderr).toMatchObject({ code: 0 });

    const [expected, found] = await Promise.all(
      [undisturbed, disturbed].map(async (settings) => {
        const database = await openDatabase({ settings, notify: () => {} });
        const rows = await contents(database.kysely);
        const died = await database.kysely
          .selectFrom("Run")
          .select("id")
          .where("status", "=", "died")
          .execute();
        await database.close();
        return { rows, died: died.length };
      }),
    );
    expect(found?.rows).toEqual(expected?.rows);
    expect(found?.died).toBe(MOMENTS.length);
    const pairs = expected?.rows.pairs as { alt_name_unique: boolean }[];
    expect(pairs.filter(({ alt_name_unique }) => alt_name_unique).length).toBeGreaterThan(10);
  });
});
