/** What requests to one service cost, in its billing units. */
export interface PriceRule {
  /** For example "requests", as in "used 12 of 300 requests". */
  unitName: string;
  /** Units assumed for an endpoint whose price is not known yet: the highest documented price. */
  unseen: number;
  /** Highest believable price. A higher one counts as this, and is reported to a person. */
  most: number;
  /** Whether prices are learnt per endpoint from the answers; if not, each request reserves `unseen` units. */
  learns: boolean;
}

/** For services that charge nothing: each request counts as one, whatever it asks for. */
export const ONE_EACH: PriceRule = { unitName: "requests", unseen: 1, most: 30, learns: true };

/** The highest price seen for each endpoint, today or on the day before. */
export type SeenPrices = Readonly<Record<string, number>>;

/** @returns the units reserved for one request to an endpoint. */
export function priceOf(rule: PriceRule, seen: SeenPrices, endpoint: string): number {
  if (!rule.learns) return rule.unseen;
  return Math.min(rule.most, Math.max(1, seen[endpoint] ?? rule.unseen));
}

/**
 * @returns the cost of a request as its answer states it, limited to what is believable, and a description if it was
 * odd.
 */
export function believedCost(rule: PriceRule, told: number): { units: number; odd: string | null } {
  if (told >= 0 && told <= rule.most) return { units: told, odd: null };
  const units = told > rule.most ? rule.most : 1;
  return { units, odd: `an answer reports a cost of ${told} ${rule.unitName}; ${units} are counted` };
}

/** The longest pause that a source is granted. It equals the longest time that a breaker stays open. */
export const LONGEST_PAUSE_MS = 3_600_000;

/**
 * @returns the pause that a source asked for, limited to what is believable (null if it named none), and a description
 * if it was odd.
 */
export function believedPause(askedMs: number | null): { forMs: number | null; odd: string | null } {
  if (askedMs === null || (askedMs >= 0 && askedMs <= LONGEST_PAUSE_MS)) return { forMs: askedMs, odd: null };
  const forMs = askedMs > LONGEST_PAUSE_MS ? LONGEST_PAUSE_MS : null;
  return {
    forMs,
    odd: `an answer asks for a pause of ${Math.round(askedMs / 1_000)} s; ${forMs === null ? "it is ignored" : "it is limited to an hour"}`,
  };
}
