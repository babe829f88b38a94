import { hashOf, hashOfText, shareOf } from "./random.js";

export const FAULTS = [
  "429",
  "500",
  "timeout",
  "html",
  "truncated",
  "reset",
  "empty",
  "login",
  "soft404",
  "402",
  "challenge",
  "missing",
  // For an account, whenever it is requested: shown only after login, and an error of Instagram's own.
  "gated",
  "asset",
  // The request is carried out, followed by no answer or by a server error.
  "accepted-timeout",
  "accepted-500",
  // The request is not carried out, which is reported in the body of a success.
  "error-in-200",
] as const;
export type Fault = (typeof FAULTS)[number];
/** The share of requests, 0 to 1, with each fault. */
export type FaultRates<Name extends string = Fault> = Partial<Record<Name, number>>;

/** Parses `429=0.05,timeout=0.01`. @throws Error that describes what is wrong with the text. */
export function parseFaults<Name extends string>(text: string, names: readonly Name[]): FaultRates<Name> {
  const rates: FaultRates<Name> = {};
  for (const part of text
    .split(",")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")) {
    const [name, share, ...more] = part.split("=");
    const fault = names.find((known) => known === name);
    const rate = Number(share);
    if (fault === undefined) throw new Error(`unknown fault "${name}"; one of: ${names.join(", ")}`);
    if (more.length > 0 || !share || !(rate >= 0 && rate <= 1))
      throw new Error(`${part}: expected a share from 0 to 1`);
    rates[fault] = rate;
  }
  if (Object.values<number | undefined>(rates).reduce<number>((sum, rate) => sum + (rate ?? 0), 0) > 1)
    throw new Error("the shares add up to more than 1");
  return rates;
}

/** Faults that belong to the requested account and so persist, however often it is requested. */
const LASTING: readonly string[] = ["gated", "asset"];

/**
 * Decides which requests fail, by the seed, the request, and how often it was made before. So the same sequence of
 * requests gives the same faults, in whatever order concurrent ones arrive. A repeated request may succeed, except with
 * the faults that belong to an account.
 */
export function faultPlan<Name extends string>(
  seed: number,
  rates: FaultRates<Name>,
): (pathAndQuery: string) => Name | null {
  const asked = new Map<string, number>();
  const planned = Object.entries(rates) as [Name, number][];
  return (pathAndQuery) => {
    if (planned.length === 0) return null;
    const time = asked.get(pathAndQuery) ?? 0;
    asked.set(pathAndQuery, time + 1);
    const what = hashOfText(pathAndQuery);
    const among = (lasting: boolean, drawn: number): Name | null => {
      let share = shareOf(drawn);
      for (const [fault, rate] of planned.filter(([name]) => LASTING.includes(name) === lasting)) {
        if (share < rate) return fault;
        share -= rate;
      }
      return null;
    };
    return among(true, hashOf(seed, 71, what)) ?? among(false, hashOf(seed, 70, what, time));
  };
}
