import { messageOf } from "../../failure.js";

export type HealthStatus = "ok" | "warning" | "failed";

/** What a check found. */
export interface Finding {
  status: HealthStatus;
  /** What was seen, in a few words. */
  detail: string;
  /** What to do; left out where nothing is to be done. */
  advice?: string;
}

/** One thing to look at. */
export interface HealthCheck {
  name: string;
  /** Looks. What it throws is a failure. It spends one paid request at most. */
  look(signal: AbortSignal): Promise<Finding>;
  /** What to do when it throws or does not end in time. */
  adviceOnFailure: string;
}

export interface HealthResult extends Finding {
  name: string;
  durationMs: number;
}

/** Looks at everything side by side. A check that is not done within the time limit has failed; none holds up another. */
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

export function ok(detail: string): Finding {
  return { status: "ok", detail };
}

export function warning(detail: string, advice: string): Finding {
  return { status: "warning", detail, advice };
}

export function failed(detail: string, advice: string): Finding {
  return { status: "failed", detail, advice };
}
