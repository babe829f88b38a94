import { setMaxListeners } from "node:events";

/** The time by which a gate waits: this machine's, or that of a simulation. */
export interface Clock {
  /** Never goes back; its zero means nothing. */
  nowMs(): number;
  /** Waits, or less where one of the signals is aborted. @returns whether the whole time has passed. */
  sleep(forMs: number, signals: readonly AbortSignal[]): Promise<boolean>;
}

/** This machine's clock. Nothing is left on a signal once a wait is over. */
export const machineClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (forMs, signals) =>
    new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) return resolve(false);
      const timer = setTimeout(() => end(true), forMs);
      const onAbort = () => end(false);
      for (const signal of signals) {
        // As many listen as there are lanes: that is no leak.
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
