import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PostgresServer } from "./postgres-server.js";

/** When and how PostgreSQL is stopped under a run. */
export interface Outage {
  /** After so many answered requests of the run. */
  afterRequests: number;
  awayMs: number;
  how: "fast" | "immediate";
}

/** What a run and its store say after an outage; in order where all of it agrees. */
export interface Aftermath {
  /** Different profiles that the source has answered, and how often the one asked most was. */
  answered: number;
  mostPerProfile: number;
  kept: number;
  summaryOk: number;
  runOk: number;
  metricOk: number;
  attempts: number;
  stillClaimed: number;
  unexpected: number;
}

/**
 * Stops PostgreSQL once under a run of `mine-new` and starts it again, then reads what run, metrics and tables say.
 * @param run begins the run; its result is that of `--json`.
 * @param requests requests that the source has answered.
 */
export async function throughOutage(
  postgres: PostgresServer,
  databaseUrl: string,
  { afterRequests, awayMs, how }: Outage,
  {
    run,
    requests,
    profiles,
  }: {
    run(): Promise<{ ok: number }>;
    requests(): Promise<number>;
    profiles(): Promise<{ profiles: number; mostPerProfile: number }>;
  },
): Promise<Aftermath> {
  let isOver = false;
  const running = run().finally(() => {
    isOver = true;
  });
  running.catch(() => {});
  while (!isOver && (await requests()) < afterRequests) await sleep(10);
  await postgres.halt(how);
  await sleep(awayMs);
  await postgres.resume();
  const { ok } = await running;
  const { profiles: answered, mostPerProfile } = await profiles();
  return { answered, mostPerProfile, summaryOk: ok, ...(await stored(databaseUrl)) };
}

async function stored(databaseUrl: string) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(`
    select
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
