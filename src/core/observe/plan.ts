import type { SharedPurpose, ShareSettings } from "../settings/budget.js";

/** The input of a plan: the store's own figures, or assumed ones. */
export interface PlanInput {
  /** Accounts to refresh, by interval: how many are due again after how many days. */
  accountsDueEvery: readonly { accounts: number; days: number }[];
  /** Refreshes that are already overdue, in addition to those that become due. */
  overdue: number;
  namesWaiting: number;
  /** Posts with unread comments, and names to look up beside watched accounts. */
  postsWaiting: number;
  candidatesWaiting: number;
  asked: number;
  unitsPer: { refresh: number; new: number; comments: number; clones: number; manual: number };
  /**
   * What each newly mined account adds to the work: names to the frontier, and itself to the refreshes. null if this is
   * counted above.
   */
  growth: { namesPerAccount: number; refreshDays: number } | null;
  /** The daily budget of background commands, or null for no limit. */
  budgetUnits: number | null;
  shares: ShareSettings;
  usdPerUnit: number | null;
}

export interface PlanLine {
  purpose: SharedPurpose | "manual";
  /** The cost of a day's work, and how much of it the budget covers. */
  wantedUnits: number;
  plannedUnits: number;
  /** Items left undone at the end of the period. */
  leftUndone: number;
}

export interface Plan {
  days: number;
  lines: PlanLine[];
  wantedUnits: number;
  plannedUnits: number;
  usd: number | null;
}

type PlannedPurpose = PlanLine["purpose"];
type Amounts = Record<PlannedPurpose, number>;

/**
 * The cost of the schedule over a number of days, simulated day by day: accounts by interval, waiting items, and what
 * mining adds to both. Requests by people come first. Then each purpose has its share, and unused shares go to the
 * others in the order of their shares. Without a budget nothing limits discovery, so only the names that wait now are
 * counted.
 * @param isDiscovering false to leave names of the frontier unmined.
 */
export function planFor(input: PlanInput, days: number, isDiscovering: boolean): Plan {
  const { unitsPer, budgetUnits, growth } = input;
  const waiting: Amounts = {
    manual: input.asked,
    refresh: input.overdue,
    clones: input.candidatesWaiting,
    new: isDiscovering ? input.namesWaiting : 0,
    comments: input.postsWaiting,
  };
  const purposes = Object.keys(waiting) as PlannedPurpose[];
  const wanted = { ...waiting };
  const done: Amounts = { manual: 0, refresh: 0, clones: 0, new: 0, comments: 0 };
  const minedOn: number[] = [];
  let dueADay = input.accountsDueEvery.reduce((sum, { accounts, days: every }) => sum + accounts / every, 0);
  for (let day = 0; day < days; day++) {
    if (growth !== null) dueADay += (minedOn[day - Math.ceil(growth.refreshDays)] ?? 0) / growth.refreshDays;
    waiting.refresh += dueADay;
    wanted.refresh += dueADay;
    const units = unitsOfDay(waiting, input);
    for (const purpose of purposes) {
      const items = units[purpose] / unitsPer[purpose];
      waiting[purpose] -= items;
      done[purpose] += items;
      if (purpose === "new") minedOn[day] = items;
    }
    if (growth !== null && budgetUnits !== null) waiting.new += (minedOn[day] ?? 0) * growth.namesPerAccount;
  }
  const lines = purposes.map((purpose) => {
    // A name that has not been found yet does not count as left undone.
    const items = Math.max(wanted[purpose], done[purpose]);
    return {
      purpose,
      wantedUnits: Math.round(items * unitsPer[purpose]),
      plannedUnits: Math.round(done[purpose] * unitsPer[purpose]),
      leftUndone: Math.round(items - done[purpose]),
    };
  });
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  // Computed from unrounded values, so that rounding does not exceed the budget by one.
  const plannedUnits = Math.round(sum(purposes.map((purpose) => done[purpose] * unitsPer[purpose])));
  return {
    days,
    lines,
    wantedUnits: sum(lines.map((line) => line.wantedUnits)),
    plannedUnits,
    usd: input.usdPerUnit === null ? null : plannedUnits * input.usdPerUnit,
  };
}

/** @returns the units of a day's budget for each purpose, limited to what waits. */
function unitsOfDay(waiting: Amounts, { unitsPer, shares, budgetUnits }: PlanInput): Amounts {
  const wanted = (purpose: PlannedPurpose) => waiting[purpose] * unitsPer[purpose];
  const budget = budgetUnits ?? Infinity;
  const manual = Math.min(wanted("manual"), budget);
  const units: Amounts = { manual, refresh: 0, clones: 0, new: 0, comments: 0 };
  let left = budget - manual;
  const shared = (Object.keys(shares) as SharedPurpose[]).sort((a, b) => shares[b] - shares[a]);
  const give = (purpose: SharedPurpose, most: number) => {
    const more = Math.min(wanted(purpose) - units[purpose], most, left);
    units[purpose] += more;
    left -= more;
  };
  // A zero share of an infinite budget would be NaN; the rest goes to all.
  for (const purpose of shared)
    if (shares[purpose] > 0) give(purpose, ((budget - manual) * shares[purpose]) / 100);
  for (const purpose of shared) give(purpose, Infinity);
  return units;
}

/** How many items of each kind one more dollar pays for. */
export function dollarBuys({ unitsPer, usdPerUnit }: Pick<PlanInput, "unitsPer" | "usdPerUnit">) {
  if (usdPerUnit === null) return null;
  const buys = (units: number) => Math.floor(1 / usdPerUnit / units);
  return { newAccounts: buys(unitsPer.new), refreshes: buys(unitsPer.refresh) };
}
