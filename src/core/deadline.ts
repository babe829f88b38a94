import { setMaxListeners } from "node:events";

/** The reason of an operation that has exceeded its time limit. */
export class TooLate extends Error {
  override name = "TooLate";
}

/**
 * Limits the time of one operation that runs under a longer-lived signal. Used instead of AbortSignal.any over
 * AbortSignal.timeout, which Node 20 garbage-collects while it is being waited for, so that it never fires, and which costs
 * ten times as much.
 * @param timeoutMs from now.
 * @param onOver called at most once: with a `TooLate` when the time is up, or with the signal's reason when the signal is
 * aborted.
 * @returns a function that releases the timer and the listener; to be called once the operation has ended.
 */
export function onDeadline(
  timeoutMs: number,
  signal: AbortSignal,
  onOver: (reason: unknown) => void,
): () => void {
  if (signal.aborted) {
    onOver(signal.reason);
    return () => {};
  }
  const timer = setTimeout(() => over(new TooLate(`no answer in ${timeoutMs} ms`)), timeoutMs);
  const onAbort = () => over(signal.reason);
  // There is one listener for each operation in progress, so many listeners are not a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", onAbort);

  function release(): void {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
  function over(reason: unknown): void {
    release();
    onOver(reason);
  }
  return release;
}

/**
 * A signal for one operation that runs under a longer-lived signal. It is aborted with the reason of `signal`, or with a
 * `TooLate` after `timeoutMs` (null: never). Used instead of AbortSignal.any, of which Node 20 keeps about 100 bytes per call
 * on the long-lived signal.
 * @returns the signal, and `end`, which aborts it and removes its listener; to be called once the operation has ended.
 */
export function ownSignal(
  signal: AbortSignal,
  timeoutMs: number | null,
): { signal: AbortSignal; end(): void } {
  const own = new AbortController();
  const onAbort = () => own.abort(signal.reason);
  if (signal.aborted) onAbort();
  setMaxListeners(0, signal);
  signal.addEventListener("abort", onAbort);
  const timer =
    timeoutMs === null
      ? undefined
      : setTimeout(() => own.abort(new TooLate(`not ended in ${timeoutMs} ms`)), timeoutMs);
  return {
    signal: own.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      own.abort();
    },
  };
}
