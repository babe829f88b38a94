import { type Kysely, sql } from "kysely";
import type { BatchResult, RunOptions } from "../../src/core/batch/live-run.js";
import { runBatch } from "../../src/core/batch/run-batch.js";
import { loadConfig } from "../../src/core/config/config.js";
import type { Database } from "../../src/core/db/database.js";
import { rowsAs } from "../../src/core/db/rows.js";
import type { Schema } from "../../src/core/db/schema.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { handOverBatch } from "../../src/core/outreach/hand-over.js";
import { importLeads } from "../../src/core/outreach/import-leads.js";
import { openSequencers } from "../../src/core/outreach/open-sequencers.js";
import type { SequenceAudience } from "../../src/core/outreach/sequence-audience.js";
import { addSequence } from "../../src/core/outreach/sequences.js";
import { syncBatch } from "../../src/core/outreach/sync.js";
import { campaignIdOf, type Ledger } from "../../src/sandbox/instantly/workspace.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { runOptionsOf } from "./tasks.js";

export interface PersonSketch {
  id: number;
  username?: string;
  biography?: string;
  category?: string;
  /** null for none; omitted for a generated one. */
  email?: string | null;
  /** The result of verification; null if never verified. */
  status?: "deliverable" | "risky" | "undeliverable" | "unknown" | null;
  country?: string;
  language?: string;
  followers?: number;
}

/** Adds accounts with verified addresses to the database; a test only states what matters to it. */
export async function addPeople(db: Kysely<Schema>, people: readonly PersonSketch[]): Promise<void> {
  const emailOf = ({ id, email }: PersonSketch) => (email === undefined ? `user${id}@mail.example` : email);
  await sql`
    insert into "InstagramAccountBase" (
      id, username, biography, category, ig_email, country, ai_bio_lang, followers_count
    )
    select * from ${rowsAs("people", people, {
      id: ["bigint", ({ id }) => id],
      username: ["text", ({ id, username }) => username ?? `user${id}`],
      biography: ["text", ({ biography }) => biography ?? "I am here."],
      category: ["text", ({ category }) => category ?? null],
      email: ["text", emailOf],
      country: ["text", ({ country }) => country ?? null],
      language: ["text", ({ language }) => language ?? null],
      followers: ["bigint", ({ followers }) => followers ?? 1_000],
    })}
  `.execute(db);
  const verified = new Map(
    people.flatMap((person) => {
      const email = emailOf(person)?.toLowerCase();
      return email && person.status !== null ? [[email, person.status ?? "deliverable"]] : [];
    }),
  );
  await sql`
    insert into "EmailVerification" (email, status, outcome, verified_at)
    select email, status, 'ok', now()
    from ${rowsAs("verified", [...verified], {
      email: ["text", ([email]) => email],
      status: ["text", ([, status]) => status],
    })}
    on conflict (email) do nothing
  `.execute(db);
}

/** @returns people with these numbers and default values. */
export function peopleOf(count: number, from = 1): PersonSketch[] {
  return Array.from({ length: count }, (_, index) => ({ id: from + index }));
}

/** Adds a sequence that uses the nth campaign of the sandbox. */
export function sequenceOf(
  db: Kysely<Schema>,
  { name = "spring", campaign = 0, dailyCap = 100_000 } = {},
): Promise<bigint> {
  return inTransaction(db, (tx) =>
    addSequence(tx, { name, campaignId: campaignIdOf(campaign), dailyCap, audience: {} }),
  );
}

/** Adds a sequence and imports everybody who qualifies. */
export async function filledSequence(
  db: Kysely<Schema>,
  people: readonly PersonSketch[],
  options: Parameters<typeof sequenceOf>[1] = {},
): Promise<bigint> {
  await addPeople(db, people);
  const id = await sequenceOf(db, options);
  await importOf(db, id);
  return id;
}

/** Imports people into a sequence. @returns their usernames. */
export function importOf(
  db: Kysely<Schema>,
  sequenceId: bigint,
  whom: SequenceAudience = {},
  limit = 100_000,
): Promise<string[]> {
  return inTransaction(db, (tx) => importLeads(tx, sequenceId, whom, limit));
}

/** Settings that make a command use the sandbox for Instantly, without a rate limit of its own. */
export function instantlyEnvironment(
  { url }: Sandbox,
  changes: Record<string, string> = {},
): Record<string, string> {
  return {
    IGMINER_INSTANTLY_BASE_URL: `${url}/api/v2`,
    IGMINER_INSTANTLY_KEY: "key-of-the-test",
    IGMINER_INSTANTLY_RATE_PER_MINUTE: "600000",
    IGMINER_INSTANTLY_MIN_RATE_PER_MINUTE: "600000",
    IGMINER_INSTANTLY_MAX_RATE_PER_MINUTE: "600000",
    IGMINER_INSTANTLY_LISTING_LAG_SECONDS: "0",
    ...changes,
  };
}

/** Short timeouts, for a sandbox that leaves requests unanswered. */
export const IMPATIENT = { IGMINER_HTTP_TIMEOUT_MS: "300" };

interface RunChanges extends Partial<RunOptions> {
  environment?: Record<string, string>;
  chunk?: number;
}

/** Runs a hand-over in this process, and repeats it at once for items to be retried later. */
export async function runHandOver(
  database: Database,
  sandbox: Sandbox,
  { environment = {}, chunk = 1_000, ...changes }: RunChanges = {},
): Promise<BatchResult> {
  const { config } = loadConfig({
    environment: instantlyEnvironment(sandbox, environment),
    folder: "/nonexistent",
  });
  const { listingLagSeconds } = config.instantly;
  return runBatch(
    { name: "hand-over", ...handOverBatch({ chunk, sequence: null, listingLagSeconds }) },
    {
      ...runOptionsOf(database),
      openTools: (draining) => openSequencers(database, config, draining),
      ...changes,
    },
  );
}

/** Runs a sync in this process. */
export async function runSync(
  database: Database,
  sandbox: Sandbox,
  { environment = {}, ...changes }: RunChanges = {},
): Promise<BatchResult> {
  const { config } = loadConfig({
    environment: instantlyEnvironment(sandbox, environment),
    folder: "/nonexistent",
  });
  return runBatch(
    { name: "sync-instantly", ...syncBatch(config.instantly) },
    {
      ...runOptionsOf(database),
      openTools: (draining) => openSequencers(database, config, draining),
      ...changes,
    },
  );
}

/** Makes items that wait for a retry due now. */
export async function makeDue(db: Kysely<Schema>): Promise<void> {
  for (const queue of ["EmailOutbox", "InstantlySync", "Mailbox"]) {
    await sql`update ${sql.table(queue)} set next_attempt_at = now() where next_attempt_at > now()`.execute(
      db,
    );
  }
  await sql`update "SourceState" set paused_until = null, breaker = 'closed', breaker_state = null`.execute(
    db,
  );
}

/** Lets days pass at Instantly. */
export async function advance({ url }: Sandbox, days: number): Promise<void> {
  await fetch(`${url}/_sandbox/instantly/advance?days=${days}`, { method: "POST" });
}

/** What Instantly knows of everybody. */
export async function ledgerOf({ url }: Sandbox): Promise<Ledger> {
  return (await (await fetch(`${url}/_sandbox/instantly/ledger`)).json()) as Ledger;
}

/** Number of leads in each state. */
export async function statesIn(db: Kysely<Schema>): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; leads: number }>`
    select state, count(*)::int as leads from "EmailSequenceLead" group by state
  `.execute(db);
  return Object.fromEntries(rows.map(({ state, leads }) => [state, leads]));
}
