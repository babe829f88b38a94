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
  // Of an account, each time it is asked for: shown after login only, and a fault of Instagram's own with it.
  "gated",
  "asset",
  // Carried out, and then: no answer at all, or a server error.
  "accepted-timeout",
  "accepted-500",
  // Not carried out, and told so in the body of a success.
  "error-in-200",
] as const;
export type Fault = (typeof FAULTS)[number];
/** The share of requests, 0 to 1, that each fault hits. */
export type FaultRates<Name extends string = Fault> = Partial<Record<Name, number>>;

/** Parses `429=0.05,timeout=0.01`. @throws Error that says what is wrong with the text. */
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

/** Faults of what is asked for, which stay however often it is asked for. */
const LASTING: readonly string[] = ["gated", "asset"];

/**
 * Decides which requests go wrong: by the seed, by what is asked, and by how often it has been asked before. So the same
 * sequence of questions gives the same faults, in whatever order concurrent ones arrive, and asking again may succeed,
 * but for the faults that are an account's.
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
