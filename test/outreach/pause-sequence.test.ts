import { expect, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { setPaused } from "../../src/core/outreach/pause-sequence.js";
import { sandboxOf } from "../support/cli.js";
import {
  advance,
  filledSequence,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  runSync,
} from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";

test.each(STORES)(
  "a paused sequence hands nobody over and writes to nobody, and goes on where it was, on %s",
  async (store) => {
    const database = await migratedStore(store);
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    const pause = (isPaused: boolean) => inTransaction(db, (tx) => setPaused(tx, 1n, isPaused));
    const mails = async () =>
      Object.values((await ledgerOf(sandbox)).mails).reduce((sum, one) => sum + one, 0);
    await filledSequence(db, peopleOf(3));
    await pause(true);
    expect((await runHandOver(database, sandbox)).counts.claimed).toBe(0);

    await pause(false);
    await runHandOver(database, sandbox);
    await runSync(database, sandbox);
    await advance(sandbox, 1);
    const before = await mails();
    expect(before).toBe(3);

    await pause(true);
    await pause(false);
    await pause(true);
    expect((await runSync(database, sandbox)).tallies).toMatchObject({ campaigns_adjusted: 1 });
    await advance(sandbox, 10);
    expect(await mails()).toBe(before);

    await pause(false);
    await makeDue(db);
    await runSync(database, sandbox);
    await advance(sandbox, 10);
    expect(await mails()).toBeGreaterThan(before);
  },
);

test("leads of a request that did not get through are put back while their sequence is paused, and sent after it", async () => {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  const sandbox = await sandboxOf();
  await filledSequence(db, peopleOf(2));
  await runHandOver(database, await sandboxOf({ faults: { "500": 1 } }));
  await inTransaction(db, (tx) => setPaused(tx, 1n, true));
  await makeDue(db);
  await runHandOver(database, sandbox);
  const states = await db.selectFrom("EmailSequenceLead").select("state").execute();
  expect(states).toEqual([{ state: "queued" }, { state: "queued" }]);
  expect((await ledgerOf(sandbox)).leads).toEqual([]);

  await inTransaction(db, (tx) => setPaused(tx, 1n, false));
  await runHandOver(database, sandbox);
  expect((await ledgerOf(sandbox)).leads).toHaveLength(2);
});
