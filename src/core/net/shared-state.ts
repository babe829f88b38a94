import type { BreakerState } from "../db/schema/house.js";
import type { Purpose } from "../db/schema/money.js";
import type { RateReport } from "./adaptive-rate.js";
import type { BreakerSnapshot, Decision, Wish } from "./decide.js";
import type { SeenPrices } from "./prices.js";
import type { FreedTurns } from "./turns.js";

/** The cost of requests to one endpoint for one purpose. */
export interface Spent {
  endpoint: string;
  purpose: Purpose | null;
  requests: number;
  units: number;
}

/** The settled part of a reservation: released or spent. */
export interface Settled {
  reservationId: string;
  /** Units that are no longer reserved. */
  released: number;
  spent: readonly Spent[];
}

/** What a process has learnt and spent since its last exchange. */
export interface Report extends RateReport {
  settled: readonly Settled[];
  freed: FreedTurns | null;
  /** A granted probe of a half-open breaker was not sent; another process may send one. */
  isProbeUnused: boolean;
  /** The most expensive single request of each endpoint. */
  prices: SeenPrices;
  /** Oddities in answers, as text for a person. */
  odd: readonly string[];
}

export interface ExchangeRequest extends Wish {
  report: Report;
  /** The reservation that new budget is added to, and the sequence number of this exchange for it. */
  reservationId: string;
  exchangeNo: number;
  /** Nothing more will be asked of this reservation. */
  isLast: boolean;
}

/** The result of an exchange. "new_day": the reservation is from an earlier day, so a new one must be started. */
export type Grant = { generation: number; breaker: BreakerSnapshot; prices: SeenPrices } & (
  | Decision
  | { kind: "new_day" }
);

/** The state of one source that all processes share. */
export interface SharedState {
  /** One exchange: reports what was learnt, and takes turns and budget (none if `want` is 0). */
  exchange(request: ExchangeRequest): Promise<Grant>;
  /** Records a change of the breaker's state. @returns the time of the change, in ms of the shared clock. */
  saveBreaker(state: BreakerState, saved: unknown): Promise<number>;
  /**
   * Saves a closed breaker's streak of failures for the next run; a breaker that another process has opened is left as
   * it is.
   */
  saveBreakerStreak(saved: unknown): Promise<void>;
}
