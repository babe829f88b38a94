import type { Stop } from "./outcome.js";

/** Ends a run, whatever the cause. The first reason is kept. */
export interface Stopping {
  /** Aborted when nothing new is to be started. */
  readonly drain: AbortSignal;
  /** Aborted when work in progress is to be abandoned too. */
  readonly abandon: AbortSignal;
  reason(): Stop | null;
  stopFor(stop: Stop): void;
  /** Releases the timer and the listener. */
  release(): void;
}

/** @param interruption aborted with "SIGINT" or "SIGTERM" as its reason. @param maxSeconds from now; null: no limit. */
export function newStopping(interruption: AbortSignal, maxSeconds: number | null): Stopping {
  const drain = new AbortController();
  const abandon = new AbortController();
  let reason: Stop | null = null;

  function stopFor(stop: Stop): void {
    reason ??= stop;
    drain.abort();
    if (stop.kind === "lost") abandon.abort();
  }
  const onInterruption = () => stopFor({ kind: "interrupted", signal: interruption.reason });
  interruption.addEventListener("abort", onInterruption, { once: true });
  if (interruption.aborted) onInterruption();
  const timer =
    maxSeconds === null ? undefined : setTimeout(() => stopFor({ kind: "max_seconds" }), maxSeconds * 1_000);

  return {
    drain: drain.signal,
    abandon: abandon.signal,
    reason: () => reason,
    stopFor,
    release() {
      clearTimeout(timer);
      interruption.removeEventListener("abort", onInterruption);
    },
  };
}
