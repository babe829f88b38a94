import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import type { Database } from "../db/database.js";
import { ConnectionLost, troubleFailure } from "../db/trouble.js";
import type { Failure } from "../failure.js";
import { PACKAGE_FOLDER } from "../package-folder.js";
import type { Stopping } from "./stopping.js";

const THREAD = fileURLToPath(new URL("bin/heart.js", PACKAGE_FOLDER));
/** Most runs end sooner and never start the thread. Short enough that no run is declared dead before its first heartbeat. */
const FIRST_BEAT_MS = 1_000;
const LOOK_EVERY_MS = 500;
/** After a signal to end, a run waits this long for a silent database. */
const AFTER_SIGNAL_MS = 10_000;
const AFTER_TIME_MS = 20_000;
const GOODBYE_MS = 500;

export interface HeartOptions {
  heartbeatSeconds: number;
  deadAfterSeconds: number;
  onNotice(text: string): void;
}

/**
 * Writes the run's heartbeat until `stop`, from a thread of its own, so also while the main thread is busy. Stops the run if
 * another run has declared it dead. Without an answer from the database, the run starts nothing new after `deadAfterSeconds`,
 * and after its patience it gives up and ends without the database. The patience is short once the run has been stopped.
 */
export function startHeart(
  { server, reach }: Pick<Database, "server" | "reach">,
  runId: bigint,
  { heartbeatSeconds, deadAfterSeconds, onNotice }: HeartOptions,
  stopping: Stopping,
): { stop(): Promise<void> } {
  // Only one process at a time can use the embedded database, so nobody can declare this run dead.
  if (server === null) return { stop: async () => {} };
  let thread: Worker | null = null;
  let isTold = false;

  function startBeating(): void {
    const answered = { current: reach.ask() };
    // Loaded here because most runs end before they need it.
    const threads = process.getBuiltinModule("node:worker_threads");
    thread = new threads.Worker(THREAD, {
      workerData: { server, runId: String(runId), everyMs: heartbeatSeconds * 1_000 },
    });
    thread.unref();
    thread.on("message", (beaten: { isAlive: boolean } | { error: string }) => {
      const isAnswered = "isAlive" in beaten;
      answered.current(isAnswered);
      answered.current = isAnswered ? () => {} : reach.ask();
      if (isAnswered && !beaten.isAlive) stopping.stopFor({ kind: "lost" });
      if (!isAnswered && !isTold) onNotice(`Heartbeat failed: ${beaten.error}; it will be tried again.`);
      isTold = !isAnswered;
    });
    thread.on("error", (error) => onNotice(`Heartbeat failed: ${error.message}`));
  }

  function lookAround(): void {
    const silentMs = reach.unansweredMs();
    if (silentMs > deadAfterSeconds * 1_000) stopping.stopFor({ kind: "database", error: silence(silentMs) });
    if (silentMs > patienceMs()) reach.giveUp();
  }

  function patienceMs(): number {
    const stop = stopping.reason();
    if (stop?.kind === "interrupted") return AFTER_SIGNAL_MS;
    if (stop?.kind === "max_seconds" && reach.isSilent()) return AFTER_TIME_MS;
    return Math.max(reach.limitMs, deadAfterSeconds * 1_000);
  }

  const starter = setTimeout(startBeating, Math.min(FIRST_BEAT_MS, heartbeatSeconds * 1_000));
  const watch = setInterval(lookAround, LOOK_EVERY_MS);
  return {
    async stop() {
      clearTimeout(starter);
      clearInterval(watch);
      await ended(thread);
    },
  };
}

async function ended(thread: Worker | null): Promise<void> {
  if (thread === null) return;
  thread.removeAllListeners("message");
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, GOODBYE_MS);
    thread.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    thread.postMessage("end");
  });
  // Not awaited: it does not keep the process alive.
  void thread.terminate();
}

function silence(silentMs: number): Failure {
  const words = `it has not answered for ${Math.round(silentMs / 1_000)} s, so that this run cannot write its heartbeat`;
  return troubleFailure(new ConnectionLost(words, "NO_ANSWER")) as Failure;
}
