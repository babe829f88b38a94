import type { BreakerState } from "../db/schema/house.js";
import type { Purpose } from "../db/schema/money.js";
import type { RateReport } from "./adaptive-rate.js";
import type { BreakerSnapshot, Decision, Wish } from "./decide.js";
import type { SeenPrices } from "./prices.js";
import type { FreedTurns } from "./turns.js";

/** What requests to one endpoint for one purpose came to. */
export interface Spent {
  endpoint: string;
  purpose: Purpose | null;
  requests: number;
  units: number;
}

/** What of a reservation is settled: given back, or spent. */
export interface Settled {
  reservationId: string;
  /** Units that are no longer reserved. */
  released: number;
  spent: readonly Spent[];
}

/** What a process has learnt and spent since it last exchanged. */
export interface Report extends RateReport {
  settled: readonly Settled[];
  freed: FreedTurns | null;
  /** A probe of a half-open breaker was not made: somebody else may make it. */
  isProbeUnused: boolean;
  /** The dearest single request of each endpoint. */
  prices: SeenPrices;
  /** What was odd about answers, for a person to read. */
  odd: readonly string[];
}

export interface ExchangeRequest extends Wish {
  report: Report;
  /** The reservation that new budget is added to, and the number of this exchange of it. */
  reservationId: string;
  exchangeNo: number;
  /** Nothing more will be asked of this reservation. */
  isLast: boolean;
}

/** What an exchange brings. "new_day": the reservation is yesterday's; a new one is to be begun. */
export type Grant = { generation: number; breaker: BreakerSnapshot; prices: SeenPrices } & (
  | Decision
  | { kind: "new_day" }
);

/** What all processes share of one source. */
export interface SharedState {
  /** One exchange: hands in what was learnt, takes turns and budget; nothing where `want` is 0. */
  exchange(request: ExchangeRequest): Promise<Grant>;
  /** Records that the breaker changed its state. @returns the time of the change, in ms of the shared clock. */
  saveBreaker(state: BreakerState, saved: unknown): Promise<number>;
  /** Keeps a closed breaker's streak of failures for the next run; leaves one that another process has opened as it is. */
  saveBreakerStreak(saved: unknown): Promise<void>;
}
