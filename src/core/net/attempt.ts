import type { Purpose } from "../db/schema/money.js";

/** What one attempt at a request is given. */
export interface Attempt {
  signal: AbortSignal;
  /**
   * Reports the real cost of the request in billing units, if an answer states it. Without a call it counts as 1, or as
   * its reserved price if no answer came.
   */
  charge(units: number): void;
  /** The key to use, if the source has several. */
  key?: string;
}

/** A request as the ledger records it. */
export interface Asked {
  /** The path as the price table names it, without its variable parts. */
  endpoint?: string;
  /** By default the purpose of the run. */
  purpose?: Purpose;
}
