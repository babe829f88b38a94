import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { harvest } from "../../bench/discovery/replay.js";
import { addAudience } from "../../src/core/audiences/audiences.js";
import type { Schema } from "../../src/core/db/schema.js";
import { aimedAt } from "../../src/core/discovery/claim-aimed.js";
import { rankStep } from "../../src/core/discovery/rank.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { saveMined } from "../../src/core/mining/save-mined.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { hashOf, shareOf } from "../../src/sandbox/random.js";
import { observe, profileOf, relatedTo } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { migratedStore, STORES } from "../support/stores.js";

const BIG = { followersCount: 5_000 };
const SMALL = { followersCount: 5 };

/** An audience of accounts with at least a thousand followers. */
const addBig = (db: Kysely<Schema>) =>
  db
    .transaction()
    .execute((tx) =>
      addAudience(tx, { name: "big", criteria: { followers: { min: 1_000 } } }, { replaces: false }),
    );

async function claim(db: Kysely<Schema>, limit: number, random = Math.random) {
  const runId = await newRun(db);
  const { items } = await db.transaction().execute((tx) => aimedAt("big", { random })(tx, runId, limit));
  return { runId, items, names: items.map(({ username }) => username).sort() };
}

async function save(
  db: Kysely<Schema>,
  { runId, items }: Awaited<ReturnType<typeof claim>>,
  profileFor: (username: string) => Profile,
): Promise<void> {
  const done = items.map((item) => ({ item, result: profileFor(item.username) }));
  await db.transaction().execute((tx) => saveMined(tx, done, { runId, rowIds: items.map(({ id }) => id) }));
}

const rank = (db: Kysely<Schema>) => db.transaction().execute((tx) => rankStep(tx, 1_000));

describe.each(STORES)("aimed claims on %s", (store) => {
  test("names that wanted accounts lead to come first, however many others lead elsewhere", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    const small = [1, 2, 3].map((id) => profileOf(id, { ...SMALL, related: relatedTo("a", "b", "c") }));
    await observe(db, ...small, profileOf(4, { ...BIG, related: relatedTo("x", "y") }));
    expect((await claim(db, 2)).names).toEqual(["x", "y"]);
    expect((await claim(db, 3)).names).toEqual(["a", "b", "c"]);
  });

  test("an account that is judged otherwise later moves the names it leads to", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    await observe(
      db,
      profileOf(1, { ...SMALL, related: relatedTo("a", "b") }),
      profileOf(2, { ...BIG, related: relatedTo("x", "y") }),
    );
    expect((await claim(db, 1)).names).toEqual(["x"]);
    const later = { observedAt: new Date("2026-02-01T00:00:00Z"), related: null };
    await observe(db, profileOf(1, { ...BIG, ...later }), profileOf(2, { ...SMALL, ...later }));
    await rank(db);
    expect((await claim(db, 1)).names).toEqual(["a"]);
  });

  test("what is ranked twice is counted once", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    await observe(db, profileOf(2, { ...BIG, related: relatedTo("x", "y") }));
    await claim(db, 1);
    const state = async () => [
      await db.selectFrom("AudienceSearch").select(["judged", "wanted"]).execute(),
      await db.selectFrom("FrontierScore").selectAll().orderBy("initial_id").execute(),
    ];
    const before = await state();
    await sql`insert into "AudienceDue" select id from "InstagramAccountBase"`.execute(db);
    await sql`update "AudienceSearch" set judged_up_to = 0`.execute(db);
    await rank(db);
    await rank(db);
    expect(await state()).toEqual(before);
  });

  test("with changed criteria all accounts are judged again", async () => {
    const { kysely: db } = await migratedStore(store);
    await addBig(db);
    await observe(
      db,
      profileOf(1, { ...SMALL, related: relatedTo("a") }),
      profileOf(2, { ...BIG, related: relatedTo("x", "y") }),
    );
    await claim(db, 1);
    await db
      .transaction()
      .execute((tx) =>
        addAudience(tx, { name: "big", criteria: { followers: { max: 100 } } }, { replaces: true }),
      );
    expect((await claim(db, 1)).names).toEqual(["a"]);
  });
});

test("the store claims in the order of the replay that bench:harvest measures", async () => {
  const { kysely: db } = await migratedStore("postgres");
  await addBig(db);
  const nodes = 160;
  const labels = Array.from({ length: nodes }, (_, node) => (node % 4 === 0 ? "big" : "small"));
  const shown = labels.map((label, node) => {
    const drawn = Array.from({ length: 7 }, (_, turn) => {
      const other = hashOf(5, node, turn) % nodes;
      return shareOf(hashOf(6, node, turn)) < 0.6 && labels[other] !== label
        ? (other - (other % 4)) % nodes
        : other;
    });
    return [...new Set(drawn)].filter((other) => other !== node);
  });
  const randomOf = () => {
    let turn = 0;
    return () => shareOf(hashOf(9, turn++));
  };
  const nameOf = (node: number) => `_${String(node).padStart(4, "0")}`;
  const seeds = [0, 4, 8];
  const replayed = harvest("learned", {
    network: { labels, shown },
    wanted: "big",
    seeds,
    requests: 99,
    random: randomOf(),
  });
  for (const seed of seeds)
    await addToFrontier(db, [{ username: nameOf(seed), source: "SEED", sourceTag: null }]);
  const random = randomOf();
  const curve: number[] = [];
  let found = 0;
  while (curve.length < 99) {
    const claimed = await claim(db, 8, random);
    if (claimed.items.length === 0) break;
    let inChunk = 0;
    await save(db, claimed, (username) => {
      const node = Number(username.slice(1));
      const isBig = labels[node] === "big";
      if (isBig) inChunk++;
      const related = relatedTo(...(shown[node] as number[]).map(nameOf));
      return profileOf(1_000 + node, { ...(isBig ? BIG : SMALL), username, related });
    });
    found += inChunk;
    for (const _ of claimed.items) curve.push(found);
  }
  const atChunks = (wanted: readonly number[]) => wanted.filter((_, at) => (at - 2) % 8 === 0);
  expect(atChunks(curve)).toEqual(atChunks(replayed));
});
