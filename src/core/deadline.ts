import { setMaxListeners } from "node:events";

export class TooLate extends Error {
  override name = "TooLate";
}

/**
 * How long one thing may take, within a signal that lives longer. Not AbortSignal.any over AbortSignal.timeout: Node 20
 * collects such a signal as garbage while it is waited for, and it never fires; and it costs ten times as much.
 * @param timeoutMs from now.
 * @param onOver called once: with a `TooLate` when the time is over, or with the signal's reason when that is aborted.
 * @returns what lets go of the timer and the signal; to be called once what it guards has ended.
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
  // As many listen as there is work at once: that is no leak.
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
 * A signal for one thing within a signal that lives longer: aborted with that one's reason, or after `timeoutMs` (null: never)
 * with a `TooLate`. Not AbortSignal.any, of which Node 20 keeps about 100 bytes on the long-lived signal for each.
 * @returns it, with what aborts it once what it guards has ended: then nothing of it is left on `signal`.
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
