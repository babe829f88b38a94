import type { SharedPurpose, ShareSettings } from "../settings/budget.js";

/** What a plan is made from: the store's own figures, or what somebody thinks of storing. */
export interface PlanInput {
  /** Accounts that are refreshed, by pace: how many are due again after how many days. */
  accountsDueEvery: readonly { accounts: number; days: number }[];
  /** Refreshes that are overdue now, beyond what falls due. */
  overdue: number;
  namesWaiting: number;
  /** Posts whose comments are unread, and names to be asked for beside watched accounts. */
  postsWaiting: number;
  candidatesWaiting: number;
  asked: number;
  unitsPer: { refresh: number; new: number; comments: number; clones: number; manual: number };
  /** Names that one newly mined account adds to the frontier. */
  discoveredPerAccount: number;
  /** Of background commands, a day; null: no limit. */
  budgetUnits: number | null;
  shares: ShareSettings;
  usdPerUnit: number | null;
}

export interface PlanLine {
  purpose: SharedPurpose | "manual";
  /** What the work of a day would cost, and what of it the budget allows. */
  wantedUnits: number;
  plannedUnits: number;
  /** Items that are left undone at the end of the time. */
  leftUndone: number;
}

export interface Plan {
  days: number;
  lines: PlanLine[];
  wantedUnits: number;
  plannedUnits: number;
  usd: number | null;
}

/**
 * What the schedule costs in so many days: accounts by pace, and what waits. What people asked for comes first, then each
 * purpose has its share, and what one does not need goes to the others in the order of their shares.
 * @param isDiscovering without it, names of the frontier are not mined.
 */
export function planFor(input: PlanInput, days: number, isDiscovering: boolean): Plan {
  const { unitsPer, shares } = input;
  const refreshes = Math.min(
    input.overdue +
      input.accountsDueEvery.reduce((sum, { accounts, days: every }) => sum + (accounts * days) / every, 0),
    Number.MAX_SAFE_INTEGER,
  );
  const wanted: Record<PlanLine["purpose"], number> = {
    manual: input.asked,
    refresh: refreshes,
    clones: input.candidatesWaiting,
    new: isDiscovering ? input.namesWaiting : 0,
    comments: input.postsWaiting,
  };
  const units = (purpose: PlanLine["purpose"]) => wanted[purpose] * unitsPer[purpose];
  const budget = input.budgetUnits === null ? Infinity : input.budgetUnits * days;
  const planned: Record<PlanLine["purpose"], number> = {
    manual: 0,
    refresh: 0,
    clones: 0,
    new: 0,
    comments: 0,
  };
  planned.manual = Math.min(units("manual"), budget);
  let left = budget - planned.manual;
  const shared = (Object.keys(shares) as SharedPurpose[]).sort((a, b) => shares[b] - shares[a]);
  for (const purpose of shared) {
    planned[purpose] = Math.min(units(purpose), ((budget - planned.manual) * shares[purpose]) / 100);
    if (budget === Infinity) planned[purpose] = units(purpose);
    left -= planned[purpose];
  }
  for (const purpose of shared) {
    const more = Math.min(units(purpose) - planned[purpose], Math.max(0, left));
    planned[purpose] += more;
    left -= more;
  }
  const lines = (["manual", ...shared] as PlanLine["purpose"][]).map((purpose) => ({
    purpose,
    wantedUnits: Math.round(units(purpose)),
    plannedUnits: Math.round(planned[purpose]),
    leftUndone: Math.round((units(purpose) - planned[purpose]) / unitsPer[purpose]),
  }));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const plannedUnits = sum(lines.map((line) => line.plannedUnits));
  return {
    days,
    lines,
    wantedUnits: sum(lines.map((line) => line.wantedUnits)),
    plannedUnits,
    usd: input.usdPerUnit === null ? null : plannedUnits * input.usdPerUnit,
  };
}

/** What one dollar more buys, of each kind of work. */
export function dollarBuys({ unitsPer, usdPerUnit }: Pick<PlanInput, "unitsPer" | "usdPerUnit">) {
  if (usdPerUnit === null) return null;
  const buys = (units: number) => Math.floor(1 / usdPerUnit / units);
  return { newAccounts: buys(unitsPer.new), refreshes: buys(unitsPer.refresh) };
}
