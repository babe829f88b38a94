import type { Generated } from "kysely";

/** What requests cost: the ledger, what is reserved, and prices. */
export interface MoneyTables {
  Spend: SpendTable;
  SpendReserved: SpendReservedTable;
  SourcePrice: SourcePriceTable;
}

/** What a request was made for. "control question": to find out whether a source tells the truth. */
export type Purpose =
  | "new"
  | "refresh"
  | "comments"
  | "clones"
  | "manual"
  /** The search for names of an audience. */
  | `discovery:${string}`
  | "control question"
  /** A health check, or whatever else a person started. */
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
