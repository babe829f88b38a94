import { SourceError } from "../source-error.js";

/** What one run may ask for at most, whatever the budgets allow. */
export interface CapOnRun {
  /** Waits until a request is within the cap, and reserves it. @throws SourceError "out_of_budget" once it cannot be. */
  take(units: number, signal: AbortSignal): Promise<void>;
  /** Says what became of a request that was reserved: 0 units and not sent, where it was not made. */
  settle(reservedUnits: number, spent: { units: number; isSent: boolean }): void;
}

export interface CapLimits {
  /** `--max-requests`; null: no limit. */
  maxRequests: number | null;
  /** `--max-usd`, in billing units; null: no limit. */
  maxUnits: number | null;
  /** How the limit that is reached is called, as "--max-usd 5". */
  names: { requests: string; units: string };
}

/** The cap of one run, over all the sources that it asks. */
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
        // What is on its way may cost less than was reserved.
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

/** @returns the same cap for a source that costs nothing: its requests count, and no money. */
export function withoutMoney(cap: CapOnRun): CapOnRun {
  return {
    take: (_units, signal) => cap.take(0, signal),
    settle: (_reserved, { isSent }) => cap.settle(0, { units: 0, isSent }),
  };
}
