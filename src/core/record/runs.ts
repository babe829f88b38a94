import { hostname } from "node:os";
import { type Kysely, sql, type Transaction } from "kysely";
import { releaseClaims, releaseOrphans } from "../claims/claims.js";
import { jsonParameter } from "../db/parameters.js";
import type { RunStatus } from "../db/schema/house.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { raiseAlerts } from "./alerts.js";
import { writeMetrics } from "./metrics.js";
import type { Mask } from "./secrets.js";

/** What became of the items of a run so far. */
export interface RunCounts {
  claimed: number;
  ok: number;
  not_found: number;
  /** Called absent, and not often enough to believe it. */
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

/** Inserts the row of a run that begins now. @returns its id, which marks its claims. */
export async function startRun(
  db: Kysely<Schema>,
  run: { command: string; version: string; options: Record<string, unknown> },
): Promise<bigint> {
  const { id } = await inTransaction(db, (tx) => insertRun(tx, run));
  return id;
}

/** As `startRun`, within a transaction: for a dry run, which takes it back. */
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

/** Marks of transactions (`inTransaction`) are asked for within the patience with the database, an hour at most. */
const MARKS_FOR = sql`interval '2 hours'`;

/**
 * Marks the runs whose heartbeat is over, and gives back what they, and runs found dead earlier, held. A living run's claims
 * are never touched.
 * @returns the ids of the runs found dead, and how many rows are free again.
 */
export function buryDeadRuns(
  db: Kysely<Schema>,
  ownRunId: bigint,
  deadAfterSeconds: number,
): Promise<{ runs: bigint[]; rows: number }> {
  return inTransaction(db, async (tx) => {
    const dead = await tx
      .updateTable("Run")
      .set({ status: "died", finished_at: sql`clock_timestamp()` })
      .where(
        "id",
        "in",
        tx
          .selectFrom("Run")
          .select("id")
          .where("finished_at", "is", null)
          .where("id", "!=", ownRunId)
          .where(
            "heartbeat_at",
            "<",
            sql<Date>`clock_timestamp() - make_interval(secs => ${deadAfterSeconds})`,
          )
          .orderBy("id")
          .forUpdate()
          .skipLocked(),
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

/** Shows that the run lives. @returns false when another process has taken it for dead: its claims are gone. */
export async function beat(db: Kysely<Schema>, runId: bigint): Promise<boolean> {
  const beaten = await db
    .updateTable("Run")
    .set({ heartbeat_at: sql`clock_timestamp()` })
    .where("id", "=", runId)
    .where("status", "=", "running")
    .returning("id")
    .executeTakeFirst();
  return beaten !== undefined;
}

/**
 * Adds to the counts of a run, in the transaction that makes them true.
 * @returns whether the run still counts as alive; one that was found dead is to stop.
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

/** Takes back the row of a run that began nothing: what it had claimed is free again. */
export function dropRun(db: Kysely<Schema>, runId: bigint): Promise<void> {
  return inTransaction(db, async (tx) => {
    await releaseClaims(tx, [runId]);
    await tx.deleteFrom("Run").where("id", "=", runId).where("status", "=", "running").execute();
  });
}

/** Ends a run: gives back whatever it still holds, writes how it ended, and raises an alert where that is badly. */
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
    // A commit whose answer was lost is run again: what it did is not told twice.
    if (ended.numUpdatedRows === 0n) return;
    await writeMetrics(tx, [{ name: "runs", value: 1, tags: { command, status: end.status } }]);
    if (end.status !== "failed") return;
    const message = `${command} failed (exit ${end.exitCode}): ${stopReason ?? "no reason recorded"}`;
    await raiseAlerts(tx, [{ kind: "run_failed", subject: command, message, runId }]);
  });
}
