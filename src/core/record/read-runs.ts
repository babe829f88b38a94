import { type Kysely, sql } from "kysely";
import type { RunStatus } from "../db/schema/house.js";
import type { Schema } from "../db/schema.js";

/** Conditions on runs; null accepts any value. */
export interface RunFilter {
  command: string | null;
  status: RunStatus | null;
  sinceMs: number | null;
  limit: number;
}

/** The matching runs, newest first. */
export function readRuns(db: Kysely<Schema>, { command, status, sinceMs, limit }: RunFilter) {
  let query = db.selectFrom("Run").selectAll().orderBy("id", "desc").limit(limit);
  if (command !== null) query = query.where("command", "=", command);
  if (status !== null) query = query.where("status", "=", status);
  if (sinceMs !== null)
    query = query.where("started_at", ">=", sql<Date>`now() - make_interval(secs => ${sinceMs / 1_000})`);
  return query.execute();
}

export type RunView = NonNullable<Awaited<ReturnType<typeof readRun>>>;

/** Metrics that every run records; they repeat its counts. */
const OF_EVERY_RUN = ["runs", "items", "item_seconds", "item_duration_ms", "errors"];

/** One run with its metrics, alerts and errors, or null if there is none with this id (purge removes old ones). */
export async function readRun(db: Kysely<Schema>, id: bigint, errorsShown: number) {
  const run = await db.selectFrom("Run").selectAll().where("id", "=", id).executeTakeFirst();
  if (run === undefined) return null;
  const errors = await db
    .selectFrom("ErrorLog")
    .select(["id", "at", "subject", "kind", "message"])
    // Uses "ErrorLog_command_at": a run's errors lie within its time.
    .where("command", "=", run.command)
    .where("at", ">=", sql<Date>`${run.started_at}::timestamptz - interval '1 second'`)
    .where("run_id", "=", id)
    .orderBy("id")
    .limit(errorsShown)
    .execute();
  const { rows: noted } = await sql<{ name: string; value: number }>`
    select name, sum(value) as value
    from "Metrics"
    where at between ${run.started_at}::timestamptz - interval '1 second'
        and coalesce(${run.finished_at}::timestamptz, ${run.heartbeat_at}::timestamptz) + interval '1 second'
      and tags ->> 'command' = ${run.command}
      and name <> all(${OF_EVERY_RUN}::text[])
    group by name
    order by name
  `.execute(db);
  const alerts = await db
    .selectFrom("Alert")
    .select(["kind", "subject", "message", "last_at"])
    // Uses "Alert_last".
    .where("last_at", ">=", sql<Date>`${run.started_at}::timestamptz - interval '1 second'`)
    .where("run_id", "=", id)
    .orderBy("id")
    .execute();
  return { run, noted, alerts, errors };
}
