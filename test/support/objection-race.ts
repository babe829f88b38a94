import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Kysely, sql } from "kysely";
import { type DatabaseClock, settableClock } from "../../chaos/database-clock.js";
import { openDatabase } from "../../src/core/db/database.js";
import { migrate } from "../../src/core/db/migrate.js";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { closeSequence } from "../../src/core/outreach/close-sequence.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { forget } from "../../src/core/privacy/forget.js";
import { hashOf } from "../../src/sandbox/random.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { addPeople, importOf, ledgerOf, makeDue, peopleOf, runHandOver, sequenceOf } from "./outreach.js";
import { POOL } from "./template.js";

export interface RaceOptions {
  /** An empty database. */
  databaseUrl: string;
  /** In this process, so that requests and commits are on one clock; it accepts duplicates. */
  sandbox: Sandbox;
  rounds: number;
}

export interface RaceFigures {
  /** Suppressions and erasures that were committed. */
  objections: number;
  /** Leads that the sequencer received. */
  handedOver: number;
  /** Of these, leads with an objection while the sequencer answered, or less than 50 ms before. */
  close: number;
  /** Of all leads, those handed over after midnight. */
  nextDay: number;
  /** How often a sequence reached its cap before midnight. */
  atCap: number;
  /** Broken promises, as sentences. */
  problems: string[];
}

/** People per round; each of them objects. */
export const PEOPLE = 48;
const SEQUENCES = 3;
/** Of each sequence. */
const CAP = 3;
const DAY_MS = 86_400_000;
const LONGEST_MS = 3_000;
const CLOSE_MS = 50;
const WORKER = fileURLToPath(new URL("./hand-over-worker.ts", import.meta.url));
const mailOf = (id: number) => `user${id}@mail.example`;

interface Worker {
  go(): void;
  /** Waits until the current hand-over has ended. */
  stop(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Two processes hand people over, over midnight, while these same people object from a third process: their addresses
 * and accounts are suppressed, they are erased, and finally the sequence is closed.
 */
export async function raceObjections({ databaseUrl, sandbox, rounds }: RaceOptions): Promise<RaceFigures> {
  const clock = await settableClock(databaseUrl);
  const settings = { url: databaseUrl, dataDir: "", pool: POOL };
  const database = await openDatabase({ settings, notify: () => {} });
  const { kysely: db } = database;
  await migrate(db);
  const figures: RaceFigures = { objections: 0, handedOver: 0, close: 0, nextDay: 0, atCap: 0, problems: [] };
  const workers = [0, 1].map(() => startWorker([databaseUrl, sandbox.url]));
  try {
    for (let round = 0; round < rounds; round++) {
      const people = peopleOf(PEOPLE, 1_000_000 + round * PEOPLE);
      await addPeople(db, people);
      const sequences: bigint[] = [];
      for (let campaign = 0; campaign < SEQUENCES; campaign++) {
        const id = await sequenceOf(db, { name: `round ${round} ${campaign}`, campaign, dailyCap: CAP });
        await importOf(db, id, {}, PEOPLE / SEQUENCES);
        sequences.push(id);
      }
      const midnight = await shortlyBeforeMidnight(clock, db, round, 1_000 + (hashOf(round, 3) % 500));
      for (const worker of workers) worker.go();
      const saidNo = new Map<string, number>();
      const closing = sleep(LONGEST_MS - (hashOf(round, 2) % 500)).then(async () => {
        for (const id of sequences) await inTransaction(db, (tx) => closeSequence(tx, id));
        return performance.now();
      });
      await Promise.all([
        closing,
        ...people.map(async ({ id }, place) => {
          await sleep(hashOf(round, place) % LONGEST_MS);
          await object(db, id, hashOf(round, place, 1) % 12);
          saidNo.set(mailOf(id), performance.now());
        }),
      ]);
      await Promise.all(workers.map((worker) => worker.stop()));
      await makeDue(db);
      await runHandOver(database, sandbox);
      const problems = await judge(sandbox, { saidNo, closedAt: await closing, midnight }, figures);
      figures.problems.push(...problems.map((problem) => `round ${round}: ${problem}`));
      // What the objections order is tested elsewhere.
      await sql`delete from "InstantlySync"`.execute(db);
    }
  } finally {
    for (const worker of workers) await worker.end();
    await database.close();
  }
  return figures;
}

async function object(db: Kysely<Schema>, id: number, kind: number): Promise<void> {
  if (kind === 0) await forget(db, { kind: "id", id: BigInt(id) }, { remove: async () => false });
  else if (kind === 1) await forget(db, { kind: "email", email: mailOf(id) }, { remove: async () => false });
  else {
    const whom =
      kind < 7
        ? ({ kind: "email", value: mailOf(id) } as const)
        : ({ kind: "account", value: `user${id}` } as const);
    await inTransaction(db, (tx) => suppress(tx, [{ ...whom, reason: "asked", source: "manual" }]));
  }
}

/** Sets the database's clock. @returns the time of midnight there, by the clock of this process. */
async function shortlyBeforeMidnight(
  clock: DatabaseClock,
  db: Kysely<Schema>,
  round: number,
  beforeMs: number,
): Promise<number> {
  const now = Date.now();
  // Two days later in each round, so that no earlier cap counts.
  const midnight = Math.ceil(now / DAY_MS) * DAY_MS + (round + 1) * 2 * DAY_MS;
  await clock.setOffset(midnight - beforeMs - now);
  const { rows } = await sql<{ left: number }>`
    select extract(epoch from date_trunc('day', clock_timestamp() + interval '1 day', 'UTC') - clock_timestamp())::float8 * 1000 as left
  `.execute(db);
  return performance.now() + (rows[0] as { left: number }).left;
}

async function judge(
  sandbox: Sandbox,
  { saidNo, closedAt, midnight }: { saidNo: ReadonlyMap<string, number>; closedAt: number; midnight: number },
  figures: RaceFigures,
): Promise<string[]> {
  const { leads, deleted, addedTwice } = await ledgerOf(sandbox);
  const made = leads.filter(({ email }) => saidNo.has(email));
  const problems: string[] = [];
  for (const { email, visibleAtMs } of made) {
    const notAfter = Math.min(closedAt, saidNo.get(email) as number);
    if (visibleAtMs > notAfter) problems.push(`${email} was handed over after the objection`);
    if (notAfter - visibleAtMs < CLOSE_MS) figures.close++;
  }
  const before = made.filter(({ visibleAtMs }) => visibleAtMs < midnight);
  // A request sent before midnight may arrive after it.
  for (const [day, most, leadsOfDay] of [
    ["before midnight", CAP, before],
    ["on both days", 2 * CAP, made],
  ] as const)
    for (const [campaign, count] of countedBy(leadsOfDay))
      if (count > most) problems.push(`${count} leads of campaign ${campaign} ${day}: the cap is ${CAP}`);
  if (addedTwice > 0) problems.push(`${addedTwice} leads were added twice`);
  if (deleted.length > 0) problems.push("a lead was deleted, and cannot be judged");
  figures.objections += saidNo.size;
  figures.handedOver += made.length;
  figures.nextDay += made.length - before.length;
  figures.atCap += [...countedBy(before)].filter(([, count]) => count === CAP).length;
  return problems;
}

function countedBy(leads: readonly { campaign: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { campaign } of leads) counts.set(campaign, (counts.get(campaign) ?? 0) + 1);
  return counts;
}

function startWorker(args: string[]): Worker {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", WORKER, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
  return {
    go: () => child.stdin?.write("go\n"),
    async stop() {
      const answer = Promise.race([once(lines, "line"), ended]);
      child.stdin?.write("stop\n");
      if ((await answer)[0] !== "stopped") throw new Error("a worker has ended");
    },
    async end() {
      child.stdin?.end();
      await ended;
    },
  };
}
