import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import type { Fault } from "../../src/sandbox/faults.js";
import { campaignIdOf } from "../../src/sandbox/instantly/workspace.js";
import { sandboxOf } from "../support/cli.js";
import {
  addPeople,
  filledSequence,
  IMPATIENT,
  importOf,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  sequenceOf,
  statesIn,
} from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";

/** Adds a lead to a campaign as a person would in Instantly. */
async function addByHand(url: string, campaign: number, email: string): Promise<void> {
  await fetch(`${url}/leads/add`, {
    method: "POST",
    headers: { authorization: "Bearer person", "content-type": "application/json" },
    body: JSON.stringify({ campaign_id: campaignIdOf(campaign), leads: [{ email }] }),
  });
}

async function blockByHand(url: string, value: string): Promise<void> {
  await fetch(`${url}/block-lists-entries`, {
    method: "POST",
    headers: { authorization: "Bearer person", "content-type": "application/json" },
    body: JSON.stringify({ bl_value: value }),
  });
}

describe.each(STORES)("the hand-over to Instantly, on %s", (store) => {
  test("hands each lead over once, with what texts can use, and knows Instantly's id of it", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(250));
    await db
      .updateTable("InstagramAccountBase")
      .set({ full_name: "Ann Example", gender: "female", external_link: "https://ann.example" })
      .where("id", "=", 1n)
      .execute();
    const result = await runHandOver(database, sandbox, { chunk: 100 });
    expect(result).toMatchObject({ exitCode: 0, counts: { ok: 3 }, tallies: { handed_over: 250 } });
    const { leads, addRequests } = await ledgerOf(sandbox);
    expect(addRequests).toBe(3);
    const stored = await db
      .selectFrom("EmailSequenceLead")
      .select(["email", "instantly_lead_id", "state"])
      .execute();
    expect(new Map(stored.map((lead) => [lead.email, lead.instantly_lead_id]))).toEqual(
      new Map(leads.map(({ email, id }) => [email, id])),
    );
    expect(stored.every(({ state }) => state === "active")).toBe(true);
    expect(leads.find(({ email }) => email === "user1@mail.example")?.payload).toEqual({
      username: "user1",
      profile_url: "https://www.instagram.com/user1/",
      full_name: "Ann Example",
      followers: 1_000,
    });
    expect(await runHandOver(database, sandbox)).toMatchObject({ counts: { claimed: 0 }, exitCode: 0 });
  });

  test("each lead that was not taken gets the reason that is its own, whatever the others' are", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await addPeople(db, [...peopleOf(5), { id: 6, email: "no@x.y" }]);
    await sequenceOf(db, { name: "summer", campaign: 1 });
    await importOf(db, await sequenceOf(db));
    await addByHand(sandbox.url, 0, "user1@mail.example");
    await addByHand(sandbox.url, 1, "user2@mail.example");
    await blockByHand(sandbox.url, "user3@mail.example");
    const result = await runHandOver(database, sandbox);
    expect(result).toMatchObject({ exitCode: 0, counts: { ok: 1 } });
    const leads = await db
      .selectFrom("EmailSequenceLead")
      .select(["email", "state", "reason"])
      .orderBy("id")
      .execute();
    expect(leads).toEqual([
      { email: "user1@mail.example", state: "active", reason: null },
      { email: "user2@mail.example", state: "refused", reason: "in another campaign at the sequencer" },
      { email: "user3@mail.example", state: "refused", reason: "on the sequencer's block list" },
      { email: "user4@mail.example", state: "active", reason: null },
      { email: "user5@mail.example", state: "active", reason: null },
      { email: "no@x.y", state: "refused", reason: "not a valid address, says the sequencer" },
    ]);
    expect((await ledgerOf(sandbox)).leads).toHaveLength(4);
    const suppressed = await db.selectFrom("Suppression").select(["value", "source"]).execute();
    expect(suppressed).toEqual([{ value: "user3@mail.example", source: "instantly" }]);
    // Released leads can be taken into another sequence.
    const free = await db
      .selectFrom("EmailSequenceLead")
      .select("email")
      .where("released_at", "is not", null)
      .execute();
    expect(free).toHaveLength(3);
  });

  test("two runs at once hand over everybody once, and no more than the cap a day", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf({ isInstantlyCareless: true, latencyMs: 5 });
    const id = await filledSequence(db, peopleOf(300), { dailyCap: 130 });
    const run = () => runHandOver(database, sandbox, { chunk: 20, concurrency: 3 });
    // The embedded database allows one run at a time.
    const runBoth = async () =>
      store === "postgres" ? await Promise.all([run(), run()]) : [await run(), await run()];
    await runBoth();
    expect((await ledgerOf(sandbox)).leads).toHaveLength(130);
    expect(await statesIn(db)).toEqual({ active: 130, queued: 170 });
    await runBoth();
    expect((await ledgerOf(sandbox)).leads).toHaveLength(130);
    for (let day = 0; day < 2; day++) {
      await sql`update "EmailSequence" set handed_on = handed_on - 1 where id = ${id}`.execute(db);
      await sql`update "EmailOutbox" set sent_at = sent_at - interval '1 day'`.execute(db);
      await runBoth();
    }
    const { leads, addedTwice } = await ledgerOf(sandbox);
    expect(new Set(leads.map(({ email }) => email)).size).toBe(300);
    expect([leads.length, addedTwice]).toEqual([300, 0]);
    expect(await statesIn(db)).toEqual({ active: 300 });
  });
});

describe("the hand-over to Instantly, when things go wrong", () => {
  test.each<[Fault, string]>([
    ["accepted-timeout", "was carried out and never answered"],
    ["accepted-500", "was carried out and answered with a server error"],
    ["truncated", "was carried out and its answer is cut off"],
    ["timeout", "never arrived"],
    ["error-in-200", "was refused inside a success"],
  ])("a request that %s makes no second lead, however careless Instantly is", async (fault) => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const bad = await sandboxOf({ faults: { [fault]: 1 }, isInstantlyCareless: true });
    await filledSequence(db, peopleOf(150));
    const failed = await runHandOver(database, bad, { environment: IMPATIENT });
    expect(failed.counts).toMatchObject({ ok: 0, retried: 1 });
    expect(await statesIn(db)).toEqual({ sending: 150 });
    const before = (await ledgerOf(bad)).leads;
    expect(before).toHaveLength(fault === "timeout" || fault === "error-in-200" ? 0 : 150);

    const good = await sandboxOf({ isInstantlyCareless: true });
    for (const { email } of before) await addByHand(good.url, 0, email);
    await makeDue(db);
    const second = await runHandOver(database, good);
    expect(second).toMatchObject({ exitCode: 0, counts: { ok: 1 } });
    const { leads, addedTwice } = await ledgerOf(good);
    expect(leads).toHaveLength(150);
    expect(addedTwice).toBe(0);
    expect(await statesIn(db)).toEqual({ active: 150 });
  });

  test("what was sent is not looked for before Instantly's lists can show it", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf({ faults: { "accepted-timeout": 1 } });
    await filledSequence(db, peopleOf(3));
    await runHandOver(database, sandbox, { environment: IMPATIENT });
    await makeDue(db);
    const early = await runHandOver(database, sandbox, {
      environment: { IGMINER_INSTANTLY_LISTING_LAG_SECONDS: "60" },
    });
    expect(early.counts.claimed).toBe(0);
  });

  test("who was suppressed, or found undeliverable, after the outbox was filled is not sent", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const refusing = await sandboxOf({ faults: { "402": 1 } });
    await filledSequence(db, [...peopleOf(4), { id: 5, email: "x@sub.example.com" }]);
    expect(await runHandOver(database, refusing)).toMatchObject({ exitCode: 4, counts: { given_back: 1 } });
    expect(await statesIn(db)).toEqual({ sending: 5 });
    await inTransaction(db, (tx) =>
      suppress(tx, [
        { kind: "email", value: "user1@mail.example", reason: "asked", source: "manual" },
        { kind: "domain", value: "example.com", reason: "asked", source: "manual" },
        { kind: "account", value: "user2", reason: "asked", source: "manual" },
      ]),
    );
    await db
      .updateTable("EmailVerification")
      .set({ status: "undeliverable" })
      .where("email", "=", "user3@mail.example")
      .execute();
    const sandbox = await sandboxOf();
    const result = await runHandOver(database, sandbox);
    expect(result.tallies).toMatchObject({ handed_over: 1, withdrawn: 4 });
    expect((await ledgerOf(sandbox)).leads.map(({ email }) => email)).toEqual(["user4@mail.example"]);
    expect(await statesIn(db)).toEqual({ active: 1, withdrawn: 4 });
  });

  test("who is suppressed while a request waits for its turn is not sent with it", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(3));
    const slow = { IGMINER_INSTANTLY_MIN_RATE_PER_MINUTE: "30", IGMINER_INSTANTLY_MAX_RATE_PER_MINUTE: "30" };
    const running = runHandOver(database, sandbox, { chunk: 1, concurrency: 1, environment: slow });
    while ((await ledgerOf(sandbox)).leads.length === 0) await sleep(20);
    // By now the second request has been formed and waits two seconds for its turn.
    while ((await statesIn(db)).sending === undefined) await sleep(20);
    await inTransaction(db, (tx) =>
      suppress(tx, [{ kind: "domain", value: "mail.example", reason: "asked", source: "manual" }]),
    );
    await running;
    expect((await ledgerOf(sandbox)).leads.map(({ email }) => email)).toEqual(["user1@mail.example"]);
    expect(await statesIn(db)).toEqual({ active: 1, withdrawn: 2 });
  });

  test("what was refused does not count for the day", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(6), { dailyCap: 4 });
    await blockByHand(sandbox.url, "user1@mail.example");
    await blockByHand(sandbox.url, "user2@mail.example");
    await runHandOver(database, sandbox);
    await runHandOver(database, sandbox);
    expect(await statesIn(db)).toEqual({ active: 4, refused: 2 });
  });

  test("the plan's remainder is respected: the rest waits, and nothing is sent in vain", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf({ instantlyPlan: 70 });
    await filledSequence(db, peopleOf(100));
    const first = await runHandOver(database, sandbox, { chunk: 50, concurrency: 1 });
    expect(first).toMatchObject({ exitCode: 4, status: "stopped" });
    expect((await ledgerOf(sandbox)).leads).toHaveLength(70);
    expect(await statesIn(db)).toMatchObject({ active: 70 });
    const { addRequests } = await ledgerOf(sandbox);
    expect(await runHandOver(database, sandbox)).toMatchObject({ exitCode: 4 });
    expect((await ledgerOf(sandbox)).addRequests).toBe(addRequests);
    // A bigger plan, and the time after which its room is checked again.
    await sql`update "EmailOutbox" set answered_at = answered_at - interval '7 hours'`.execute(db);
    const bigger = await sandboxOf();
    for (const { email } of (await ledgerOf(sandbox)).leads) await addByHand(bigger.url, 0, email);
    await makeDue(db);
    for (let run = 0; run < 3; run++) await runHandOver(database, bigger);
    expect(await statesIn(db)).toEqual({ active: 100 });
  });

  test.each([
    ["a key that is not accepted", {}, { IGMINER_INSTANTLY_KEY: " " }, 2],
    ["a plan without credits", { "402": 1 }, {}, 4],
    ["a rate limit that does not end", { "429": 1 }, {}, 0],
  ])("%s stops the run and leaves the leads as they were", async (_what, faults, environment, exitCode) => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf({ faults });
    await filledSequence(db, peopleOf(3));
    const result = await runHandOver(database, sandbox, { environment, maxSeconds: 1 });
    expect(result).toMatchObject({ exitCode, counts: { given_back: 1, ok: 0, retried: 0 } });
    const box = await db.selectFrom("EmailOutbox").select(["attempts", "sent_at"]).executeTakeFirstOrThrow();
    expect(box).toEqual({ attempts: 0, sent_at: null });
    const sequence = await db.selectFrom("EmailSequence").select("handed_today").executeTakeFirstOrThrow();
    expect(sequence.handed_today).toBe(0);
  });
});
