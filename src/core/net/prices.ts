/** What requests to one service cost, in its billing units. */
export interface PriceRule {
  /** As in "used 12 of 300 requests". */
  unitName: string;
  /** What a request to an endpoint is reckoned at that has not told its price yet: the dearest that is documented. */
  unseen: number;
  /** An answer that tells more is not believed: it counts as this, and a person is told. */
  most: number;
  /** Whether an endpoint's price follows what its answers tell; else each request is reserved at `unseen`. */
  learns: boolean;
}

/** Of a service that sells nothing: a request is a request, whatever is asked. */
export const ONE_EACH: PriceRule = { unitName: "requests", unseen: 1, most: 30, learns: true };

/** What answers of each endpoint have told, today and on the day before: the dearest of both. */
export type SeenPrices = Readonly<Record<string, number>>;

/** @returns what is reserved for one request to an endpoint. */
export function priceOf(rule: PriceRule, seen: SeenPrices, endpoint: string): number {
  if (!rule.learns) return rule.unseen;
  return Math.min(rule.most, Math.max(1, seen[endpoint] ?? rule.unseen));
}

/** @returns what a request cost, as an answer told it, within reason; and, where that is odd, in words what was odd. */
export function believedCost(rule: PriceRule, told: number): { units: number; odd: string | null } {
  if (told >= 0 && told <= rule.most) return { units: told, odd: null };
  const units = told > rule.most ? rule.most : 1;
  return { units, odd: `an answer reports a cost of ${told} ${rule.unitName}; ${units} are counted` };
}

/** The longest pause that a source is granted, as long as an open breaker rests at most. */
export const LONGEST_PAUSE_MS = 3_600_000;

/** @returns how long a source wants to be left alone (null: it did not say), within reason; and what was odd. */
export function believedPause(askedMs: number | null): { forMs: number | null; odd: string | null } {
  if (askedMs === null || (askedMs >= 0 && askedMs <= LONGEST_PAUSE_MS)) return { forMs: askedMs, odd: null };
  const forMs = askedMs > LONGEST_PAUSE_MS ? LONGEST_PAUSE_MS : null;
  return {
    forMs,
    odd: `an answer asks for a pause of ${Math.round(askedMs / 1_000)} s; ${forMs === null ? "it is ignored" : "it is limited to an hour"}`,
  };
}
