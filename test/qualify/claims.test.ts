import type { Kysely } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { claimToQualify } from "../../src/core/qualify/claim-accounts.js";
import { qualifyLocally } from "../../src/core/qualify/local-qualifier.js";
import { saveQualifications } from "../../src/core/qualify/save-qualifications.js";
import { observe, profileOf } from "../support/profiles.js";
import { newRun } from "../support/runs.js";
import { migratedStore, STORES } from "../support/stores.js";
import { indexesUsedBy } from "../support/sweeps.js";

const LATER = new Date("2026-02-01T00:00:00Z");
const at = (minute: number) => new Date(LATER.getTime() + minute * 60_000);

/** Claims and qualifies everything, for a model or for the local rules; `meanwhile` runs before it is saved. */
async function qualifyAll(db: Kysely<Schema>, by: "local" | "a-model", meanwhile = async () => {}) {
  const isModel = by !== "local";
  const runId = await newRun(db);
  const { items, skipped } = await claimToQualify(db, runId, 100, isModel);
  await meanwhile();
  const done = items.map((item) => ({ item, result: { ...qualifyLocally(item), by } }));
  const saved = await db
    .transaction()
    .execute((tx) => saveQualifications(tx, done, { runId, rowIds: items.map(({ id }) => id) }, isModel));
  return { asked: items.map(({ username }) => username), skipped, ...saved };
}

const qualifiedIn = (db: Kysely<Schema>) =>
  db
    .selectFrom("InstagramAccountBase")
    .select(["username", "ai_bio_lang", "gender", "gender_conf", "account_kind", "topics", "qualified_by"])
    .orderBy("id")
    .execute();

describe.each(STORES)("the queue of qualify on %s", (store) => {
  test("takes each account once; the result stands with the account", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, { fullName: "Anna Müller", biography: "Ich liebe das Reisen und guten Kaffee" }),
      profileOf(2, { fullName: "", biography: "" }),
    );
    expect(await qualifyAll(db, "local")).toMatchObject({ asked: ["user1"], skipped: 1, closed: 1 });
    expect(await qualifiedIn(db)).toEqual([
      {
        username: "user1",
        ai_bio_lang: "DE",
        gender: "female",
        gender_conf: 3,
        account_kind: "person",
        topics: ["food", "travel"],
        qualified_by: "local",
      },
      expect.objectContaining({ username: "user2", qualified_by: null }),
    ]);
    expect(await qualifyAll(db, "local")).toMatchObject({ asked: [], skipped: 0 });
  });

  test("a model is asked once about what only local rules have qualified, and never again about the same texts", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1), profileOf(2));
    await qualifyAll(db, "local");
    expect((await qualifyAll(db, "a-model")).asked).toEqual(["user1", "user2"]);
    expect((await qualifyAll(db, "a-model")).asked).toEqual([]);
    expect((await qualifyAll(db, "local")).asked).toEqual([]);
    await observe(
      db,
      profileOf(1, { followersCount: 9_999, externalLink: "https://example.com", observedAt: at(0) }),
    );
    expect(await qualifyAll(db, "a-model")).toMatchObject({ asked: [], skipped: 0 });
    expect((await qualifiedIn(db)).map(({ qualified_by }) => qualified_by)).toEqual(["a-model", "a-model"]);
  });

  test("texts that change are due again; texts that change back are not sent a second time", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { biography: "one", observedAt: at(0) }));
    await qualifyAll(db, "a-model");
    await observe(db, profileOf(1, { biography: "two", observedAt: at(1) }));
    await observe(db, profileOf(1, { biography: "one", observedAt: at(2) }));
    expect(await qualifyAll(db, "a-model")).toMatchObject({ asked: [], skipped: 1 });
    await observe(db, profileOf(1, { biography: "three", observedAt: at(3) }));
    expect(await qualifyAll(db, "a-model")).toMatchObject({ asked: ["user1"], closed: 1 });
  });

  test("an answer about texts that have changed meanwhile is not saved, and the new ones are due", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { fullName: "Anna", observedAt: at(0) }));
    const first = await qualifyAll(db, "a-model", async () => {
      await observe(db, profileOf(1, { fullName: "Lukas", observedAt: at(1) }));
    });
    expect(first).toMatchObject({ asked: ["user1"], closed: 1, tallies: { qualified: 0 } });
    expect((await qualifiedIn(db))[0]).toMatchObject({ gender: null, qualified_by: null });
    expect((await qualifyAll(db, "a-model")).asked).toEqual(["user1"]);
    expect((await qualifiedIn(db))[0]).toMatchObject({ gender: "male", qualified_by: "a-model" });
  });

  test("a row that another run holds is left to it", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1), profileOf(2));
    const [holder, other] = [await newRun(db), await newRun(db)];
    const { items } = await claimToQualify(db, holder, 1, true);
    expect((await qualifyAll(db, "a-model")).asked).toEqual(["user2"]);
    const done = items.map((item) => ({ item, result: qualifyLocally(item) }));
    const saved = await db
      .transaction()
      .execute((tx) => saveQualifications(tx, done, { runId: other, rowIds: [1n] }, true));
    expect(saved).toEqual({ closed: 0, tallies: { qualified: 0 } });
  });

  test("its claims go by indexes that hold nothing else", async () => {
    const { kysely: db } = await migratedStore(store);
    const used = (where: string, order: string) =>
      indexesUsedBy(
        db,
        `select id from "Qualification" where claimed_by is null and ${where} order by ${order} limit 5`,
      );
    expect(await used("outcome is null and next_attempt_at is null", "id")).toContain("Qualification_fresh");
    expect(await used("next_attempt_at <= now()", "next_attempt_at")).toContain("Qualification_waiting");
    expect(await used("outcome = 'ok' and is_local", "id")).toContain("Qualification_local");
  });
});
