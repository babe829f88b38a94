import type { Generated } from "kysely";

/** The cost of requests: the ledger, reservations, and prices. */
export interface MoneyTables {
  Spend: SpendTable;
  SpendReserved: SpendReservedTable;
  SourcePrice: SourcePriceTable;
}

/** The purpose of a request. "control question": to check whether a source answers truthfully. */
export type Purpose =
  | "new"
  | "refresh"
  | "comments"
  | "clones"
  | "manual"
  /** The search for accounts of an audience. */
  | `discovery:${string}`
  | "control question"
  /** A health check, or anything else started by a person. */
  | "other";

interface SpendTable {
  day: Date;
  source: string;
  endpoint: string;
  command: string;
  purpose: Purpose;
  requests: Generated<bigint>;
  units: Generated<bigint>;
  usd: number | null;
}

interface SpendReservedTable {
  id: string;
  source: string;
  day: Generated<Date>;
  command: string | null;
  purpose: Purpose | null;
  units: Generated<bigint>;
  exchange: Generated<number>;
  touched_at: Generated<Date>;
}

interface SourcePriceTable {
  source: string;
  endpoint: string;
  day: Generated<Date>;
  units: number;
  units_before: Generated<number>;
}
