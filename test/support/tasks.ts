import { type Kysely, sql } from "kysely";
import type { BatchDefinition } from "../../src/core/batch/definition.js";
import type { BatchEvent, BatchResult, RunOptions } from "../../src/core/batch/live-run.js";
import { type BatchOptions, runBatch } from "../../src/core/batch/run-batch.js";
import type { Database } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { claimFrontier, type FrontierItem } from "../../src/core/mining/claim-frontier.js";
import { addToFrontier } from "../../src/core/mining/seed-frontier.js";
import { maskOf } from "../../src/core/record/secrets.js";

/** A command over frontier rows whose work the test defines; saving only closes the rows. */
export function taskOf(
  work: (username: string, signal: AbortSignal) => Promise<void>,
  changes: Partial<BatchDefinition<FrontierItem, void, null>> = {},
): BatchDefinition<FrontierItem, void, null> {
  return {
    name: "task",
    queue: "InitialInstagramAccount",
    claim: claimFrontier,
    subject: ({ username }) => username,
    work: (item, _tools, signal) => work(item.username, signal),
    async save(tx, done, { runId }) {
      const closed = await tx
        .updateTable("InitialInstagramAccount")
        .set({ outcome: "ok", claimed_by: null })
        .where(
          "id",
          "in",
          done.map(({ item }) => item.id),
        )
        .where("claimed_by", "=", runId)
        .executeTakeFirst();
      return { closed: Number(closed.numUpdatedRows), tallies: { worked: done.length } };
    },
    nothingToDo: async () => "nothing in the frontier",
    ...changes,
  };
}

/** Runs a task with defaults for the options that a test does not set. */
export function runTask(
  database: Database,
  definition: BatchDefinition<FrontierItem, void, null>,
  changes: Partial<BatchOptions<null>> = {},
): Promise<BatchResult & { events: BatchEvent[] }> {
  const events: BatchEvent[] = [];
  return runBatch(definition, {
    ...runOptionsOf(database),
    openTools: async () => ({ tools: null, requests: () => 0, close: async () => {} }),
    onEvent: (event) => events.push(event),
    ...changes,
  }).then((result) => ({ ...result, events }));
}

/** Run options with defaults for those that a test does not set. */
export function runOptionsOf(database: Database, changes: Partial<RunOptions> = {}): RunOptions {
  return {
    database,
    batch: 100,
    concurrency: 2,
    maxSeconds: null,
    version: "test",
    options: {},
    heartbeatSeconds: 15,
    deadAfterSeconds: 60,
    mask: maskOf([]),
    interruption: new AbortController().signal,
    onEvent: () => {},
    ...changes,
  };
}

/** Fills the frontier with `name101`, `name102` …; names and rows are in the same order. */
export async function fillFrontier(db: Kysely<Schema>, rows: number): Promise<void> {
  await addToFrontier(
    db,
    Array.from({ length: rows }, (_, index) => ({
      username: `name${101 + index}`,
      source: "SEED",
      sourceTag: null,
    })),
  );
}

/** Counts frontier rows by outcome: "" for rows never tried, with "claimed" for rows still held. */
export async function outcomesIn(db: Kysely<Schema>): Promise<Record<string, number>> {
  const { rows } = await sql<{ outcome: string; rows: number }>`
    select case when claimed_by is not null then 'claimed' else coalesce(outcome, '') end as outcome, count(*)::int as rows
    from "InitialInstagramAccount"
    group by 1
  `.execute(db);
  return Object.fromEntries(rows.map(({ outcome, rows: count }) => [outcome, count]));
}
