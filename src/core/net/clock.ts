import { setMaxListeners } from "node:events";

/** The clock that a gate waits by: this machine's, or that of a simulation. */
export interface Clock {
  /** Monotonic; its zero has no meaning. */
  nowMs(): number;
  /** Waits, and stops early if a signal is aborted. @returns whether the full time has passed. */
  sleep(forMs: number, signals: readonly AbortSignal[]): Promise<boolean>;
}

/** This machine's clock. It removes its abort listeners when a wait ends. */
export const machineClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (forMs, signals) =>
    new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) return resolve(false);
      const timer = setTimeout(() => end(true), forMs);
      const onAbort = () => end(false);
      for (const signal of signals) {
        // There are as many listeners as lanes, so this is not a leak.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", onAbort);
      }
      function end(isOver: boolean): void {
        clearTimeout(timer);
        for (const signal of signals) signal.removeEventListener("abort", onAbort);
        resolve(isOver);
      }
    }),
};
