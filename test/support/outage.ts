import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { SandboxStatistics } from "../../src/sandbox/statistics.js";
import type { PostgresServer } from "./postgres-server.js";

/** When and how PostgreSQL is stopped under a run. */
export interface Outage {
  /** After this many answered requests of the run. */
  afterRequests: number;
  awayMs: number;
  how: "fast" | "immediate";
}

/** The state of a run and its store after an outage; consistent if all of it agrees. */
export interface Aftermath {
  /** Distinct profiles that the source has returned. */
  answered: number;
  /** Repeated questions about a name, without control questions, which the ledger marks. */
  askedAgain: number;
  /** Requests that the source has seen but the ledger has not. */
  unbooked: number;
  kept: number;
  summaryOk: number;
  runOk: number;
  metricOk: number;
  attempts: number;
  stillClaimed: number;
  unexpected: number;
}

/** The requests that the stand-in for HikerAPI has seen. */
export type SourceSeen = Pick<SandboxStatistics, "requests" | "byPath" | "profiles">;

/** HikerAPI's path for a profile. */
const PROFILE_PATH = "v2/user/by/username";

/**
 * Stops PostgreSQL once during a run of `mine-new` and starts it again, then reads the run, the metrics and the tables.
 * @param run starts the run; its result is that of `--json`. Its names must only be asked of HikerAPI's stand-in, and
 * all be new to it.
 */
export async function throughOutage(
  postgres: PostgresServer,
  databaseUrl: string,
  { afterRequests, awayMs, how }: Outage,
  { run, seen }: { run(): Promise<{ ok: number }>; seen(): Promise<SourceSeen> },
): Promise<Aftermath> {
  let isOver = false;
  const running = run().finally(() => {
    isOver = true;
  });
  running.catch(() => {});
  while (!isOver && (await seen()).requests < afterRequests) await sleep(10);
  await postgres.halt(how);
  await sleep(awayMs);
  await postgres.resume();
  const { ok } = await running;
  return { summaryOk: ok, ...(await keptOf(databaseUrl, await seen())) };
}

/** How much of the source's answers to one or more runs of `mine-new` was stored. */
export async function keptOf(databaseUrl: string, seen: SourceSeen): Promise<Omit<Aftermath, "summaryOk">> {
  const { looked, controls, booked, ...stored } = await readStore(databaseUrl);
  return {
    answered: seen.profiles,
    askedAgain: (seen.byPath[`/${PROFILE_PATH}`] ?? 0) - controls - looked,
    unbooked: seen.requests - booked,
    ...stored,
  };
}

async function readStore(databaseUrl: string) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(`
    select
      (select count(*) from "InitialInstagramAccount" where outcome is not null)::int as looked,
      (select coalesce(sum(requests), 0) from "Spend" where purpose = 'control question')::int as controls,
      (select coalesce(sum(requests), 0) from "Spend")::int as booked,
      (select count(*) from "InstagramAccountBase")::int as kept,
      (select sum(ok) from "Run" where command = 'mine-new')::int as "runOk",
      (select sum(value) from "Metrics" where name = 'items' and tags ->> 'outcome' = 'ok')::int as "metricOk",
      (select count(*) from "InitialInstagramAccount" where attempts > 0)::int as attempts,
      (select count(*) from "InitialInstagramAccount" where claimed_by is not null)::int as "stillClaimed",
      (select count(*) from "Alert" where kind = 'unexpected_error')::int as unexpected
  `);
  await client.end();
  return rows[0];
}
