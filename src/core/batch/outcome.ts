import { troubleFailure } from "../db/trouble.js";
import { EXIT, type ExitCode, Failure } from "../failure.js";
import type { RunCounts } from "../record/runs.js";
import { SourceError } from "../source-error.js";

/** Why a run ended before its batch was complete. */
export type Stop =
  | { kind: "interrupted"; signal: "SIGINT" | "SIGTERM" }
  | { kind: "max_seconds" }
  /** The source can serve no more: rate limit, block, circuit breaker, budget, or a rejected key. */
  | { kind: "source"; error: SourceError }
  /** Something that the work needs does not work on this machine, for example a browser that does not start. */
  | { kind: "failure"; error: Failure }
  /** The database is failing, or has not answered for too long. */
  | { kind: "database"; error: Failure }
  /** Another process has declared this run dead and released its rows. */
  | { kind: "lost" };

/** What an error of one item means for the item and for the run. */
export type Meaning =
  /** Certain knowledge about the item: final. */
  | { item: "not_found" | "unavailable" }
  /** The item's own fault: an attempt is counted. */
  | { item: "retry" }
  /** The source's fault or the item's: decided by what the source does next. */
  | { item: "suspended" }
  /** Not the item's fault: it is given back, and the run stops. */
  | { item: "given_back"; stop: Stop };

/** The only place that turns a failure into a decision (design §3.7, §5). */
export function meaningOf(error: unknown): Meaning {
  if (error instanceof Failure) return { item: "given_back", stop: { kind: "failure", error } };
  const trouble = troubleFailure(error);
  if (trouble !== null) return { item: "given_back", stop: { kind: "database", error: trouble } };
  if (!(error instanceof SourceError)) return { item: "retry" };
  switch (error.kind) {
    case "not_found":
    case "unavailable":
      return { item: error.kind };
    case "bad_response":
      return { item: "retry" };
    case "transient":
      return { item: "suspended" };
    case "blocked":
      return error.context.breaker === "open"
        ? { item: "given_back", stop: { kind: "source", error } }
        : { item: "suspended" };
    case "rate_limited":
      // The rate allows no further request within the run's time: that is the time limit, not a refusal.
      if (error.context.time_over === true) return { item: "given_back", stop: { kind: "max_seconds" } };
      return { item: "given_back", stop: { kind: "source", error } };
    case "out_of_budget":
    case "unauthorized":
      return { item: "given_back", stop: { kind: "source", error } };
    default:
      return error.kind satisfies never;
  }
}

/** @returns the exit code and the status of a run that ended with this stop and these counts (design §6). */
export function conclusionOf(
  stop: Stop | null,
  counts: RunCounts,
): { exitCode: ExitCode; status: "done" | "partial" | "stopped" | "failed" | "interrupted" } {
  switch (stop?.kind) {
    case "interrupted":
      return { exitCode: stop.signal === "SIGINT" ? EXIT.sigint : EXIT.sigterm, status: "interrupted" };
    case "lost":
      return { exitCode: EXIT.failed, status: "failed" };
    case "failure":
    case "database":
      return { exitCode: stop.error.exitCode, status: "failed" };
    case "source":
      return stop.error.kind === "unauthorized"
        ? { exitCode: EXIT.usage, status: "failed" }
        : { exitCode: EXIT.sourceStopped, status: "stopped" };
    default:
      return counts.retried + counts.failed > 0
        ? { exitCode: EXIT.partial, status: "partial" }
        : { exitCode: EXIT.done, status: "done" };
  }
}

/** @returns the reason of a stop in words, for the summary and the `Run` row. */
export function wordsFor(stop: Stop): string {
  switch (stop.kind) {
    case "interrupted":
      return `interrupted by ${stop.signal}`;
    case "max_seconds":
      return "--max-seconds is over";
    case "source":
      return `${stop.error.kind}: ${stop.error.message}`;
    case "failure":
    case "database":
      return stop.error.message;
    case "lost":
      return "another process marked this run as dead, because its heartbeat was late";
    default:
      return stop satisfies never;
  }
}
