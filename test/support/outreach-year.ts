import { sql } from "kysely";
import type { Database, DatabaseSettings } from "../../src/core/db/database.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { hashOf } from "../../src/sandbox/random.js";
import type { Sandbox } from "../../src/sandbox/server.js";
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
import { runKilled } from "./run-killed.js";
import { environmentOf } from "./stores.js";

export interface YearOptions {
  database: Database;
  settings: DatabaseSettings;
  /** With faults, and careless: nothing but igminer's own care keeps an address from being added twice. */
  sandbox: Sandbox;
  people: number;
  days: number;
  dailyCap: number;
  /** Every so many days the commands are processes that are killed in the middle. */
  killEvery: number;
  onDay?(day: number): void;
}

export interface YearFigures {
  leads: number;
  states: Record<string, number>;
  /** What Instantly has, by its status. */
  atInstantly: Record<string, number>;
  mails: number;
  suppressed: number;
  kills: number;
  runs: number;
  /** Whatever is not as promised, in sentences. */
  problems: string[];
}

const SETTINGS = { ...IMPATIENT, IGMINER_INSTANTLY_LISTING_LAG_SECONDS: "0.3" };
const QUICK = { heartbeatSeconds: 0.2, deadAfterSeconds: 0.5 };
const CAMPAIGNS = ["spring", "summer", "autumn"];

/**
 * Plays the life of leads: every day people turn up, are imported and handed over, some ask not to be written to, Instantly
 * writes, and igminer reads what came of it; all the time requests go wrong and processes are killed.
 * In the end every lead's fate is held against what Instantly knows.
 */
export async function playYear(options: YearOptions): Promise<YearFigures> {
  const { database, sandbox, people, days, dailyCap, killEvery } = options;
  const { kysely: db } = database;
  const sequences: bigint[] = [];
  for (const [campaign, name] of CAMPAIGNS.entries())
    sequences.push(await sequenceOf(db, { name, campaign, dailyCap }));
  const forbidden = new Set<string>();
  let kills = 0;
  let runs = 0;

  async function killSome(day: number, args: string[]): Promise<void> {
    const environment = {
      ...instantlyEnvironment(sandbox, SETTINGS),
      ...environmentOf(options.settings),
      IGMINER_HEARTBEAT_SECONDS: String(QUICK.heartbeatSeconds),
      IGMINER_DEAD_AFTER_SECONDS: String(QUICK.deadAfterSeconds),
    };
    const moment = { requests: 1 + (hashOf(day, 1) % 4), delayMs: hashOf(day, 2) % 12 };
    if (await runKilled(args, environment, sandbox, moment)) kills++;
  }

  /** What is under way goes on until there is nothing left to do, or the day is over. */
  async function work(run: typeof runHandOver, most: number): Promise<void> {
    for (let attempt = 0; attempt < most; attempt++) {
      await makeDue(db);
      const { counts } = await run(database, sandbox, {
        environment: SETTINGS,
        ...QUICK,
        chunk: 25,
        batch: 10_000,
      });
      runs++;
      if (counts.claimed === 0) return;
    }
  }

  async function refuseSome(day: number): Promise<void> {
    // Somebody of those that are known, whether they wait, are written to or were never taken.
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
    // Who is in the outbox may be on the way already.
    if (lead === undefined || lead.state === "queued") forbidden.add(email);
  }

  for (let day = 0; day < days; day++) {
    const from = Math.round((people * day) / days);
    await addPeople(db, peopleOf(Math.round((people * (day + 1)) / days) - from, from + 1));
    await importOf(db, sequences[day % sequences.length] as bigint);
    await refuseSome(day);
    if (day % killEvery === killEvery - 1) {
      await killSome(day, ["hand-over", "--chunk", "5"]);
      await killSome(day + days, ["sync-instantly"]);
    }
    await work(runHandOver, 3);
    await advance(sandbox, 1);
    await work(runSync, 1);
    await passDay(database);
    options.onDay?.(day);
  }
  // What is left is brought to its end.
  for (let day = 0; day < 6; day++) {
    await work(runHandOver, 20);
    await advance(sandbox, 1);
    await work(runSync, 3);
    await passDay(database);
  }
  await sql`update "InstantlySync" set outcome = null, attempts = 0, next_attempt_at = null`.execute(db);
  await work(runSync, 20);
  return audit(database, sandbox, { dailyCap, forbidden, kills, runs });
}

/** What the database remembers of today becomes yesterday's. */
async function passDay({ kysely: db }: Database): Promise<void> {
  await sql`update "EmailSequence" set handed_on = handed_on - 1`.execute(db);
  await sql`
    update "EmailOutbox" set sent_at = sent_at - interval '1 day', answered_at = answered_at - interval '1 day'
  `.execute(db);
  // Nobody calls in vain for a year: what failed for good is put back, as igminer retry does.
  await sql`update "EmailOutbox" set outcome = 'retry', attempts = 0 where outcome = 'failed'`.execute(db);
  await sql`update "InstantlySync" set outcome = 'retry', attempts = 0 where outcome = 'failed'`.execute(db);
}

async function audit(
  { kysely: db }: Database,
  sandbox: Sandbox,
  given: { dailyCap: number; forbidden: ReadonlySet<string>; kills: number; runs: number },
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

  for (const lead of leads) {
    const other = theirs.get(lead.email);
    theirs.delete(lead.email);
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
  for (const email of theirs.keys()) problems.push(`${email} is at Instantly and unknown here`);

  const perDay = new Map<string, number>();
  for (const { campaign, createdOn } of ledger.leads) {
    const key = `${campaign} on day ${createdOn}`;
    perDay.set(key, (perDay.get(key) ?? 0) + 1);
  }
  for (const [key, count] of perDay) if (count > given.dailyCap) problems.push(`${count} leads into ${key}`);
  for (const [email, mails] of Object.entries(ledger.mails))
    if (mails > 3) problems.push(`${email} got ${mails} e-mails`);

  const suppressions = await db.selectFrom("Suppression").select(["kind", "value"]).execute();
  const ours = suppressions.filter(({ kind }) => kind !== "account").map(({ value }) => value);
  if (ours.sort().join() !== [...ledger.blockList].sort().join())
    problems.push(`${ours.length} are suppressed, ${ledger.blockList.length} are in the block list`);
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
    kills: given.kills,
    runs: given.runs,
    problems,
  };
}
