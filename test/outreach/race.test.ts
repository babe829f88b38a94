import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { closeSequence } from "../../src/core/outreach/close-sequence.js";
import { sendConfirmed } from "../../src/core/outreach/permit.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { forget } from "../../src/core/privacy/forget.js";
import { hashOf } from "../../src/sandbox/random.js";
import { sandboxOf } from "../support/cli.js";
import {
  addPeople,
  importOf,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  sequenceOf,
} from "../support/outreach.js";
import { migratedStore } from "../support/stores.js";

const ROUNDS = 40;
const PEOPLE = 25;
const CAP = 20;
const mailOf = (id: number) => `user${id}@mail.example`;

/**
 * A thousand objections (suppressions of addresses and accounts, erasures, closed sequences) come while two hand-overs send
 * the very people. The sandbox runs in this process: when it made a lead and when an objection was committed are on one clock.
 */
test("nobody is written to after an objection is committed, a thousand times over", {
  timeout: 900_000,
}, async () => {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  const sandbox = await sandboxOf({ isInstantlyCareless: true, latencyMs: 4 });
  const committedAt = new Map<string, number>();
  let raced = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const from = 1_000_000 + round * PEOPLE;
    const people = peopleOf(PEOPLE, from);
    await addPeople(db, people);
    const sequence = await sequenceOf(db, { name: `round ${round}`, dailyCap: CAP });
    await importOf(db, sequence);
    const objections = people.map(async ({ id }, place) => {
      await sleep(hashOf(round, place) % 1_500);
      const kind = hashOf(round, place, 1) % 12;
      if (kind === 0) await forget(db, { kind: "id", id: BigInt(id) }, { remove: async () => false });
      else {
        const value =
          kind < 6
            ? ({ kind: "email", value: mailOf(id) } as const)
            : ({ kind: "account", value: `user${id}` } as const);
        await inTransaction(db, (tx) => suppress(tx, [{ ...value, reason: "asked", source: "manual" }]));
      }
      committedAt.set(mailOf(id), performance.now());
    });
    const closing = sleep(700 + (hashOf(round, 2) % 900)).then(async () => {
      await inTransaction(db, (tx) => closeSequence(tx, sequence));
      return performance.now();
    });
    const running = [1, 2].map(() => runHandOver(database, sandbox, { chunk: 2, concurrency: 2 }));
    const closedAt = await closing;
    await Promise.all([...running, ...objections]);
    await makeDue(db);
    await runHandOver(database, sandbox);
    const emails = new Set(people.map(({ id }) => mailOf(id)));
    const { leads, addedTwice } = await ledgerOf(sandbox);
    const made = leads.filter(({ email }) => emails.has(email));
    const late = made.filter(
      ({ email, visibleAtMs }) => visibleAtMs > Math.min(closedAt, committedAt.get(email) ?? Infinity),
    );
    expect(late.map(({ email }) => email)).toEqual([]);
    expect([addedTwice, made.length <= CAP]).toEqual([0, true]);
    raced += made.length;
    await sql`delete from "InstantlySync" where task = 'block'`.execute(db);
  }
  expect(committedAt.size).toBe(ROUNDS * PEOPLE);
  // Some got through before their objection, most did not: both sides of the race were run.
  expect(raced).toBeGreaterThan(ROUNDS);
});

test("a permit of yesterday sends nothing today", async () => {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  await addPeople(db, peopleOf(1));
  const sequence = await sequenceOf(db);
  await importOf(db, sequence);
  const { rows } = await sql<{ id: bigint }>`
    insert into "EmailOutbox" (sequence_id, sent_at, claimed_by) values (${sequence}, now() - interval '1 day', 1) returning id
  `.execute(db);
  const [{ id }] = rows as [{ id: bigint }];
  await sql`update "EmailSequenceLead" set state = 'sending', outbox_id = ${id}`.execute(db);
  const send = async (emails: ReadonlySet<string>) => emails.size;
  expect(await sendConfirmed(db, 1n, id, send)).toBe("too late");
  await sql`update "EmailOutbox" set sent_at = now()`.execute(db);
  expect(await sendConfirmed(db, 2n, id, send)).toBe("too late");
  expect(await sendConfirmed(db, 1n, id, send)).toEqual({ sent: 1, withdrawn: 0 });
});
