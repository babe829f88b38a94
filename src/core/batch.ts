import type { Kysely } from "kysely";
import type { BatchDefinition, Tallies } from "./batch/definition.js";
import { type ItemFailure, openLedger } from "./batch/ledger.js";
import { workThrough } from "./batch/loop.js";
import { conclusionOf, type Stop, wordsFor } from "./batch/outcome.js";
import { newStopping, type Stopping } from "./batch/stopping.js";
import type { Database } from "./db/database.js";
import type { Schema } from "./db/schema.js";
import { EXIT, type ExitCode, messageOf } from "./failure.js";
import { logErrors } from "./observe/error-log.js";
import { beat, buryDeadRuns, finishRun, type RunCounts, startRun } from "./observe/runs.js";

export interface OpenTools<Tools> {
  tools: Tools;
  /** Requests sent to sources so far. */
  requests(): number;
  close(): Promise<void>;
}

export interface BatchOptions<Tools> {
  database: Database;
  /** Items to claim at most. */
  batch: number;
  concurrency: number;
  maxSeconds: number | null;
  /** Of igminer, kept in the `Run` row with `options`. */
  version: string;
  options: Record<string, unknown>;
  heartbeatSeconds: number;
  deadAfterSeconds: number;
  /** Aborted with "SIGINT" or "SIGTERM" as its reason when the run is to end. */
  interruption: AbortSignal;
  /** Opens what the work needs. `draining` is aborted once the run is stopping. */
  openTools(draining: AbortSignal): Promise<OpenTools<Tools>>;
  onEvent(event: BatchEvent): void;
}

export type BatchEvent =
  | { kind: "progress"; counts: Readonly<RunCounts>; tallies: Readonly<Tallies>; batch: number }
  | { kind: "notice"; text: string }
  | ({ kind: "item_failed" } & ItemFailure);

export interface BatchResult {
  runId: bigint;
  command: string;
  status: string;
  exitCode: ExitCode;
  stop: Stop | null;
  counts: Readonly<RunCounts>;
  /** Rows that needed no work. */
  skipped: number;
  tallies: Readonly<Tallies>;
  requests: number;
  durationMs: number;
  /** Set when there was nothing to do. */
  nothingToDo: string | null;
}

/**
 * Runs one bounded batch: the steps that all commands share (design §3).
 * What happens to items is in the result and in the tables. It throws only where the run itself cannot go on (`Failure`,
 * or the database's error), after it has ended its `Run` row if the database still answers.
 */
export async function runBatch<Item extends { id: bigint }, Result, Tools>(
  definition: BatchDefinition<Item, Result, Tools>,
  options: BatchOptions<Tools>,
): Promise<BatchResult> {
  const startedMs = performance.now();
  const { database, batch, concurrency, version, onEvent } = options;
  const db = database.kysely;
  const command = definition.name;
  const run = { id: await startRun(db, { command, version, options: options.options }), command };
  const stopping = newStopping(options.interruption, options.maxSeconds);
  const heart = startHeart(db, run.id, options, stopping);
  try {
    await buryTheDead(db, run.id, options);
    const prepared = await definition.prepare?.(db);
    if (prepared) onEvent({ kind: "notice", text: prepared });
    const ledger = openLedger(db, run, definition, (failure) => onEvent({ kind: "item_failed", ...failure }));
    const { tools, requests, close } = await options.openTools(stopping.drain);
    const onProgress = () =>
      onEvent({ kind: "progress", counts: ledger.counts, tallies: ledger.tallies, batch });
    try {
      await workThrough(definition, {
        db,
        runId: run.id,
        tools,
        ledger,
        stopping,
        batch,
        concurrency,
        onProgress,
      });
    } finally {
      await close();
    }
    const stop = stopping.reason();
    const { exitCode, status } = conclusionOf(stop, ledger.counts);
    if (stop?.kind === "source") await logErrors(db, run, [{ subject: null, error: stop.error }]);
    await finishRun(db, run.id, { status, stopReason: stop && wordsFor(stop), exitCode });
    const { counts, skipped, tallies } = ledger;
    const isIdle = stop === null && counts.claimed + skipped === 0;
    return {
      runId: run.id,
      command,
      status,
      exitCode,
      stop,
      counts,
      skipped,
      tallies,
      requests: requests(),
      durationMs: performance.now() - startedMs,
      nothingToDo: isIdle ? await definition.nothingToDo(db) : null,
    };
  } catch (error) {
    await endFailedRun(db, run, error);
    throw error;
  } finally {
    stopping.release();
    await heart.stop();
  }
}

/**
 * Says what a batch would take: claims as a run would, and takes it back. Nothing is written, no source is asked.
 * @returns the subjects in the order of the claim.
 */
export async function dryRun<Item extends { id: bigint }>(
  definition: Pick<BatchDefinition<Item, never, never>, "prepare" | "claim" | "subject">,
  database: Database,
  batch: number,
): Promise<{ subjects: string[]; skipped: number }> {
  const undo = Symbol("undo");
  let plan = { subjects: [] as string[], skipped: 0 };
  try {
    await database.kysely.transaction().execute(async (tx) => {
      await definition.prepare?.(tx);
      const { items, skipped } = await definition.claim(tx, 0n, batch);
      plan = { subjects: items.map(definition.subject), skipped };
      throw undo;
    });
  } catch (thrown) {
    if (thrown !== undo) throw thrown;
  }
  return plan;
}

async function buryTheDead(
  db: Kysely<Schema>,
  runId: bigint,
  {
    database,
    deadAfterSeconds,
    onEvent,
  }: Pick<BatchOptions<never>, "database" | "deadAfterSeconds" | "onEvent">,
): Promise<void> {
  // The embedded database has one process at a time: a run without an end there is a dead one, however young.
  const dead = await buryDeadRuns(db, runId, database.kind === "embedded" ? 0 : deadAfterSeconds);
  if (dead.runs.length === 0) return;
  onEvent({
    kind: "notice",
    text: `${dead.runs.length} run(s) had died; ${dead.rows} row(s) they held are free again.`,
  });
}

/** Beats until stopped, one beat at a time. A beat that fails is told and tried again; one that comes too late ends the run. */
function startHeart(
  db: Kysely<Schema>,
  runId: bigint,
  { heartbeatSeconds, onEvent }: Pick<BatchOptions<never>, "heartbeatSeconds" | "onEvent">,
  stopping: Stopping,
): { stop(): Promise<void> } {
  let beating: Promise<void> = Promise.resolve();
  let isBeating = false;
  async function beatOnce(): Promise<void> {
    try {
      if (!(await beat(db, runId))) stopping.stopFor({ kind: "lost" });
    } catch (error) {
      onEvent({ kind: "notice", text: `Heartbeat failed: ${messageOf(error)}` });
    }
  }
  const timer = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    beating = beatOnce().finally(() => {
      isBeating = false;
    });
  }, heartbeatSeconds * 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await beating;
    },
  };
}

/** Writes down why a run failed. Where the database is what failed, the run is left to be found dead by the next one. */
async function endFailedRun(
  db: Kysely<Schema>,
  run: { id: bigint; command: string },
  error: unknown,
): Promise<void> {
  try {
    await logErrors(db, run, [{ subject: null, error }]);
    await finishRun(db, run.id, { status: "failed", stopReason: messageOf(error), exitCode: EXIT.failed });
  } catch {
    // The error that ended the run is the one to report; it is thrown by the caller.
  }
}
