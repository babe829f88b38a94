import { type Kysely, sql } from "kysely";
import type { Database, DatabaseSettings } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { closeSequence } from "../../src/core/outreach/close-sequence.js";
import { changeSequence } from "../../src/core/outreach/sequences.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { forget } from "../../src/core/privacy/forget.js";
import { hashOf } from "../../src/sandbox/random.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { runLabel } from "./gmail.js";
import {
  addPeople,
  advance,
  IMPATIENT,
  importOf,
  instantlyEnvironment,
  ledgerOf,
  makeDue,
  peopleOf,
  runHandOver,
  runSync,
  sequenceOf,
} from "./outreach.js";
import { letKilledRunsDie, runKilled } from "./run-killed.js";
import { environmentOf } from "./stores.js";

export interface YearOptions {
  database: Database;
  settings: DatabaseSettings;
  /** With faults, and accepting duplicates: only igminer itself prevents an address from being added twice. */
  sandbox: Sandbox;
  people: number;
  days: number;
  /** Days between two rounds; 1 by default. */
  stepDays?: number;
  dailyCap: number;
  /** In every such round the commands are processes that are killed midway. */
  killEvery: number;
  /**
   * At this interval in days the sequences are closed, their caps changed, others opened on the same campaigns, and
   * somebody is erased; people also reply to the mailbox, and a person labels the replies. If omitted, none of this
   * happens.
   */
  reopenEvery?: number;
  onDay?(day: number): void;
}

export interface YearFigures {
  leads: number;
  states: Record<string, number>;
  /** Leads at Instantly by status. */
  atInstantly: Record<string, number>;
  mails: number;
  suppressed: number;
  sequences: number;
  forgotten: number;
  /** Replies in the mailbox; of these, those labelled interested and those labelled unsubscribe. */
  answers: Record<Answer, number>;
  /** E-mails sent after an objection or an erasure. */
  lateMails: number;
  kills: number;
  runs: number;
  /** Broken promises, as sentences. */
  problems: string[];
}

const SETTINGS = { ...IMPATIENT, IGMINER_INSTANTLY_LISTING_LAG_SECONDS: "0.3" };
/** Runs of a command needed until an order is delivered although a quarter of all requests fail. */
const MOST_RUNS_FOR_ORDERS = 12;
const CAMPAIGNS = ["spring", "summer", "autumn"];

/** Number of e-mails somebody had received when they objected. */
type Stops = Map<string, number>;
const ANSWERS = ["plain", "interested", "unsubscribe"] as const;
type Answer = (typeof ANSWERS)[number];

/**
 * Simulates the life of leads: every day people are added, imported and handed over, some object, Instantly sends, and
 * igminer reads the results; requests fail and processes are killed all the time. In the end every lead's fate is
 * compared with what Instantly knows.
 */
export async function playYear(options: YearOptions): Promise<YearFigures> {
  const { database, sandbox, people, days, dailyCap, killEvery, reopenEvery, stepDays = 1 } = options;
  const { kysely: db } = database;
  let sequences: bigint[] = [];
  let opened = CAMPAIGNS.length;
  const stops: Stops = new Map();
  const forgotten = new Set<string>();
  const answered = new Map<string, Answer>();
  for (const [campaign, name] of CAMPAIGNS.entries())
    sequences.push(await sequenceOf(db, { name, campaign, dailyCap }));
  const forbidden = new Set<string>();
  let kills = 0;
  let runs = 0;

  async function killSome(day: number, args: string[]): Promise<void> {
    const environment = {
      ...instantlyEnvironment(sandbox, SETTINGS),
      ...environmentOf(options.settings),
    };
    const moment = { requests: 1 + (hashOf(day, 1) % 4), delayMs: hashOf(day, 2) % 12 };
    if (await runKilled(args, environment, sandbox, moment)) kills++;
    await letKilledRunsDie(options.settings);
  }

  /** Repeats a command until it has nothing left to do, or the day is over. */
  async function work(run: typeof runHandOver | typeof runLabel, most: number): Promise<void> {
    for (let attempt = 0; attempt < most; attempt++) {
      await makeDue(db);
      const { counts } = await run(database, sandbox, {
        environment: SETTINGS,
        chunk: 25,
        batch: 10_000,
      });
      runs++;
      if (counts.claimed === 0) return;
    }
  }

  async function refuseSome(day: number): Promise<void> {
    // Any known person: one who waits, one who is written to, or one who was never imported.
    const id = 1 + (hashOf(day, 3) % Math.max(1, Math.round((people * (day + 1)) / days)));
    const email = `user${id}@mail.example`;
    const lead = await db
      .selectFrom("EmailSequenceLead")
      .select("state")
      .where("email", "=", email)
      .executeTakeFirst();
    await inTransaction(db, (tx) =>
      suppress(tx, [
        day % 3 === 0
          ? { kind: "account", value: `user${id}`, reason: "asked", source: "manual" }
          : { kind: "email", value: email, reason: "asked", source: "manual" },
      ]),
    );
    await noteStop(email);
    // A lead in the outbox may already be on the way.
    if (lead === undefined || lead.state === "queued") forbidden.add(email);
  }

  async function noteStop(email: string): Promise<void> {
    const said = (await ledgerOf(sandbox)).mails[email] ?? 0;
    if (!stops.has(email)) stops.set(email, said);
  }

  /** One person who is written to replies to the mailbox, and a person labels two of three such replies. */
  async function answerSome(day: number): Promise<void> {
    const leads = await db
      .selectFrom("EmailSequenceLead")
      .select("email")
      .where("state", "in", ["active", "completed"])
      .orderBy("id")
      .execute();
    const { email } = leads[hashOf(day, 5) % Math.max(1, leads.length)] ?? {};
    if (email === undefined) return;
    const answer = ANSWERS[hashOf(day, 6) % ANSWERS.length] as Answer;
    const { gmail } = sandbox;
    const sent = gmail.deliver(
      `From: us@our.example\r\nTo: ${email}\r\nSubject: A question\r\n\r\nHello\r\n`,
      {
        labelIds: ["SENT"],
      },
    );
    const id = gmail.deliver(
      `From: ${email}\r\nTo: us@our.example\r\nSubject: Re: A question\r\n\r\nYes?\r\n`,
      {
        threadId: gmail.messages.get(sent)?.threadId as string,
      },
    );
    // The first reading creates the labels.
    await work(runLabel, 2);
    const label = [...gmail.labels].find(([, name]) => name === `igminer/${answer}`)?.[0];
    if (label !== undefined) gmail.label(id, [label]);
    answered.set(email, answer);
    if (answer === "unsubscribe") await noteStop(email);
    await work(runLabel, 2);
  }

  /** Repeats orders until they are delivered, as a schedule would several times a day. */
  async function tellOrders(): Promise<void> {
    for (let attempt = 0; attempt < MOST_RUNS_FOR_ORDERS; attempt++) {
      const { rows } = await sql`
        select from "InstantlySync" where task in ('block', 'delete') limit 1
      `.execute(db);
      if (rows.length === 0) return;
      await work(runSync, 1);
    }
  }

  async function forgetSomebody(day: number): Promise<void> {
    const lead = await db
      .selectFrom("EmailSequenceLead")
      .select(["account_id", "email"])
      .where("account_id", "is not", null)
      .orderBy("id")
      .offset(hashOf(day, 4) % Math.max(1, Math.round((people * day) / days / 2)))
      .limit(1)
      .executeTakeFirst();
    if (lead === undefined) return;
    await forget(db, { kind: "id", id: lead.account_id as bigint }, { remove: async () => false });
    forgotten.add(lead.email);
    await noteStop(lead.email);
  }

  /** Closes every sequence and opens another on its campaign, with a different cap. */
  async function reopen(day: number): Promise<void> {
    for (const id of sequences) await inTransaction(db, (tx) => closeSequence(tx, id));
    sequences = [];
    for (const [campaign, name] of CAMPAIGNS.entries()) {
      const id = await sequenceOf(db, {
        name: `${name} ${day}`,
        campaign,
        dailyCap: Math.ceil(dailyCap / 2),
      });
      await inTransaction(db, (tx) => changeSequence(tx, id, { dailyCap }));
      sequences.push(id);
      opened++;
    }
  }

  for (let day = 0, look = 0; day < days; day += stepDays, look++) {
    const upTo = Math.min(days, day + stepDays);
    const from = Math.round((people * day) / days);
    await addPeople(db, peopleOf(Math.round((people * upTo) / days) - from, from + 1));
    await importOf(db, sequences[look % sequences.length] as bigint);
    await refuseSome(day);
    if (reopenEvery !== undefined && Math.floor(upTo / reopenEvery) > Math.floor(day / reopenEvery)) {
      await reopen(day);
      await forgetSomebody(day);
    }
    if (look % killEvery === killEvery - 1) {
      await killSome(day, ["hand-over", "--chunk", "5"]);
      await killSome(day + days, ["sync-instantly"]);
    }
    await work(runHandOver, 3);
    if (reopenEvery !== undefined) {
      await answerSome(day);
      await tellOrders();
    }
    await advance(sandbox, upTo - day);
    await work(runSync, 1);
    await passDays(database, upTo - day);
    options.onDay?.(upTo);
  }
  // Completes the remaining work.
  for (let day = 0; day < 6; day++) {
    await work(runHandOver, 20);
    await advance(sandbox, 1);
    await work(runSync, 3);
    await passDays(database, 1);
  }
  await sql`update "InstantlySync" set outcome = null, attempts = 0, next_attempt_at = null`.execute(db);
  await work(runSync, 20);
  const told = reopenEvery !== undefined;
  return audit(database, sandbox, {
    dailyCap,
    forbidden,
    forgotten,
    answered,
    stops,
    told,
    opened,
    kills,
    runs,
  });
}

/** Moves the database's records of today some days back. */
async function passDays({ kysely: db }: Database, days: number): Promise<void> {
  await sql`update "EmailSequence" set handed_on = handed_on - ${days}::int`.execute(db);
  await sql`
    update "EmailOutbox"
    set sent_at = sent_at - make_interval(days => ${days}), answered_at = answered_at - make_interval(days => ${days})
  `.execute(db);
  // Nothing fails for a whole year: permanently failed items are put back, as with igminer retry.
  await sql`update "EmailOutbox" set outcome = 'retry', attempts = 0 where outcome = 'failed'`.execute(db);
  await sql`update "InstantlySync" set outcome = 'retry', attempts = 0 where outcome = 'failed'`.execute(db);
}

/** Leads handed over by a later sequence although they had replied, objected, or been in the campaign before. */
async function takenAgain(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ email: string; state: string }>`
    select later.email, earlier.state
    from "EmailSequenceLead" as later
    join "EmailSequenceLead" as earlier on earlier.email = later.email and earlier.id < later.id
    where later.instantly_lead_id is not null
      and (earlier.instantly_lead_id is not null or earlier.state in ('replied', 'unsubscribed', 'bounced'))
  `.execute(db);
  return rows.map(({ email, state }) => `${email} was ${state} and was taken again`);
}

async function audit(
  { kysely: db }: Database,
  sandbox: Sandbox,
  given: {
    dailyCap: number;
    forbidden: ReadonlySet<string>;
    forgotten: ReadonlySet<string>;
    answered: ReadonlyMap<string, Answer>;
    stops: Stops;
    /** Whether orders were delivered before any more e-mails could be sent. */
    told: boolean;
    opened: number;
    kills: number;
    runs: number;
  },
): Promise<YearFigures> {
  const problems: string[] = [];
  const ledger = await ledgerOf(sandbox);
  const leads = await db
    .selectFrom("EmailSequenceLead")
    .innerJoin("EmailSequence", "EmailSequence.id", "EmailSequenceLead.sequence_id")
    .selectAll("EmailSequenceLead")
    .select("campaign_id")
    .execute();
  const theirs = new Map<string, (typeof ledger.leads)[number]>();
  for (const lead of ledger.leads) {
    if (theirs.has(lead.email)) problems.push(`${lead.email} is at Instantly twice`);
    theirs.set(lead.email, lead);
  }
  if (ledger.addedTwice > 0)
    problems.push(`${ledger.addedTwice} times an address was sent that Instantly had`);

  const known = new Set<string>();
  for (const lead of leads) {
    const other = theirs.get(lead.email);
    // Withdrawn before it was sent, and imported again by a later sequence: the later lead is the one at Instantly.
    if (lead.instantly_lead_id === null && lead.state === "withdrawn") continue;
    known.add(lead.email);
    if (lead.state === "sending" || lead.state === "queued")
      problems.push(`${lead.email} is still ${lead.state}`);
    else if (other === undefined) {
      if (lead.state !== "withdrawn" && lead.state !== "refused")
        problems.push(`${lead.email} is ${lead.state} here and unknown to Instantly`);
    } else {
      const here = [
        lead.campaign_id,
        lead.instantly_lead_id,
        lead.instantly_status,
        lead.open_count,
        lead.reply_count,
        lead.click_count,
      ];
      const there = [other.campaign, other.id, other.status, other.opens, other.replies, other.clicks];
      if (here.join() !== there.join())
        problems.push(`${lead.email}: ${here.join()} here, ${there.join()} there`);
      if (given.forbidden.has(lead.email))
        problems.push(`${lead.email} was suppressed before and is at Instantly`);
    }
  }
  for (const email of theirs.keys())
    if (!known.has(email)) problems.push(`${email} is at Instantly and unknown here`);

  const perDay = new Map<string, number>();
  for (const { campaign, createdOn } of ledger.leads) {
    const key = `${campaign} on day ${createdOn}`;
    perDay.set(key, (perDay.get(key) ?? 0) + 1);
  }
  for (const [key, count] of perDay) if (count > given.dailyCap) problems.push(`${count} leads into ${key}`);
  for (const [email, mails] of Object.entries(ledger.mails))
    if (mails > 3) problems.push(`${email} got ${mails} e-mails`);
  problems.push(...(await takenAgain(db)));
  let lateMails = 0;
  for (const [email, said] of given.stops) {
    const late = (ledger.mails[email] ?? 0) - said;
    lateMails += late;
    if (late > 0 && given.told) problems.push(`${email} got ${late} e-mails after saying no`);
  }
  const suppressions = await db.selectFrom("Suppression").select(["kind", "value"]).execute();
  const ours = suppressions.filter(({ kind }) => kind !== "account").map(({ value }) => value);
  // An erasure does not cancel the suppressions that protect the person.
  const listed = ledger.blockList.filter((value) => ours.includes(value) || !given.forgotten.has(value));
  if (ours.sort().join() !== listed.sort().join())
    problems.push(`${ours.length} are suppressed, ${ledger.blockList.length} are in the block list`);
  for (const { email, status } of ledger.leads)
    if (status === -2 && !ours.includes(email)) problems.push(`${email} unsubscribed and is not suppressed`);
  for (const [email, answer] of given.answered) {
    if (given.forgotten.has(email)) continue;
    const lead = leads.find((one) => one.email === email && one.last_reply_at !== null);
    if (lead === undefined) problems.push(`${email} answered, and no lead says so`);
    else if (answer === "interested" && (lead.interest ?? 0) < 1)
      problems.push(`${email} was labelled interested, and the lead's interest is ${lead.interest}`);
    else if (answer === "unsubscribe" && !ours.includes(email))
      problems.push(`${email} was labelled unsubscribe and is not suppressed`);
  }
  if (ledger.blockedTwice > 0)
    problems.push(`${ledger.blockedTwice} entries were put into the block list twice`);

  const count = <T>(items: readonly T[], of: (item: T) => string) => {
    const counts: Record<string, number> = {};
    for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
    return counts;
  };
  return {
    leads: leads.length,
    states: count(leads, ({ state }) => state),
    atInstantly: count(ledger.leads, ({ status }) => String(status)),
    mails: Object.values(ledger.mails).reduce((sum, mails) => sum + mails, 0),
    suppressed: suppressions.length,
    sequences: given.opened,
    forgotten: given.forgotten.size,
    answers: Object.fromEntries(
      ANSWERS.map((answer) => [answer, [...given.answered.values()].filter((one) => one === answer).length]),
    ) as Record<Answer, number>,
    lateMails,
    kills: given.kills,
    runs: given.runs,
    problems,
  };
}
