import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { watchAccounts } from "../../src/core/clones/watch.js";
import { type DatabaseSettings, openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { parseJson } from "../../src/core/sources/json.js";
import { profileIn } from "../../src/core/sources/shapes/asked.js";
import { flatUser } from "../../src/sandbox/forms/flat-form.js";
import { accountNumbered, copiedAccounts } from "../../src/sandbox/world/look-alikes.js";
import { hikerEnvironment, sandboxOf } from "../support/cli.js";
import { mined, vary } from "../support/clones.js";
import { minedData } from "../support/contents.js";
import { expectSameRowsThoughKilled, type Moment } from "../support/killed.js";
import { readyStore, STORES, type Store } from "../support/stores.js";

const WORLD = { seed: 1, accounts: 500, postsPerAccount: null, relatedPerAccount: null, day: 0, copied: 6 };
const NAMES = 14;
const VALIDATE = ["validate-clones", "--batch", "2000", "--concurrency", "4", "--json", "--source", "hiker"];
const MOMENTS: Moment[] = [
  [1, 0],
  [4, 12],
  [9, 25],
  [16, 4],
  [22, 40],
];

/** A store in which the copied accounts of the world are watched and have candidate names. */
async function prepared(store: Store): Promise<DatabaseSettings> {
  const settings = await readyStore(store);
  const database = await openDatabase({ settings, notify: () => {} });
  const accounts = copiedAccounts(WORLD).map((number) => accountNumbered(WORLD, number));
  const profiles = accounts
    .filter((account) => account !== null)
    .map((account) => profileIn(parseJson(flatUser(account, "http://sandbox")), new Date("2026-01-01")));
  await mined(database, profiles);
  await watchAccounts(
    database.kysely,
    profiles.map(({ username }) => username),
  );
  await vary(database, NAMES);
  await database.close();
  return settings;
}

/** Everything that validate-clones writes, without row numbers and times. */
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
  test("at five moments and run again, ends with the same rows as a run that nobody disturbed", {
    timeout: 300_000,
  }, async () => {
    const sandbox = await sandboxOf({ accounts: WORLD.accounts, copied: WORLD.copied, latencyMs: 4 });
    const environment = hikerEnvironment(sandbox);
    const rows = await expectSameRowsThoughKilled(VALIDATE, await prepared(store), {
      sandbox,
      environment,
      moments: MOMENTS,
      read: contents,
    });
    const pairs = rows.pairs as { alt_name_unique: boolean }[];
    expect(pairs.filter(({ alt_name_unique }) => alt_name_unique).length).toBeGreaterThan(8);
  });
});
