import { sql } from "kysely";
import { expect, test } from "vitest";
import { sendConfirmed } from "../../src/core/outreach/permit.js";
import { sandboxOf } from "../support/cli.js";
import { PEOPLE, raceObjections } from "../support/objection-race.js";
import { addPeople, importOf, peopleOf, sequenceOf } from "../support/outreach.js";
import { emptyStore, migratedStore } from "../support/stores.js";

const ROUNDS = 3;

/** For a thousand objections, or any number: npm run chaos:race. */
test("nobody is written to after an objection is committed, nor more than the cap before midnight, by two processes", {
  timeout: 300_000,
}, async () => {
  const { url } = await emptyStore("postgres");
  const sandbox = await sandboxOf({ isInstantlyCareless: true, latencyMs: 40 });
  const figures = await raceObjections({ databaseUrl: url as string, sandbox, rounds: ROUNDS });
  expect(figures.problems).toEqual([]);
  expect(figures.objections).toBe(ROUNDS * PEOPLE);
  // Some got through before their objection, on both days.
  expect(figures.handedOver).toBeGreaterThan(figures.nextDay);
  expect(figures.nextDay).toBeGreaterThan(0);
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
