import { messageOf } from "../../failure.js";

export type HealthStatus = "ok" | "warning" | "failed";

/** The result of a check. */
export interface Finding {
  status: HealthStatus;
  /** What was observed, in a few words. */
  detail: string;
  /** What to do; omitted if nothing is needed. */
  advice?: string;
}

/** One health check. */
export interface HealthCheck {
  name: string;
  /** Runs the check. An exception counts as failure. It costs one paid request at most. */
  look(signal: AbortSignal): Promise<Finding>;
  /** What to do if it throws or does not finish in time. */
  adviceOnFailure: string;
}

export interface HealthResult extends Finding {
  name: string;
  durationMs: number;
}

/** Runs all checks in parallel. A check that exceeds the time limit has failed; it does not delay the others. */
export function runChecks(checks: readonly HealthCheck[], timeoutMs: number): Promise<HealthResult[]> {
  return Promise.all(checks.map((check) => runCheck(check, timeoutMs)));
}

async function runCheck(check: HealthCheck, timeoutMs: number): Promise<HealthResult> {
  const fromMs = performance.now();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      controller.abort(new Error("the check timed out"));
      resolve(failed(`no answer within ${timeoutMs / 1_000} s`, check.adviceOnFailure));
    }, timeoutMs);
  });
  const looked = check
    .look(controller.signal)
    .catch((error: unknown) => failed(messageOf(error), check.adviceOnFailure));
  const finding = await Promise.race([looked, tooLong]);
  clearTimeout(timer);
  return { name: check.name, durationMs: performance.now() - fromMs, ...finding };
}

/** A finding without problems. */
export function ok(detail: string): Finding {
  return { status: "ok", detail };
}

/** A finding that needs attention. */
export function warning(detail: string, advice: string): Finding {
  return { status: "warning", detail, advice };
}

/** A finding of something that does not work. */
export function failed(detail: string, advice: string): Finding {
  return { status: "failed", detail, advice };
}
