import { hostname } from "node:os";
import { type Kysely, sql, type Transaction } from "kysely";
import { hasOrphans, releaseClaims, releaseOrphans } from "../claims/claims.js";
import { jsonParameter } from "../db/parameters.js";
import type { RunStatus } from "../db/schema/house.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { raiseAlerts } from "./alerts.js";
import { writeMetrics } from "./metrics.js";
import type { Mask } from "./secrets.js";

/** The outcomes of a run's items so far. */
export interface RunCounts {
  claimed: number;
  ok: number;
  not_found: number;
  /** Called absent, but not often enough to be believed. */
  unknown: number;
  unavailable: number;
  retried: number;
  failed: number;
  given_back: number;
}

export const NO_COUNTS: RunCounts = {
  claimed: 0,
  ok: 0,
  not_found: 0,
  unknown: 0,
  unavailable: 0,
  retried: 0,
  failed: 0,
  given_back: 0,
};

/** Inserts the row of a run that starts now. @returns its id, which marks its claims. */
export async function startRun(
  db: Kysely<Schema>,
  run: { command: string; version: string; options: Record<string, unknown> },
): Promise<bigint> {
  const { id } = await inTransaction(db, (tx) => insertRun(tx, run));
  return id;
}

/** Like `startRun`, but within a transaction: for a dry run, which rolls it back. */
export function insertRun(
  tx: Transaction<Schema>,
  run: { command: string; version: string; options: Record<string, unknown> },
): Promise<{ id: bigint }> {
  return tx
    .insertInto("Run")
    .values({ ...run, options: jsonParameter(run.options), host: hostname(), pid: process.pid })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** Transaction marks (`inTransaction`) are only looked up while a transaction is retried, an hour at most. */
const MARKS_FOR = sql`interval '2 hours'`;
/** Marks are removed once an hour, so that most runs find none to remove. */
const MARKS_AT_MOST = sql`interval '3 hours'`;

/**
 * Marks runs whose heartbeat has expired as dead, and releases the leases held by them and by runs found dead earlier.
 * The claims of a live run are never touched.
 * @returns the ids of the runs found dead, and the number of rows released.
 */
export async function releaseDeadRuns(
  db: Kysely<Schema>,
  ownRunId: bigint,
  deadAfterSeconds: number,
): Promise<{ runs: bigint[]; rows: number }> {
  const isDead = sql<boolean>`
    finished_at is null and id <> ${ownRunId}::bigint
    and heartbeat_at < clock_timestamp() - make_interval(secs => ${deadAfterSeconds})
  `;
  // Mostly there is nothing to do; one statement outside of a transaction tells.
  const { rows } = await sql<{ is_due: boolean }>`
    select exists (select from "Run" where ${isDead})
      or exists (select from "CommitMark" where at < now() - ${MARKS_AT_MOST})
      or ${hasOrphans} as is_due
  `.execute(db);
  if (!rows[0]?.is_due) return { runs: [], rows: 0 };
  return inTransaction(db, async (tx) => {
    const dead = await tx
      .updateTable("Run")
      .set({ status: "died", finished_at: sql`clock_timestamp()` })
      .where(
        "id",
        "in",
        tx.selectFrom("Run").select("id").where(isDead).orderBy("id").forUpdate().skipLocked(),
      )
      .returning(["id", "command", "host"])
      .execute();
    await raiseAlerts(
      tx,
      dead.map(({ id, command, host }) => ({
        kind: "run_died",
        subject: command,
        message: `${command}: run ${id} on ${host} died; its claims were released`,
        runId: id,
      })),
    );
    await writeMetrics(
      tx,
      dead.map(({ command }) => ({ name: "runs", value: 1, tags: { command, status: "died" } })),
    );
    await sql`delete from "CommitMark" where at < now() - ${MARKS_FOR}`.execute(tx);
    return { runs: dead.map(({ id }) => id), rows: await releaseOrphans(tx) };
  });
}

/** @returns false if another process has marked the run as dead; its claims are gone. */
export async function isRunning(db: Kysely<Schema>, runId: bigint): Promise<boolean> {
  const { rows } = await sql`select from "Run" where id = ${runId} and status = 'running'`.execute(db);
  return rows.length > 0;
}

/**
 * Adds to the counts of a run, in the transaction that saves the counted work.
 * @returns whether the run still counts as alive; one that was marked dead must stop.
 */
export async function addRunCounts(
  tx: Transaction<Schema>,
  runId: bigint,
  counts: Partial<RunCounts>,
): Promise<boolean> {
  const changed = Object.entries(counts).filter(([, value]) => value !== 0);
  if (changed.length === 0) return true;
  const run = await tx
    .updateTable("Run")
    .set(Object.fromEntries(changed.map(([name, value]) => [name, sql`${sql.ref(name)} + ${value}::bigint`])))
    .where("id", "=", runId)
    .returning("status")
    .executeTakeFirst();
  return run?.status === "running";
}

/** Deletes the row of a run that did nothing, and releases its claims. */
export function dropRun(db: Kysely<Schema>, runId: bigint): Promise<void> {
  return inTransaction(db, async (tx) => {
    await releaseClaims(tx, [runId]);
    await tx.deleteFrom("Run").where("id", "=", runId).where("status", "=", "running").execute();
  });
}

/** Ends a run: releases what it still holds, records how it ended, and raises an alert if it failed. */
export async function finishRun(
  db: Kysely<Schema>,
  { id: runId, command, mask }: { id: bigint; command: string; mask: Mask },
  end: { status: RunStatus; stopReason: string | null; exitCode: number },
): Promise<void> {
  const stopReason = end.stopReason && mask.text(end.stopReason);
  await inTransaction(db, async (tx) => {
    await releaseClaims(tx, [runId]);
    const ended = await tx
      .updateTable("Run")
      .set({
        status: end.status,
        stop_reason: stopReason,
        exit_code: end.exitCode,
        finished_at: sql`clock_timestamp()`,
        heartbeat_at: sql`clock_timestamp()`,
      })
      .where("id", "=", runId)
      .where("status", "=", "running")
      .executeTakeFirst();
    // A commit whose answer was lost is repeated; its alerts and metrics are recorded only once.
    if (ended.numUpdatedRows === 0n) return;
    await writeMetrics(tx, [{ name: "runs", value: 1, tags: { command, status: end.status } }]);
    if (end.status !== "failed") return;
    const message = `${command} failed (exit ${end.exitCode}): ${stopReason ?? "no reason recorded"}`;
    await raiseAlerts(tx, [{ kind: "run_failed", subject: command, message, runId }]);
  });
}
