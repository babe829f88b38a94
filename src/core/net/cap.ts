import { SourceError } from "../source-error.js";

/** The limits on what one run may request, regardless of the budgets. */
export interface CapOnRun {
  /** Waits until a request fits the limits, and reserves it. @throws SourceError "out_of_budget" once it cannot fit. */
  take(units: number, signal: AbortSignal): Promise<void>;
  /** Reports the outcome of a reserved request: 0 units and not sent if it was not made. */
  settle(reservedUnits: number, spent: { units: number; isSent: boolean }): void;
}

export interface CapLimits {
  /** `--max-requests`, or null for no limit. */
  maxRequests: number | null;
  /** `--max-usd` in billing units, or null for no limit. */
  maxUnits: number | null;
  /** How messages name each limit, such as "--max-usd 5". */
  names: { requests: string; units: string };
}

/** Opens the cap of one run, over all the sources that it asks. */
export function newCap({ maxRequests, maxUnits, names }: CapLimits): CapOnRun {
  const left = { requests: maxRequests ?? Infinity, units: maxUnits ?? Infinity };
  let inFlight = 0;
  let wakeAll: (() => void)[] = [];

  function change(): Promise<void> {
    return new Promise((resolve) => wakeAll.push(resolve));
  }

  return {
    async take(units, signal) {
      for (;;) {
        signal.throwIfAborted();
        if (left.requests >= 1 && left.units >= units) break;
        // Requests in flight may cost less than reserved.
        if (inFlight === 0) {
          const name = left.requests < 1 ? names.requests : names.units;
          throw new SourceError("out_of_budget", `${name} is reached`, { cap: name, cap_on_run: true });
        }
        await change();
      }
      inFlight++;
      left.requests--;
      left.units -= units;
    },
    settle(reservedUnits, { units, isSent }) {
      inFlight--;
      if (!isSent) left.requests++;
      left.units += reservedUnits - units;
      const waiting = wakeAll;
      wakeAll = [];
      for (const wake of waiting) wake();
    },
  };
}

/** @returns the same cap for a free source: its requests count, but no money. */
export function withoutMoney(cap: CapOnRun): CapOnRun {
  return {
    take: (_units, signal) => cap.take(0, signal),
    settle: (_reserved, { isSent }) => cap.settle(0, { units: 0, isSent }),
  };
}
