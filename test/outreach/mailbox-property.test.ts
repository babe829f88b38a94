import fc from "fast-check";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { ANSWERS, LEAD } from "../email/corpus/answers.js";
import { BOUNCES, type CorpusBounce, VARIANTS } from "../email/corpus/messages.js";
import { sandboxOf } from "../support/cli.js";
import { runLabel } from "../support/gmail.js";
import { filledSequence } from "../support/outreach.js";
import { migratedStore } from "../support/stores.js";

/** An incoming message, and the lead that it may end for good. */
interface Arrival {
  raw: string;
  ends: string | null;
}

/** In a counterexample it is printed as its name. */
const arrival = (name: string, raw: string, ends: string | null): Arrival =>
  Object.assign({ raw, ends }, { [fc.toStringMethod]: () => name });

const nested = (depth: number) =>
  Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  ).join("");
/** By anybody, or by a lead: nested too deeply, too long, no mail, or half of one. */
const POISON: readonly ((from: string) => string)[] = [
  (from) => `From: ${from}\r\nSubject: deep\r\n${nested(300)}\r\n`,
  (from) => `From: ${from}\r\n${"X-A: b\r\n".repeat(20_000)}\r\nhi\r\n`,
  (from) => `From: ${from}\r\nX-Long: ${"x ".repeat(300_000)}\r\n\r\nhi\r\n`,
  (from) => `From: ${from}\r\nContent-Type: multipart/report; boundary=""\r\n\r\n--\r\n`,
  (from) => `From: ${from}\r\nSubject: =?utf-8?B?${"=".repeat(2_000)}?=\r\n\r\n\0\uFFFD`,
  () => "",
  () => "\r\n\r\n550 5.1.1 user unknown",
];

const VARIANT_NAMES = ["as it is", ...Object.keys(VARIANTS)];
const bounce = (which: (one: CorpusBounce) => boolean) =>
  fc
    .tuple(fc.constantFrom(...BOUNCES.filter(which)), fc.constantFrom(...VARIANT_NAMES))
    .map(([{ name, raw, email, isHard }, variant]) => {
      const plain = raw.toString("utf8");
      const written = VARIANTS[variant]?.(plain).toString("latin1") ?? plain;
      return arrival(`${name} (${variant})`, written, isHard ? email : null);
    });
const anyBounce = bounce(() => true);
const aboutUs = bounce(({ isHard }) => !isHard);
const answer = fc
  .constantFrom(...ANSWERS)
  .map(({ name, raw, is }) => arrival(name, raw, is === "complaint" ? LEAD : null));
const poison = fc
  .tuple(fc.nat(POISON.length - 1), fc.constantFrom("x@stranger.example", LEAD))
  .map(([which, from]) => arrival(`poison ${which} of ${from}`, POISON[which]?.(from) ?? "", null));

const PEOPLE = [...new Set([LEAD, ...BOUNCES.map(({ email }) => email)])];

/** A mailbox, the leads that it writes to, and what has arrived there so far. */
async function office() {
  const database = await migratedStore("embedded");
  const sandbox = await sandboxOf();
  await filledSequence(
    database.kysely,
    PEOPLE.map((email, index) => ({ id: index + 1, email })),
  );
  const db = database.kysely;
  await sql`update "EmailSequenceLead" set state = 'active'`.execute(db);
  await runLabel(database, sandbox);
  return { db, arrive: (mails: readonly Arrival[]) => readAll(mails) };

  async function readAll(mails: readonly Arrival[]): Promise<void> {
    await afresh(db);
    for (const { raw } of mails) sandbox.gmail.deliver(raw);
    const { exitCode, tallies } = await runLabel(database, sandbox);
    const read = Number(tallies.messages ?? 0) + Number(tallies.strangers ?? 0);
    expect({ exitCode, read }).toEqual({ exitCode: 0, read: mails.length });
  }
}

/** As if nothing had arrived yet. */
async function afresh(db: Kysely<Schema>): Promise<void> {
  await sql`delete from "Suppression"`.execute(db);
  await sql`delete from "EmailSignal"`.execute(db);
  await sql`delete from "EmailMessage"`.execute(db);
  await sql`
    update "EmailSequenceLead"
    set state = 'active', state_by = null, released_at = null, answered_from = null
  `.execute(db);
}

/** Everybody to whom igminer will not write again, except those who have answered. */
async function ended(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select value as email from "Suppression"
    union
    select email from "EmailSequenceLead" where state in ('bounced', 'unsubscribed', 'withdrawn')
    order by 1
  `.execute(db);
  return rows.map(({ email }) => email);
}

test("whatever arrives in whatever order, the mailbox is read to its end and nobody is given up who was not told to be gone", async () => {
  const { db, arrive } = await office();
  const mails = fc.array(fc.oneof(anyBounce, aboutUs, answer, poison), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(mails, async (arrivals) => {
      await arrive(arrivals);
      const mayEnd = arrivals.flatMap(({ ends }) => (ends === null ? [] : [ends]));
      expect(mayEnd).toEqual(expect.arrayContaining(await ended(db)));
      const { rows } = await sql`
        select from "Mailbox" where outcome <> 'ok' or attempts > 0 or last_error is not null
      `.execute(db);
      expect(rows).toEqual([]);
    }),
    { numRuns: 8, seed: 22 },
  );
});

test("no sequence of messages about us suppresses or withdraws anybody", async () => {
  const { db, arrive } = await office();
  await fc.assert(
    fc.asyncProperty(fc.array(aboutUs, { minLength: 1, maxLength: 40 }), async (arrivals) => {
      await arrive(arrivals);
      expect(await ended(db)).toEqual([]);
    }),
    { numRuns: 4, seed: 22 },
  );
});
