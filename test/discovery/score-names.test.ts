import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addAudience } from "../../src/core/audiences/audiences.js";
import type { Schema } from "../../src/core/db/schema.js";
import { aimedAt } from "../../src/core/discovery/claim-aimed.js";
import { rankStep } from "../../src/core/discovery/rank.js";
import { bucketOf, scoreOf } from "../../src/core/discovery/score.js";
import { openSearch } from "../../src/core/discovery/search.js";
import { newWordModel } from "../../src/core/discovery/words.js";
import { hashOf } from "../../src/sandbox/random.js";
import { commentPage, readNextPost } from "../support/comments.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { migratedStore, STORES } from "../support/stores.js";

const ACCOUNTS = 60;
const NAMES = 80;
const nameOf = (name: number) => `_${String(name).padStart(3, "0")}`;
const ledTo = (account: number) =>
  Array.from({ length: 8 }, (_, turn) => nameOf(hashOf(3, account, turn) % NAMES));
const isBig = (account: number, round: number) => hashOf(4, account, account % 3 === 0 ? round : 0) % 2 === 0;

async function mine(db: Kysely<Schema>, round: number): Promise<void> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, account) =>
    profileOf(1_000 + account, {
      followersCount: isBig(account, round) ? 5_000 : 5,
      observedAt: new Date(Date.UTC(2026, 0, 1 + round)),
      related: relatedTo(...ledTo(account)),
    }),
  );
  await observe(db, ...accounts);
}

const rank = (db: Kysely<Schema>) => db.transaction().execute((tx) => rankStep(tx, 1_000));

/** @returns the bucket of each open name, as stored. */
async function storedBuckets(db: Kysely<Schema>): Promise<Map<string, number>> {
  const { rows } = await sql<{ username: string; bucket: number }>`
    select username, bucket from "FrontierScore" join "InitialInstagramAccount" on id = initial_id where is_open
  `.execute(db);
  return new Map(rows.map(({ username, bucket }) => [username, bucket]));
}

/** @returns the bucket of each name by counting what leads to it, without the store. */
function countedBuckets(round: number): Map<string, number> {
  const measured = { judged: ACCOUNTS, wanted: ACCOUNTS / 2 };
  const buckets = new Map<string, number>();
  for (let name = 0; name < NAMES; name++) {
    const username = nameOf(name);
    const parents = Array.from({ length: ACCOUNTS }, (_, account) => account).filter((account) =>
      ledTo(account).includes(username),
    );
    if (parents.length === 0) continue;
    const evidence = {
      channel: "related" as const,
      parentsJudged: parents.length,
      parentsWanted: parents.filter((account) => isBig(account, round)).length,
      told: null,
    };
    buckets.set(username, bucketOf(scoreOf(evidence, measured, newWordModel()), true));
  }
  return buckets;
}

const addBig = (db: Kysely<Schema>) =>
  db
    .transaction()
    .execute((tx) =>
      addAudience(tx, { name: "big", criteria: { followers: { min: 1_000 } } }, { replaces: false }),
    );

async function claim(db: Kysely<Schema>, limit: number): Promise<string[]> {
  const runId = await newRun(db);
  const claimed = await db.transaction().execute((tx) => aimedAt("big")(tx, runId, limit));
  return claimed.items.map(({ username }) => username);
}

describe.each(STORES)("scores on %s", (store) => {
  test("are what counting all links anew gives, also after verdicts have changed", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    await mine(db, 0);
    await db.transaction().execute((tx) => openSearch(tx, "big"));
    for (const round of [0, 1, 2]) {
      if (round > 0) await mine(db, round);
      await rank(db);
      expect(await storedBuckets(db)).toEqual(countedBuckets(round));
    }
  });

  test("are given at once to names that a wanted account leads to, and to the others when those have run out", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    await observe(
      db,
      profileOf(1, { followersCount: 5, related: relatedTo("_a", "_b") }),
      profileOf(2, { followersCount: 5_000, related: relatedTo("_b", "_c") }),
    );
    expect(await claim(db, 1)).toEqual(["_c"]);
    expect([...(await storedBuckets(db)).keys()].sort()).toEqual(["_b", "_c"]);
    expect(await claim(db, 2)).toEqual(["_b", "_a"]);
    expect([...(await storedBuckets(db)).keys()].sort()).toEqual(["_a", "_b", "_c"]);
  });

  test("are given to those who comment after the author was judged", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    await db.transaction().execute((tx) => openSearch(tx, "big"));
    await observe(db, profileOf(2, { followersCount: 5_000, posts: [postOf(7, { commentCount: 50 })] }));
    await rank(db);
    await readNextPost(db, () => commentPage(["_fan"], null));
    expect(await storedBuckets(db)).toEqual(new Map());
    await rank(db);
    expect([...(await storedBuckets(db)).keys()]).toEqual(["_fan"]);
  });
});
