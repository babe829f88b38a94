import { describe, expect, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { closeSequence } from "../../src/core/outreach/close-sequence.js";
import { planImport } from "../../src/core/outreach/import-leads.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { addPeople, importOf, peopleOf, sequenceOf, statesIn } from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";

const no = (kind: "email" | "domain" | "account", value: string) => ({
  kind,
  value,
  reason: "asked for",
  source: "manual",
});

const KEYWORD_CASES: [biography: string, keyword: string, isFound: boolean][] = [
  ["Vegan food and 🌱vegan🌱life", "vegan", true],
  ["food🌱vegan🌱life", "vegan", true],
  ["VEGANER aus Köln", "vegan", false],
  ["Plant-based, always", "plant based", true],
  ["based on a plant", "plant based", false],
  ["ÄRZTIN in Wien", "ärztin", true],
  ["Веган из Минска", "веган", true],
  ["東京の素食者です", "素食", true],
  ["東京の素人食堂", "素食", false],
  ["ร้านผักสดเชียงใหม่", "ผักสด", true],
  ["비건입니다", "비건", true],
  ["मैं शाकाहारी हूँ", "शाकाहारी", true],
  ["l'art du vegan.", "VEGAN", true],
  ["I am here", "cook", false],
];

describe.each(STORES)("taking accounts into a sequence, on %s", (store) => {
  test("a keyword is found as whole words, in any language and case, glued to an emoji or not", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(
      db,
      KEYWORD_CASES.map(([biography], index) => ({ id: index + 1, biography })),
    );
    const sequence = await sequenceOf(db);
    const found: [string, string, boolean][] = [];
    for (const [index, [biography, keyword]] of KEYWORD_CASES.entries()) {
      const { usernames } = await planImport(db, sequence, { keywords: [keyword] }, 100);
      found.push([biography, keyword, usernames.includes(`user${index + 1}`)]);
    }
    expect(found).toEqual(KEYWORD_CASES);
  });

  test("all filters must hold, each by one of its values; a keyword may stand in the category", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(db, [
      { id: 1, category: "Vegan restaurant", country: "DE", language: "DE", followers: 5_000 },
      { id: 2, biography: "plant based", country: "AT", language: "DE", followers: 5_000 },
      { id: 3, biography: "vegan", country: "FR", language: "DE", followers: 5_000 },
      { id: 4, biography: "vegan", country: "DE", language: "EN", followers: 5_000 },
      { id: 5, biography: "vegan", country: "DE", language: "DE", followers: 50 },
      { id: 6, biography: "vegan", country: "DE", language: "DE", followers: 500_000 },
      { id: 7, biography: "dogs", country: "DE", language: "DE", followers: 5_000 },
    ]);
    const taken = await importOf(db, await sequenceOf(db), {
      keywords: ["vegan", "plant based"],
      countries: ["DE", "AT"],
      languages: ["DE"],
      minFollowers: 1_000,
      maxFollowers: 100_000,
    });
    expect(taken).toEqual(["user1", "user2"]);
  });

  test("a hashtag counts where a recent post has it", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(db, peopleOf(3));
    const post = (id: bigint, daysAgo: number, hashtags: string[]) => ({
      id,
      account_id: id,
      shortcode: `code${id}`,
      taken_at: new Date(Date.now() - daysAgo * 86_400_000),
      media_type: "image",
      hashtags,
    });
    await db
      .insertInto("InstagramPost")
      .values([post(1n, 10, ["marathon", "köln"]), post(2n, 300, ["marathon"]), post(3n, 1, ["sofa"])])
      .execute();
    const sequence = await sequenceOf(db);
    expect(await importOf(db, sequence, { hashtags: ["marathon"], postedWithinDays: 365 }, 1)).toEqual([
      "user1",
    ]);
    expect(await importOf(db, sequence, { hashtags: ["köln", "marathon"] })).toEqual([]);
    // An empty result has a reason.
    const { eligible, excluded } = await planImport(db, sequence, { hashtags: ["marathon"] }, 10);
    expect(eligible).toBe(0);
    expect(excluded).toContainEqual({
      reason: "hashtag only in posts older than 180 days (--posted-within)",
      accounts: 1,
    });
    // Without a hashtag, any post of that time will do.
    const active = await planImport(db, sequence, { postedWithinDays: 30 }, 10);
    expect(active.usernames).toEqual(["user3"]);
    // Everybody is counted exactly once.
    const { accounts } = await db
      .selectFrom("InstagramAccountBase")
      .select((select) => select.fn.countAll<bigint>().as("accounts"))
      .executeTakeFirstOrThrow();
    for (const whom of [
      { hashtags: ["marathon"] },
      { languages: ["DE"], countries: ["DE"], hashtags: ["marathon"], minFollowers: 5_000 },
      { keywords: ["nobody says this"], named: { followers: { max: 10 }, noLink: true as const } },
      {},
    ]) {
      const plan = await planImport(db, sequence, whom, 10);
      const leftOut = plan.excluded.reduce((sum, one) => sum + one.accounts, 0);
      expect([whom, plan.eligible + leftOut]).toEqual([whom, Number(accounts)]);
    }
    expect(await importOf(db, sequence, { hashtags: ["marathon"], postedWithinDays: 365 })).toEqual([
      "user2",
    ]);
  });

  test("two imports at once take nobody twice", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(db, peopleOf(400));
    const sequences = [await sequenceOf(db), await sequenceOf(db, { name: "summer", campaign: 1 })];
    const taken = await Promise.all(sequences.map((sequence) => importOf(db, sequence)));
    expect(taken.flat().length).toBe(400);
    expect(new Set(taken.flat()).size).toBe(400);
  });

  test("a plan counts why each account is left out, and takes nobody", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(db, [
      ...peopleOf(4),
      { id: 5, email: "user1@mail.example" },
      { id: 6, status: "undeliverable" },
      { id: 7, status: null },
      { id: 8, status: "risky" },
      { id: 9, email: null },
      { id: 10 },
    ]);
    const spring = await sequenceOf(db);
    const summer = await sequenceOf(db, { name: "summer", campaign: 1 });
    await importOf(db, summer, {}, 1);
    await importOf(db, spring, {}, 1);
    await inTransaction(db, (tx) => suppress(tx, [no("email", "user3@mail.example")]));
    expect(await planImport(db, spring, {}, 1)).toEqual({
      usernames: ["user4"],
      eligible: 2,
      excluded: [
        { reason: "address not known yet (find-emails)", accounts: 1 },
        { reason: "in this sequence already", accounts: 1 },
        { reason: "suppressed", accounts: 1 },
        { reason: "address not verified", accounts: 1 },
        { reason: "address undeliverable", accounts: 1 },
        { reason: "address only risky (--allow-risky takes it)", accounts: 1 },
        { reason: "in another live sequence", accounts: 2 },
      ],
    });
    expect(await statesIn(db)).toEqual({ queued: 2 });
  });
});

describe("taking accounts into a sequence", () => {
  test("only verified addresses are taken, risky ones where asked for, undeliverable ones never", async () => {
    const { kysely: db } = await migratedStore("postgres");
    await addPeople(db, [
      { id: 1 },
      { id: 2, status: "risky" },
      { id: 3, status: "undeliverable" },
      { id: 4, status: "unknown" },
      { id: 5, status: null },
      { id: 6, email: null },
    ]);
    const sequence = await sequenceOf(db);
    expect(await importOf(db, sequence)).toEqual(["user1"]);
    expect(await importOf(db, sequence, { allowRisky: true })).toEqual(["user2"]);
  });

  test("the decision about an address stands above what the verification found, but never above undeliverable", async () => {
    const { kysely: db } = await migratedStore("postgres");
    await addPeople(db, [{ id: 1 }, { id: 2, status: "risky" }, { id: 3, status: "undeliverable" }]);
    const decide = (decision: "good" | "bad", email: string) =>
      db.updateTable("EmailVerification").set({ decision }).where("email", "=", email).execute();
    await decide("bad", "user1@mail.example");
    await decide("good", "user2@mail.example");
    await decide("good", "user3@mail.example");
    expect(await importOf(db, await sequenceOf(db))).toEqual(["user2"]);
  });

  test("ten accounts with one address make one lead, also when it is written in another case", async () => {
    const { kysely: db } = await migratedStore("postgres");
    await addPeople(
      db,
      peopleOf(10).map((person) => ({
        ...person,
        email: person.id === 4 ? "Agency@Mail.example" : "agency@mail.example",
      })),
    );
    expect(await importOf(db, await sequenceOf(db))).toEqual(["user1"]);
    expect(await statesIn(db)).toEqual({ queued: 1 });
  });

  test("who is suppressed by address, domain, a domain above it, or account is left out", async () => {
    const { kysely: db } = await migratedStore("postgres");
    await addPeople(db, [
      { id: 1 },
      { id: 2, email: "a@firm.example.com" },
      { id: 3, email: "b@example.com" },
      { id: 4, email: "c@notexample.com" },
      { id: 5 },
    ]);
    await inTransaction(db, (tx) =>
      suppress(tx, [no("email", "user1@mail.example"), no("domain", "example.com"), no("account", "user5")]),
    );
    expect(await importOf(db, await sequenceOf(db))).toEqual(["user4"]);
  });

  test("nobody is in two live sequences; who is in a closed one, and not written to any more, can be taken again", async () => {
    const { kysely: db } = await migratedStore("postgres");
    await addPeople(db, peopleOf(3));
    const spring = await sequenceOf(db);
    const summer = await sequenceOf(db, { name: "summer", campaign: 1 });
    expect(await importOf(db, spring, {}, 2)).toEqual(["user1", "user2"]);
    expect(await importOf(db, summer)).toEqual(["user3"]);
    await db
      .updateTable("EmailSequenceLead")
      .set({ state: "active" })
      .where("email", "=", "user1@mail.example")
      .execute();
    await inTransaction(db, (tx) => closeSequence(tx, spring));
    expect(await importOf(db, summer)).toEqual(["user2"]);
  });
});
