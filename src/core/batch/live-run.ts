import type { Kysely } from "kysely";
import { browsersFolder, removeLeftovers } from "../browser/profile-folder.js";
import type { Database } from "../db/database.js";
import type { Reach } from "../db/reach.js";
import type { Schema } from "../db/schema.js";
import { troubleFailure, troubleOf } from "../db/trouble.js";
import { EXIT, type ExitCode, Failure, messageOf, NotSetUp } from "../failure.js";
import { passFaultPoint } from "../fault-point.js";
import { type NewAlert, raiseAlerts } from "../record/alerts.js";
import { type ErrorOwner, logErrors } from "../record/error-log.js";
import { dropRun, finishRun, type RunCounts, releaseDeadRuns, startRun } from "../record/runs.js";
import type { Mask } from "../record/secrets.js";
import { SourceError } from "../source-error.js";
import { startHeart } from "./heart.js";
import type { ItemFailure } from "./ledger.js";
import { conclusionOf, type Stop, wordsFor } from "./outcome.js";
import { newStopping, type Stopping } from "./stopping.js";
import { addInto, type Tallies } from "./tallies.js";

/** Options that all commands with runs share. */
export interface RunOptions {
  database: Database;
  /** Maximum number of items to claim. */
  batch: number;
  /** "auto": as many items at once as the rates of the sources allow. */
  concurrency: number | "auto";
  maxSeconds: number | null;
  /** igminer's version, kept in the `Run` row together with `options`. */
  version: string;
  options: Record<string, unknown>;
  heartbeatSeconds: number;
  deadAfterSeconds: number;
  /** Removes secrets from everything that is written. */
  mask: Mask;
  /** Aborted with "SIGINT" or "SIGTERM" as its reason when the run is to end. */
  interruption: AbortSignal;
  onEvent(event: BatchEvent): void;
}

/** What a run reports while it goes on. */
export type BatchEvent =
  | { kind: "started"; runId: bigint }
  | { kind: "progress"; counts: Readonly<RunCounts>; batch: number }
  | { kind: "notice"; text: string }
  | ({ kind: "item_failed" } & ItemFailure);

/** The result of a run. */
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
  /** Why there was nothing to do, or null if there was something. */
  nothingToDo: string | null;
}

/** @returns the results of two runs of one command as one; `stop` is that of whichever was stopped. */
export function togetherWith(first: BatchResult, second: BatchResult): BatchResult {
  const counts = { ...first.counts };
  const tallies = { ...first.tallies };
  addInto(counts, second.counts);
  addInto(tallies, second.tallies);
  const worse = second.exitCode > first.exitCode ? second : first;
  return {
    ...worse,
    stop: first.stop ?? second.stop,
    counts,
    tallies,
    skipped: first.skipped + second.skipped,
    requests: first.requests + second.requests,
    durationMs: first.durationMs + second.durationMs,
    nothingToDo: first.nothingToDo !== null && second.nothingToDo !== null ? first.nothingToDo : null,
  };
}

/** The result of a run's work. */
export type RunOutcome = Pick<BatchResult, "counts" | "skipped" | "tallies" | "requests">;

/** What is passed to the work of a run. */
export interface LiveRun {
  id: bigint;
  command: string;
  mask: Mask;
  stopping: Stopping;
}

/**
 * Does `work` as one run: inserts its `Run` row, writes its heartbeat, buries dead runs first, and records its end. If the
 * run itself cannot go on, it throws a `Failure` or the database's error, after recording the end if the database still
 * answers.
 * @param nothingToDo called if nothing was claimed: explains why, and what would change it.
 */
export async function asRun(
  command: string,
  options: Omit<RunOptions, "batch" | "concurrency">,
  work: (run: LiveRun) => Promise<RunOutcome>,
  nothingToDo: (db: Kysely<Schema>) => Promise<string>,
): Promise<BatchResult> {
  const startedMs = performance.now();
  const { version, maxSeconds, interruption, mask } = options;
  const db = options.database.kysely;
  const id = await startRun(db, {
    command,
    version,
    options: mask.value(options.options) as typeof options.options,
  });
  const run = { id, command, mask };
  options.onEvent({ kind: "started", runId: id });
  passFaultPoint("begun");
  const stopping = newStopping(interruption, maxSeconds);
  const onNotice = (text: string) => options.onEvent({ kind: "notice", text });
  const heart = startHeart(options.database, run.id, { ...options, onNotice }, stopping);
  try {
    await buryTheDead(db, run.id, options);
    const { counts, skipped, tallies, requests } = await work({ ...run, stopping });
    const stop = stopping.reason();
    const { exitCode, status } = conclusionOf(stop, counts);
    if (stop !== null && "error" in stop) {
      await logErrors(db, run, [{ subject: null, error: stop.error }]);
      await raiseAlerts(db, balanceNews(run, stop.error));
    }
    passFaultPoint("ending");
    await finishRun(db, run, { status, stopReason: stop && wordsFor(stop), exitCode });
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
      requests,
      durationMs: performance.now() - startedMs,
      nothingToDo: isIdle ? await nothingToDo(db) : null,
    };
  } catch (thrown) {
    giveUpIfAway(options.database.reach, thrown);
    const error = troubleFailure(thrown) ?? thrown;
    await endFailedRun(db, run, error);
    throw error;
  } finally {
    stopping.release();
    await heart.stop();
  }
}

/** After waiting for the database in vain, makes sure that nothing waits for it again. */
export function giveUpIfAway(reach: Reach, error: unknown): void {
  if (troubleOf(error) === "connection" && reach.unansweredMs() >= reach.limitMs) reach.giveUp();
}

/** An alert for a source whose own balance is used up. Our own budget is reported where it is counted. */
function balanceNews({ id, command, mask }: ErrorOwner & { id: bigint }, error: Error): NewAlert[] {
  if (!(error instanceof SourceError) || error.kind !== "out_of_budget") return [];
  if (error.context.cap !== undefined) return [];
  return [
    { kind: "budget_100", subject: `${command} balance`, message: mask.text(error.message), runId: id },
  ];
}

async function buryTheDead(
  db: Kysely<Schema>,
  runId: bigint,
  { database, deadAfterSeconds, onEvent }: Pick<RunOptions, "database" | "deadAfterSeconds" | "onEvent">,
): Promise<void> {
  // Only one process at a time can use the embedded database, so an unfinished run there is dead, however recent it is.
  const dead = await releaseDeadRuns(db, runId, database.kind === "embedded" ? 0 : deadAfterSeconds);
  if (dead.runs.length + dead.rows > 0) {
    onEvent({
      kind: "notice",
      text: `${dead.runs.length} run(s) had died; ${dead.rows} claim(s) of theirs were released.`,
    });
  }
  // Done by every command: nothing else stops the browsers that a killed run has left running.
  const browsers = await removeLeftovers(browsersFolder());
  if (browsers > 0) onEvent({ kind: "notice", text: `${browsers} browser(s) left by dead runs were ended.` });
}

/**
 * Records why a run failed. For a command that is not set up the `Run` row is removed. If the database is what failed, the
 * run is left for the next one to find dead.
 */
export async function endFailedRun(
  db: Kysely<Schema>,
  run: Pick<LiveRun, "id" | "command" | "mask">,
  error: unknown,
): Promise<void> {
  try {
    if (error instanceof NotSetUp) return await dropRun(db, run.id);
    await logErrors(db, run, [{ subject: null, error }]);
    const exitCode = error instanceof Failure ? error.exitCode : EXIT.failed;
    await finishRun(db, run, { status: "failed", stopReason: messageOf(error), exitCode });
  } catch {
    // The caller throws the error that ended the run: that is the one to report.
  }
}
