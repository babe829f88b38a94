import type { Purpose } from "../db/schema/money.js";

/** What one attempt at a request is given. */
export interface Attempt {
  signal: AbortSignal;
  /** Says what the request really cost, in the source's billing units, where an answer tells. Not called: 1, or its price where no answer came. */
  charge(units: number): void;
  /** The key to ask with, where a source has several. */
  key?: string;
}

/** What a request is, to the ledger. */
export interface Asked {
  /** What is asked, as the price table names it: a path, without what varies. */
  endpoint?: string;
  /** Left out: the purpose of the run. */
  purpose?: Purpose;
}
