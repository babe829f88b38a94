import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runSweep } from "../../src/core/batch/sweep.js";
import type { Database } from "../../src/core/db/database.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { readCampaignWeeks } from "../../src/core/observe/dashboard/read-campaigns.js";
import { closeSequence, releaseLeadsThere } from "../../src/core/outreach/close-sequence.js";
import { filterSome, nothingToFilter } from "../../src/core/outreach/filter-autoforwards.js";
import { importLeads, planImport } from "../../src/core/outreach/import-leads.js";
import { leadOf } from "../../src/core/outreach/instantly/answers.js";
import { saveOptOuts } from "../../src/core/outreach/opt-outs.js";
import { orderErasure } from "../../src/core/outreach/orders.js";
import { saveLeads } from "../../src/core/outreach/save-leads.js";
import { readSequence } from "../../src/core/outreach/sequences.js";
import { suppress, unsuppress } from "../../src/core/outreach/suppression.js";
import { campaignIdOf } from "../../src/sandbox/instantly/workspace.js";
import { sandboxOf } from "../support/cli.js";
import { runLabel } from "../support/gmail.js";
import {
  addPeople,
  advance,
  filledSequence,
  importOf,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  runSync,
  sequenceOf,
  statesIn,
} from "../support/outreach.js";
import { migratedStore } from "../support/stores.js";
import { runOptionsOf } from "../support/tasks.js";

const CAMPAIGN = { via: "instantly" as const, campaignId: campaignIdOf(0) };
const mailOf = (id: number) => `user${id}@mail.example`;

/** Saves a page of Instantly's as the sync does. */
async function say({ kysely: db }: Database, rows: readonly object[]) {
  const leads = rows.flatMap((row) => leadOf({ campaign: CAMPAIGN.campaignId, ...row }) ?? []);
  const optOuts = await saveOptOuts(db, CAMPAIGN, leads);
  return { ...(await inTransaction(db, (tx) => saveLeads(tx, CAMPAIGN, leads))), ...optOuts };
}

async function lead({ kysely: db }: Database, email: string) {
  return db
    .selectFrom("EmailSequenceLead")
    .selectAll()
    .where("email", "=", email)
    .orderBy("id")
    .executeTakeFirstOrThrow();
}

const suppressedIn = async ({ kysely: db }: Database) =>
  (await db.selectFrom("Suppression").select("value").orderBy("value").execute()).map(({ value }) => value);

/** A campaign with this many leads of ours, as it is after the hand-over. */
async function campaign(people: number) {
  const database = await migratedStore("postgres");
  const sandbox = await sandboxOf();
  const id = await filledSequence(database.kysely, peopleOf(people));
  await runHandOver(database, sandbox);
  return { database, db: database.kysely, sandbox, id };
}

describe("a campaign that is used again", () => {
  test("takes nobody who was in it or answered, hands the others over, and is read whole", async () => {
    const { database, db, sandbox, id } = await campaign(12);
    await advance(sandbox, 10);
    await runSync(database, sandbox);
    const { leads: before } = await ledgerOf(sandbox);
    await inTransaction(db, (tx) => closeSequence(tx, id));
    await addPeople(db, peopleOf(8, 13));
    const again = await sequenceOf(db, { name: "again" });
    const { excluded, eligible } = await planImport(db, again, {}, 100);
    expect(eligible).toBe(8);
    const answered = before.filter(
      ({ replies, status, interest }) => replies > 0 && status >= 0 && interest !== -1,
    ).length;
    expect(excluded.find(({ reason }) => reason === "answered before")?.accounts ?? 0).toBe(answered);
    expect(excluded.some(({ reason }) => reason === "in this campaign before")).toBe(true);
    expect(await importOf(db, again)).toHaveLength(8);
    expect(await runHandOver(database, sandbox)).toMatchObject({ exitCode: 0, tallies: { handed_over: 8 } });
    await advance(sandbox, 10);
    await makeDue(db);
    expect(await runSync(database, sandbox)).toMatchObject({ exitCode: 0 });
    const { leads, addedTwice } = await ledgerOf(sandbox);
    expect([leads.length, addedTwice]).toEqual([20, 0]);
    const gone = leads
      .filter(({ status, interest }) => status < 0 || interest === -1)
      .map(({ email }) => email);
    expect(await suppressedIn(database)).toEqual(gone.sort());
    expect(Object.keys(await statesIn(db))).not.toContain("sending");
  });

  test("an id that Instantly has given before, and an id of another lead, change no other row of the page", async () => {
    const { database, db } = await campaign(3);
    const [one, two] = await db
      .selectFrom("EmailSequenceLead")
      .select(["email", "instantly_lead_id"])
      .orderBy("id")
      .execute();
    const told = await say(database, [
      { id: one?.instantly_lead_id, email: mailOf(2), status: 3 },
      { id: "new-id", email: mailOf(3), status: -2 },
    ]);
    expect(told).toMatchObject({ leads_changed: 1, unsubscribed: 1 });
    expect(await lead(database, mailOf(2))).toMatchObject({
      state: "active",
      instantly_lead_id: two?.instantly_lead_id,
    });
    expect(await suppressedIn(database)).toEqual([mailOf(3)]);
  });

  test("leads of a closed sequence stay in the campaign until they are deleted there; then another one may have them", async () => {
    const { database, db, sandbox, id } = await campaign(4);
    await advance(sandbox, 10);
    await runSync(database, sandbox);
    await inTransaction(db, (tx) => closeSequence(tx, id));
    const elsewhere = await sequenceOf(db, { name: "elsewhere", campaign: 1 });
    const reasons = async () =>
      (await planImport(db, elsewhere, {}, 100)).excluded.map(({ reason }) => reason);
    expect(
      (await reasons()).some((reason) => reason.startsWith("in another campaign at the sequencer")),
    ).toBe(true);
    expect(await inTransaction(db, (tx) => releaseLeadsThere(tx, id, null))).toBe(4);
    await makeDue(db);
    await runSync(database, sandbox);
    expect((await ledgerOf(sandbox)).leads).toEqual([]);
    expect((await reasons()).some((reason) => reason.startsWith("in another campaign"))).toBe(false);
  });
});

test("finished leads move into a lead list instead; an erasure finds them there", async () => {
  const { database, db, sandbox, id } = await campaign(3);
  await advance(sandbox, 10);
  await runSync(database, sandbox);
  await inTransaction(db, (tx) => closeSequence(tx, id));
  const list = "019d9c5f-c16e-78ba-b11d-3b896b12ea76";
  expect(await inTransaction(db, (tx) => releaseLeadsThere(tx, id, list))).toBe(3);
  // The sequencer moves in the background: the first run orders it, the second sees that it was done.
  for (const told of [{}, { moved_to_list: 3 }]) {
    await makeDue(db);
    expect(await runSync(database, sandbox)).toMatchObject({ tallies: told });
  }
  expect((await ledgerOf(sandbox)).leads.map((lead) => lead.list)).toEqual([list, list, list]);
  const elsewhere = await sequenceOf(db, { name: "elsewhere", campaign: 1 });
  const { excluded } = await planImport(db, elsewhere, {}, 100);
  expect(excluded.some(({ reason }) => reason.startsWith("in another campaign"))).toBe(false);

  const [one] = await db.selectFrom("EmailSequenceLead").select(["account_id", "email"]).limit(1).execute();
  await inTransaction(db, (tx) =>
    orderErasure(tx, { accountIds: [one?.account_id as bigint], emails: [one?.email as string] }),
  );
  await makeDue(db);
  await runSync(database, sandbox);
  expect((await ledgerOf(sandbox)).deleted).toEqual([one?.email]);
});

describe("a page of a campaign", () => {
  test("an odd member of one row is not told; every opt-out of the page is saved", async () => {
    const { database } = await campaign(2);
    const told = await say(database, [
      { id: "a", email: "bot@strange.example", status: 1, email_click_count: 6e9, email_reply_count: null },
      { id: "b", email: "when@strange.example", status: -2, timestamp_last_reply: "last week" },
      { id: "c", email: "half@strange.example", status: "paused", lt_interest_status: 1.5 },
      { id: 7, email: "noid@strange.example", status: -1 },
      { id: "d", status: -2 },
      { id: "e", email: mailOf(1), status: 70_000 },
      { id: "f", email: "nu\0l@strange.example", status: 1 },
      { id: "g", email: "digits@strange.example", status: "-2" },
      {
        id: (await lead(database, mailOf(2))).instantly_lead_id,
        email: mailOf(2).toUpperCase(),
        status: -2,
        email_open_count: "?",
      },
    ]);
    expect(told).toMatchObject({ unsubscribed: 1, suppressed: 4, not_ours: 7 });
    expect(await suppressedIn(database)).toEqual([
      "digits@strange.example",
      "noid@strange.example",
      mailOf(2),
      "when@strange.example",
    ]);
    expect(await lead(database, mailOf(1))).toMatchObject({ state: "active", instantly_status: null });
  });

  test.each([
    ["a year that is none", { timestamp_updated: "0000-01-01T00:00:00Z" }],
    ["a year beyond 9999 in UTC", { timestamp_last_reply: "9999-12-31T23:59:59-14:00" }],
    ["half a character in the id", { id: "a\ud800b" }],
    ["a NUL in the id", { id: "a\0b" }],
    ["a name around the address", { email: "Jane <odd@strange.example>" }],
  ])("an opt-out is saved in spite of %s", async (_, odd) => {
    const { database } = await campaign(1);
    await say(database, [
      { id: "z1", email: "odd@strange.example", status: -2, ...odd },
      { email: mailOf(1), status: -2 },
    ]);
    expect(await suppressedIn(database)).toEqual(["odd@strange.example", mailOf(1)]);
  });

  test("a row without an address is passed over, whatever stands in its place", () => {
    for (const email of ["", "\t", "\0", "nobody", "@strange.example", "jane@"])
      expect(leadOf({ email, status: -2 })).toBeNull();
  });

  test("of two entries with one address it is enough that one has unsubscribed; that is told once", async () => {
    const { database, db } = await campaign(1);
    const { instantly_lead_id: id } = await lead(database, mailOf(1));
    const rows = [
      { id, email: mailOf(1), status: 1, timestamp_updated: "2030-01-01T00:00:00Z" },
      { id: "second", email: mailOf(1), status: -2, timestamp_updated: "2030-01-02T00:00:00Z" },
    ];
    expect((await say(database, rows)).suppressed).toBe(1);
    expect(await lead(database, mailOf(1))).toMatchObject({ state: "active", instantly_lead_id: id });
    await inTransaction(db, (tx) => unsuppress(tx, [{ kind: "email", value: mailOf(1) }]));
    expect((await say(database, rows.toReversed())).suppressed).toBe(0);
    expect((await say(database, [{ ...rows[0], status: -2 }])).suppressed).toBe(1);
  });

  test("what it says of somebody else's leads is told once, until it says something else", async () => {
    const { database, db } = await campaign(1);
    const rows = [
      { id: "s1", email: "left@strange.example", status: -2, timestamp_updated: "2026-03-01T10:00:00Z" },
      { id: "s2", email: "gone@strange.example", status: -1, timestamp_updated: "2026-03-01T10:00:00Z" },
    ];
    expect((await say(database, rows)).suppressed).toBe(2);
    await inTransaction(db, (tx) =>
      unsuppress(
        tx,
        rows.map(({ email }) => ({ kind: "email" as const, value: email })),
      ),
    );
    const signals = await db.selectFrom("EmailSignal").select(["email", "at"]).orderBy("email").execute();
    expect((await say(database, rows)).suppressed).toBe(0);
    expect(await suppressedIn(database)).toEqual([]);
    expect(await db.selectFrom("EmailSignal").select(["email", "at"]).orderBy("email").execute()).toEqual(
      signals,
    );
    const later = [{ ...rows[0], timestamp_updated: "2026-03-02T10:00:00Z" }];
    expect((await say(database, later)).suppressed).toBe(1);
  });
});

describe("who said how a lead stands", () => {
  test("a sync raises what the mailbox and a label said, and never lowers it", async () => {
    const { database, db, sandbox } = await campaign(3);
    const { gmail } = sandbox;
    const reply = (id: number) =>
      gmail.deliver(`From: ${mailOf(id)}\r\nTo: us@our.example\r\nSubject: Re: A question\r\n\r\nHi\r\n`);
    const first = reply(1);
    reply(2);
    await runLabel(database, sandbox);
    const interested = [...gmail.labels].find(([, name]) => name === "igminer/interested")?.[0] as string;
    gmail.label(first, [interested]);
    await runLabel(database, sandbox);
    const answered = await lead(database, mailOf(1));
    expect(answered).toMatchObject({
      state: "replied",
      state_by: "label",
      interest: 1,
      interest_by: "label",
    });
    const row = (id: number, more: object) => ({
      email: mailOf(id),
      timestamp_updated: "2030-01-01T00:00:00Z",
      ...more,
    });
    await say(database, [
      row(1, { status: 1, email_reply_count: 0, lt_interest_status: -1 }),
      row(2, { status: 3, email_reply_count: 0, email_open_count: 2 }),
      row(3, {
        status: 3,
        email_reply_count: 1,
        lt_interest_status: 1,
        timestamp_last_reply: "2029-01-01T00:00:00Z",
      }),
    ]);
    expect(await lead(database, mailOf(1))).toMatchObject({
      state: "replied",
      interest: 1,
      last_reply_at: answered.last_reply_at,
    });
    expect(await lead(database, mailOf(2))).toMatchObject({
      state: "replied",
      state_by: "mailbox",
      open_count: 2,
    });
    expect(await lead(database, mailOf(3))).toMatchObject({
      state: "replied",
      state_by: "sequencer",
      interest: 1,
      interest_by: "sequencer",
    });
    expect(await suppressedIn(database)).toEqual([]);
    expect(await readSequence(db, "spring")).toMatchObject({ answered: 3, interested: 2 });
    // A later no is obeyed, whatever was said before.
    await say(database, [row(2, { status: -2 })]);
    expect(await lead(database, mailOf(2))).toMatchObject({ state: "unsubscribed" });
  });

  test("a rule of thumb leaves alone whom a person or Instantly calls interested, and is taken back where that is said later", async () => {
    const { database, sandbox } = await campaign(3);
    const { gmail } = sandbox;
    const answers = [1, 2, 3].map((id) => {
      const sent = gmail.deliver(
        `From: us@our.example\r\nTo: ${mailOf(id)}\r\nSubject: A question\r\n\r\n?\r\n`,
        { labelIds: ["SENT"] },
      );
      const threadId = gmail.messages.get(sent)?.threadId as string;
      return gmail.deliver(
        `From: me${id}@private.example\r\nTo: us@our.example\r\nSubject: Re: A question\r\n\r\nYes please\r\n`,
        { threadId },
      );
    });
    await runLabel(database, sandbox);
    const interested = [...gmail.labels].find(([, name]) => name === "igminer/interested")?.[0] as string;
    gmail.label(answers[0] as string, [interested]);
    await runLabel(database, sandbox);
    await say(database, [{ email: mailOf(2), status: 1, lt_interest_status: 1 }]);
    const sweep = () =>
      runSweep(
        { name: "filter-autoforwards", chunkSize: 10, sweep: filterSome, nothingToDo: nothingToFilter },
        runOptionsOf(database),
      );
    expect((await sweep()).tallies).toMatchObject({ only_forward: 1 });
    expect(await suppressedIn(database)).toEqual([mailOf(3)]);
    expect(await lead(database, mailOf(1))).toMatchObject({
      state: "replied",
      answered_from: "me1@private.example",
    });
    gmail.label(answers[2] as string, [interested]);
    await runLabel(database, sandbox);
    expect(await lead(database, mailOf(3))).toMatchObject({
      state: "replied",
      interest: 1,
      interest_by: "label",
    });
    expect(await suppressedIn(database)).toEqual([]);
    expect((await sweep()).nothingToDo).not.toBeNull();
  });

  test("an unsubscribe label on a message about no lead suppresses its sender, never ourselves; else it is told", async () => {
    const { database, sandbox } = await campaign(1);
    const { gmail } = sandbox;
    await runLabel(database, sandbox);
    const unsubscribe = [...gmail.labels].find(([, name]) => name === "igminer/unsubscribe")?.[0] as string;
    const { emailAddress } = { emailAddress: "me@our.example" };
    const stop = gmail.deliver(
      `From: Sue <Sue@Elsewhere.Example>\r\nTo: us@our.example\r\nSubject: Stop\r\n\r\nStop writing\r\n`,
    );
    const nobody = gmail.deliver(`To: us@our.example\r\nSubject: Stop\r\n\r\nno\r\n`);
    const ours = gmail.deliver(
      `From: ${emailAddress}\r\nTo: bob@elsewhere.example\r\nSubject: A question\r\n\r\n?\r\n`,
      { labelIds: ["SENT"] },
    );
    await runLabel(database, sandbox);
    for (const id of [stop, nobody, ours]) gmail.label(id, [unsubscribe]);
    const { tallies } = await runLabel(database, sandbox);
    expect(tallies).toMatchObject({ strangers_unsubscribed: 2, unsubscribe_labels_without_a_sender: 1 });
    expect(await suppressedIn(database)).toEqual(["bob@elsewhere.example", "sue@elsewhere.example"]);
  });
});

describe("states that can be left", () => {
  test("a lead that the sequencer has no more is told after a whole pass without it, and is free; a list without any is not believed", async () => {
    const { database, db, sandbox } = await campaign(30);
    const { leads } = await ledgerOf(sandbox);
    const gone = leads.find(({ email }) => email === mailOf(7))?.id as string;
    await fetch(`${sandbox.url}/leads/${gone}`, {
      method: "DELETE",
      headers: { authorization: "Bearer person" },
    });
    expect((await runSync(database, sandbox)).tallies).toMatchObject({ gone: 1 });
    expect(await lead(database, mailOf(7))).toMatchObject({
      state: "withdrawn",
      reason: "deleted at the sequencer",
    });
    expect((await lead(database, mailOf(7))).released_at).not.toBeNull();
    await makeDue(db);
    expect((await runSync(database, sandbox)).tallies.gone).toBeUndefined();
    const wrongWorkspace = await sandboxOf();
    await makeDue(db);
    expect((await runSync(database, wrongWorkspace)).tallies).toMatchObject({ missing_and_not_believed: 29 });
    expect(await statesIn(db)).toEqual({ active: 29, withdrawn: 1 });
  });

  test("a suppression by mistake is undone wholly: its addresses, its block-list entry, its withdrawn leads", async () => {
    const database = await migratedStore("postgres");
    const { kysely: db } = database;
    const sandbox = await sandboxOf();
    const id = await filledSequence(db, peopleOf(3));
    const mistakes = [
      { kind: "account" as const, value: "user1" },
      { kind: "domain" as const, value: "mail.example" },
    ];
    await inTransaction(db, (tx) =>
      suppress(
        tx,
        mistakes.map((value) => ({ ...value, reason: "asked for", source: "manual" })),
      ),
    );
    expect(await suppressedIn(database)).toEqual(["mail.example", "user1", mailOf(1)]);
    expect(await statesIn(db)).toEqual({ withdrawn: 3 });
    await runSync(database, sandbox);
    expect((await ledgerOf(sandbox)).blockList.sort()).toEqual(["mail.example", mailOf(1)]);
    expect(await inTransaction(db, (tx) => unsuppress(tx, mistakes))).toHaveLength(3);
    await runSync(database, sandbox);
    expect([await suppressedIn(database), (await ledgerOf(sandbox)).blockList]).toEqual([[], []]);
    expect(await importOf(db, id)).toEqual(["user1", "user2", "user3"]);
    expect(await statesIn(db)).toEqual({ queued: 3 });
  });

  test("a page token that Gmail does not take any more begins the reading anew", async () => {
    const { database, db, sandbox } = await campaign(3);
    for (const id of [1, 2, 3])
      sandbox.gmail.deliver(
        `From: ${mailOf(id)}\r\nTo: us@our.example\r\nSubject: Re: A question\r\n\r\nHi\r\n`,
      );
    await runLabel(database, sandbox, { most: 1 });
    await sql`update "Mailbox" set page_token = 'no-token-of-yours'`.execute(db);
    for (let page = 0; page < 4; page++)
      expect((await runLabel(database, sandbox, { most: 1 })).exitCode).toBe(0);
    expect(await statesIn(db)).toEqual({ replied: 3 });
  });
});

test("four lanes take as many as were asked for", async () => {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  const id = await sequenceOf(db);
  await addPeople(db, peopleOf(300));
  const result = await runSweep(
    {
      name: "import-sequence",
      chunkSize: 50,
      async sweep(tx, limit) {
        return { subjects: await importLeads(tx, id, {}, limit), tallies: {} };
      },
      nothingToDo: async () => "nobody",
    },
    runOptionsOf(database, { batch: 250, concurrency: 4 }),
  );
  expect(result.counts.ok).toBe(250);
  expect(await statesIn(db)).toEqual({ queued: 250 });
});

test("the dashboard's weeks tell of each sequence what its leads came to, and how many mails went out", async () => {
  const { database, db, sandbox } = await campaign(40);
  await advance(sandbox, 10);
  await runSync(database, sandbox);
  const { leads, mails } = await ledgerOf(sandbox);
  const count = (is: (lead: (typeof leads)[number]) => boolean) => leads.filter(is).length;
  expect(await readCampaignWeeks(db)).toEqual([
    {
      sequence: "spring",
      week: expect.any(Date),
      handedOver: 40,
      opened: count(({ opens }) => opens > 0),
      answered: count(({ replies }) => replies > 0),
      interested: count(({ interest }) => (interest ?? 0) > 0),
      bounced: count(({ status }) => status === -1),
      optedOut: count(({ status, interest }) => status === -2 || interest === -1),
      mails: Object.values(mails).reduce((sum, sent) => sum + sent, 0),
    },
  ]);
});
