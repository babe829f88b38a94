import { type Kysely, sql } from "kysely";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { type claimFrontier, claimOnwards } from "../../src/core/mining/claim-frontier.js";
import { newRun } from "../support/runs.js";
import { migratedStore, opened, readyStore, STORES } from "../support/stores.js";

/** Adds names called by a word and a number, each with so many links. */
async function addNames(db: Kysely<Schema>, word: string, count: number, links: number): Promise<void> {
  await sql`
    insert into "InitialInstagramAccount" (username, source, linked_count)
    select ${word} || number, 'RELATED', ${links}::int from generate_series(1, ${count}::int) as number
  `.execute(db);
}

async function namesOf(claim: ReturnType<typeof claimFrontier>): Promise<string[]> {
  return (await claim).items.map(({ username }) => username);
}

describe.each(STORES)("the claims of one run on %s", (store) => {
  test("take the names in the order of one large claim, each once, and then those that came before their place", async () => {
    const { kysely: db } = await migratedStore(store);
    await addNames(db, "few", 3, 1);
    await addNames(db, "many", 4, 40);
    const runId = await newRun(db);
    const claim = claimOnwards();
    expect(await namesOf(claim(db, runId, 3))).toEqual(["many1", "many2", "many3"]);
    expect(await namesOf(claim(db, runId, 2))).toEqual(["many4", "few1"]);
    await addNames(db, "hub", 1, 1_000);
    await addNames(db, "new", 1, 1);
    expect(await namesOf(claim(db, runId, 2))).toEqual(["few2", "few3"]);
    expect(await namesOf(claim(db, runId, 5))).toEqual(["new1", "hub1"]);
    expect(await namesOf(claim(db, runId, 5))).toEqual([]);
  });

  test("look at the head of the frontier again after some claims", async () => {
    const { kysely: db } = await migratedStore(store);
    await addNames(db, "few", 40, 1);
    const runId = await newRun(db);
    const claim = claimOnwards();
    await claim(db, runId, 1);
    await addNames(db, "hub", 1, 1_000);
    const next: string[] = [];
    for (let claims = 0; claims < 35; claims++) next.push(...(await namesOf(claim(db, runId, 1))));
    expect(next).toContain("hub1");
    expect(new Set(next)).toHaveProperty("size", 35);
  });
});

test("a claim does not read again what the run has claimed, however old another session's snapshot is", async () => {
  const settings = await readyStore("postgres");
  const { kysely: db } = await opened(settings);
  await addNames(db, "name", 5_000, 1);
  await sql`vacuum analyze "InitialInstagramAccount"`.execute(db);
  const reader = new pg.Client(settings.url as string);
  await reader.connect();
  onTestFinished(() => reader.end());
  await reader.query("begin isolation level repeatable read; select 1");
  const runId = await newRun(db);
  const claim = claimOnwards();
  const read: number[] = [];
  for (let claims = 0; claims < 8; claims++) {
    const before = await entriesRead(db);
    await claim(db, runId, 250);
    read.push((await entriesRead(db)) - before);
  }
  expect(read.at(-1)).toBeLessThan(2 * (read[0] as number));
});

/** @returns the entries that scans of the claim's index have returned so far. */
async function entriesRead(db: Kysely<Schema>): Promise<number> {
  // Of all connections: each reports what it has read when it is asked to, or some time later.
  await db.connection().execute((connection) => sql`select pg_stat_force_next_flush()`.execute(connection));
  const { rows } = await sql<{ read: number }>`
    select idx_tup_read::int as read from pg_stat_user_indexes where indexrelname = 'InitialInstagramAccount_next'
  `.execute(db);
  return rows[0]?.read ?? 0;
}
