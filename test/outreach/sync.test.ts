import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { closeSequence } from "../../src/core/outreach/close-sequence.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { campaignIdOf } from "../../src/sandbox/instantly/workspace.js";
import { sandboxOf } from "../support/cli.js";
import {
  advance,
  filledSequence,
  IMPATIENT,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  runSync,
} from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";

describe.each(STORES)("the sync with Instantly, on %s", (store) => {
  test("knows of each lead what Instantly knows, and suppresses who bounced, unsubscribed or said no", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(450));
    await runHandOver(database, sandbox);
    await advance(sandbox, 10);
    const result = await runSync(database, sandbox);
    expect(result).toMatchObject({ exitCode: 0, tallies: { leads_seen: 450, leads_changed: 450 } });

    const { leads } = await ledgerOf(sandbox);
    const stored = await db
      .selectFrom("EmailSequenceLead")
      .select(["email", "state", "instantly_status", "interest", "open_count", "reply_count", "click_count"])
      .orderBy("email")
      .execute();
    const stateOf = ({ status, replies }: (typeof leads)[number]) =>
      status === -1 ? "bounced" : status === -2 ? "unsubscribed" : replies > 0 ? "replied" : "completed";
    const expected = leads
      .map((lead) => ({
        email: lead.email,
        state: stateOf(lead),
        instantly_status: lead.status,
        interest: lead.interest,
        open_count: lead.opens,
        reply_count: lead.replies,
        click_count: lead.clicks,
      }))
      .sort((a, b) => (a.email < b.email ? -1 : 1));
    expect(stored).toEqual(expected);
    expect(new Set(stored.map(({ state }) => state)).size).toBe(4);

    const gone = leads
      .filter(({ status, interest }) => status < 0 || interest === -1)
      .map(({ email }) => email);
    const suppressed = await db.selectFrom("Suppression").select(["value"]).execute();
    expect(suppressed.map(({ value }) => value).sort()).toEqual(gone.sort());
    const signals = await db.selectFrom("EmailSignal").select(["email", "kind"]).execute();
    expect(new Map(signals.map(({ email, kind }) => [email, kind]))).toEqual(
      new Map(
        leads
          .filter(({ status }) => status < 0)
          .map(({ email, status }) => [email, status === -1 ? "hard_bounce" : "unsubscribe"]),
      ),
    );
    const undecided = await db
      .selectFrom("EmailVerification")
      .select("email")
      .where("needs_decision", "=", true)
      .execute();
    expect(undecided).toHaveLength(signals.length);

    const figures = await sql<{ name: string; value: number }>`
      select name, value from "Metrics" where name like 'campaign\\_%' and tags ->> 'sequence' = 'spring'
    `.execute(db);
    expect(Object.fromEntries(figures.rows.map(({ name, value }) => [name, value]))).toMatchObject({
      campaign_leads_count: 450,
      campaign_contacted_count: 450,
      campaign_bounced_count: leads.filter(({ status }) => status === -1).length,
    });

    // The suppressions go to the block list, each once; after that there is nothing new to write.
    await makeDue(db);
    const second = await runSync(database, sandbox);
    expect(second.tallies).toMatchObject({ leads_changed: 0, suppressed: 0 });
    expect(second.counts.ok).toBe(second.counts.claimed);
    const { blockList, blockedTwice } = await ledgerOf(sandbox);
    expect([blockList.sort(), blockedTwice]).toEqual([gone.sort(), 0]);
  });

  test("goes on where the last run stopped, and begins anew where the cursor is not taken", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(250));
    await runHandOver(database, sandbox);
    await advance(sandbox, 1);
    await sql`delete from "InstantlySync" where task = 'analytics'`.execute(db);
    const seen = [];
    for (let run = 0; run < 3; run++) {
      // Orders go before pages.
      await sql`delete from "InstantlySync" where task = 'block'`.execute(db);
      seen.push((await runSync(database, sandbox, { batch: 1 })).tallies.leads_seen);
    }
    await sql`delete from "InstantlySync" where task = 'block'`.execute(db);
    expect(seen).toEqual([100, 100, 50]);
    expect((await runSync(database, sandbox)).tallies.leads_seen).toBeUndefined();

    await sql`update "InstantlySync" set cursor = 'no cursor at all', next_attempt_at = null`.execute(db);
    const again = await runSync(database, sandbox);
    expect(again).toMatchObject({ exitCode: 0, tallies: { leads_seen: 250 } });
  });
});

describe("the sync with Instantly", () => {
  test("an entry for the block list whose answer was lost is not made twice", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const losing = await sandboxOf({ faults: { "accepted-timeout": 1 } });
    await inTransaction(db, (tx) =>
      suppress(tx, [
        { kind: "email", value: "ann@example.com", reason: "asked", source: "manual" },
        { kind: "domain", value: "example.org", reason: "asked", source: "manual" },
        { kind: "account", value: "nobody", reason: "asked", source: "manual" },
      ]),
    );
    expect(await runSync(database, losing, { environment: IMPATIENT })).toMatchObject({
      counts: { retried: 2 },
    });
    const { blockList } = await ledgerOf(losing);
    expect(blockList.sort()).toEqual(["ann@example.com", "example.org"]);

    const sandbox = await sandboxOf();
    for (const value of blockList) {
      await fetch(`${sandbox.url}/block-lists-entries`, {
        method: "POST",
        headers: { authorization: "Bearer person" },
        body: JSON.stringify({ bl_value: value }),
      });
    }
    await makeDue(db);
    expect(await runSync(database, sandbox)).toMatchObject({ exitCode: 0, tallies: { block_listed: 2 } });
    expect((await ledgerOf(sandbox)).blockedTwice).toBe(0);
    const told = await db
      .selectFrom("Suppression")
      .select("kind")
      .where("block_listed_at", "is not", null)
      .execute();
    expect(told.map(({ kind }) => kind).sort()).toEqual(["domain", "email"]);
  });

  test("who said no in a campaign without us having written is suppressed too", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(1));
    const emails = Array.from({ length: 200 }, (_, index) => `stranger${index}@mail.example`);
    await fetch(`${sandbox.url}/leads/add`, {
      method: "POST",
      headers: { authorization: "Bearer person" },
      body: JSON.stringify({ campaign_id: campaignIdOf(0), leads: emails.map((email) => ({ email })) }),
    });
    await advance(sandbox, 10);
    const { tallies } = await runSync(database, sandbox);
    const { leads } = await ledgerOf(sandbox);
    expect(tallies).toMatchObject({
      not_ours: 200,
      suppressed: leads.filter(({ status, interest }) => status < 0 || interest === -1).length,
    });
  });

  test("an older word never overwrites a newer one, and who is out stays out", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(2));
    await runHandOver(database, sandbox);
    await db
      .updateTable("EmailSequenceLead")
      .set({ instantly_updated_at: new Date("2030-01-01"), open_count: 9 })
      .where("email", "=", "user1@mail.example")
      .execute();
    await db
      .updateTable("EmailSequenceLead")
      .set({ state: "unsubscribed" })
      .where("email", "=", "user2@mail.example")
      .execute();
    await advance(sandbox, 4);
    await runSync(database, sandbox);
    const leads = await db
      .selectFrom("EmailSequenceLead")
      .select(["state", "open_count"])
      .orderBy("email")
      .execute();
    expect(leads[0]).toMatchObject({ state: "active", open_count: 9 });
    expect(leads[1]).toMatchObject({ state: "unsubscribed" });
  });

  test("a closed sequence is asked about until Instantly writes to nobody of it; then its addresses are free", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    const id = await filledSequence(db, peopleOf(20));
    await runHandOver(database, sandbox);
    expect(await inTransaction(db, (tx) => closeSequence(tx, id))).toEqual({ withdrawn: 0, active: 20 });
    await advance(sandbox, 10);
    await runSync(database, sandbox);
    const held = await db
      .selectFrom("EmailSequenceLead")
      .select("id")
      .where("released_at", "is", null)
      .execute();
    expect(held).toEqual([]);
    await makeDue(db);
    await runSync(database, sandbox);
    const tasks = await db.selectFrom("InstantlySync").select("task").where("sequence_id", "=", id).execute();
    expect(tasks).toEqual([]);
  });
});
