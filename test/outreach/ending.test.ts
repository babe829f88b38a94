import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runBatch } from "../../src/core/batch/run-batch.js";
import { loadConfig } from "../../src/core/config/config.js";
import type { Database } from "../../src/core/db/database.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { openSequencers, type SequencerTools } from "../../src/core/outreach/open-sequencers.js";
import { orderErasure, readOpenOrders } from "../../src/core/outreach/orders.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { type SyncItem, syncBatch } from "../../src/core/outreach/sync.js";
import { forget } from "../../src/core/privacy/forget.js";
import { requirePersonKey } from "../../src/core/privacy/person.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { sandboxOf } from "../support/cli.js";
import {
  advance,
  filledSequence,
  instantlyEnvironment,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  runSync,
} from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";
import { runOptionsOf } from "../support/tasks.js";

const NO_FILES = { remove: async () => false };

async function erase({ kysely: db }: Database, name: string) {
  return forget(db, await requirePersonKey(db, name), NO_FILES);
}

/** The last step of `hand-over`, after handing over. */
function carryOutEndings(database: Database, sandbox: Sandbox) {
  const { config } = loadConfig({ environment: instantlyEnvironment(sandbox), folder: "/nonexistent" });
  return runBatch(
    { name: "hand-over", ...syncBatch({ ...config.instantly, onlyEndings: true }) },
    { ...runOptionsOf(database), openTools: (draining) => openSequencers(database, config, draining) },
  );
}

describe.each(STORES)("an erasure, on %s", (store) => {
  test("ends what was begun: no e-mail after it, in whatever order suppression, erasure and sync come", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(4));
    await runHandOver(database, sandbox);
    await advance(sandbox, 1);
    const mailsOf = async (id: number) => (await ledgerOf(sandbox)).mails[`user${id}@mail.example`];
    const sent = await mailsOf(1);
    await inTransaction(db, (tx) =>
      suppress(tx, [{ kind: "email", value: "user2@mail.example", reason: "asked", source: "manual" }]),
    );
    expect((await erase(database, "user1")).orders).toBe(1);
    expect((await erase(database, "user2")).orders).toBe(2);
    expect(await readOpenOrders(db)).toMatchObject([
      { task: "block", via: "instantly", orders: 1, failed: 0 },
      { task: "delete", via: "instantly", orders: 2, failed: 0 },
    ]);
    // An order contains nothing about the erased person except what the other side needs.
    const { rows } =
      await sql`select lead_reference is null as is_nameless, value from "InstantlySync" where is_erasure order by task, id`.execute(
        db,
      );
    expect(rows).toEqual([
      { is_nameless: true, value: "user2@mail.example" },
      { is_nameless: false, value: null },
      { is_nameless: false, value: null },
    ]);

    expect((await carryOutEndings(database, sandbox)).tallies).toMatchObject({
      deleted_there: 2,
      block_listed: 1,
    });
    expect(await readOpenOrders(db)).toEqual([]);
    await advance(sandbox, 10);
    const ledger = await ledgerOf(sandbox);
    expect(ledger.mails["user1@mail.example"]).toBe(sent);
    expect(ledger.mails["user3@mail.example"]).toBeGreaterThan(0);
    expect(ledger.leads.map(({ email }) => email).sort()).toEqual([
      "user3@mail.example",
      "user4@mail.example",
    ]);
    expect(ledger.blockList).toEqual(["user2@mail.example"]);
  });

  test("an order that another run has taken over is not carried out once more by the first", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf({ isInstantlyCareless: true });
    await filledSequence(db, peopleOf(1));
    await runHandOver(database, sandbox);
    await inTransaction(db, (tx) =>
      suppress(tx, [{ kind: "domain", value: "elsewhere.example", reason: "asked", source: "manual" }]),
    );
    const { config } = loadConfig({ environment: instantlyEnvironment(sandbox), folder: "/nonexistent" });
    const { work, ...rest } = syncBatch(config.instantly);
    const seen: string[] = [];
    await runBatch(
      {
        name: "sync-instantly",
        ...rest,
        async work(item: SyncItem, tools: SequencerTools, signal: AbortSignal) {
          if (item.task === "block") {
            // As after a stop past the heartbeat: the other run finds this one dead.
            await sql`update "Run" set heartbeat_at = heartbeat_at - interval '10 minutes' where finished_at is null`.execute(
              db,
            );
            await runSync(database, sandbox);
            seen.push(item.value as string);
          }
          return work(item, tools, signal);
        },
      },
      { ...runOptionsOf(database), openTools: (draining) => openSequencers(database, config, draining) },
    ).catch(() => {});
    const { blockList, blockedTwice } = await ledgerOf(sandbox);
    expect({ seen, blockList, blockedTwice }).toEqual({
      seen: ["elsewhere.example"],
      blockList: ["elsewhere.example"],
      blockedTwice: 0,
    });
  });

  test("an order that fails is tried again until it is done", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const good = await sandboxOf();
    await filledSequence(db, peopleOf(1));
    await runHandOver(database, good);
    await erase(database, "user1");
    const bad = await sandboxOf({ faults: { "500": 1 } });
    for (let attempt = 0; attempt < 6; attempt++) {
      await makeDue(db);
      await carryOutEndings(database, bad);
    }
    expect(await readOpenOrders(db)).toMatchObject([{ task: "delete", orders: 1, failed: 1 }]);
    await makeDue(db);
    expect((await carryOutEndings(database, good)).counts.claimed).toBe(0);
    await sql`update "InstantlySync" set tried_at = tried_at - interval '2 hours'`.execute(db);
    await carryOutEndings(database, good);
    expect([(await ledgerOf(good)).leads, await readOpenOrders(db)]).toEqual([[], []]);
  });

  test("a lead in a sync that is of somebody erased is deleted there, whoever put it into the campaign", async () => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    await filledSequence(db, peopleOf(2));
    await runHandOver(database, sandbox);
    // As if the erasure had never heard of the lead.
    await sql`update "EmailSequenceLead" set instantly_lead_id = null, state = 'queued' where email = 'user1@mail.example'`.execute(
      db,
    );
    expect((await erase(database, "user1")).orders).toBe(0);
    await runSync(database, sandbox);
    await runSync(database, sandbox);
    expect((await ledgerOf(sandbox)).leads.map(({ email }) => email)).toEqual(["user2@mail.example"]);
  });
});

test("a person who is erased while the request is under way is deleted as soon as the answer names the lead", async () => {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  const sandbox = await sandboxOf({ latencyMs: 400 });
  await filledSequence(db, peopleOf(2));
  const running = runHandOver(database, sandbox);
  for (;;) {
    const sent = await db.selectFrom("EmailOutbox").select("id").where("sent_at", "is not", null).execute();
    if (sent.length > 0) break;
  }
  const { orders } = await erase(database, "user1");
  expect(orders).toBe(1);
  await running;
  await makeDue(db);
  await carryOutEndings(database, sandbox);
  await makeDue(db);
  await carryOutEndings(database, sandbox);
  expect((await ledgerOf(sandbox)).leads.map(({ email }) => email)).toEqual(["user2@mail.example"]);
  expect(await readOpenOrders(db)).toEqual([]);
});

test("a request that may have arrived is looked for by address, and is not taken for absent while it is open", async () => {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  const sandbox = await sandboxOf();
  await filledSequence(db, peopleOf(1));
  await runHandOver(database, sandbox);
  // The state left by a run that was killed between the request and its answer.
  await sql`update "EmailSequenceLead" set state = 'sending', instantly_lead_id = null`.execute(db);
  await sql`
    insert into "Run" (id, command, host, pid, version)
    overriding system value
    values (900, 'hand-over', 'another', 1, '0')
  `.execute(db);
  await sql`update "EmailOutbox" set outcome = null, claimed_by = 900, leads = 1`.execute(db);
  expect(await inTransaction(db, (tx) => orderErasure(tx, { accountIds: [1n], emails: [] }))).toBe(1);
  await sql`delete from "EmailSequenceLead"`.execute(db);
  await carryOutEndings(database, sandbox);
  expect((await ledgerOf(sandbox)).leads).toEqual([]);
  // The run may be alive: its request arrives later than this look.
  expect(await readOpenOrders(db)).toMatchObject([{ task: "delete", orders: 1 }]);
  await sql`update "EmailOutbox" set claimed_by = null`.execute(db);
  await makeDue(db);
  await carryOutEndings(database, sandbox);
  expect(await readOpenOrders(db)).toEqual([]);
});
