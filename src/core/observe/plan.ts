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
  /** What each newly mined account adds to the work: names to the frontier, and itself to what is refreshed. null: it is counted above. */
  growth: { namesPerAccount: number; refreshDays: number } | null;
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

type PlannedPurpose = PlanLine["purpose"];
type Amounts = Record<PlannedPurpose, number>;

/**
 * What the schedule costs in so many days, gone through day by day: accounts by pace, what waits, and what mining adds to
 * both. What people asked for comes first, then each purpose has its share, and what one does not need goes to the others in
 * the order of their shares. Without a budget nothing holds discovery back, so only the names that wait now are counted.
 * @param isDiscovering without it, names of the frontier are not mined.
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
    // A name that is yet to be found is not left undone.
    const items = Math.max(wanted[purpose], done[purpose]);
    return {
      purpose,
      wantedUnits: Math.round(items * unitsPer[purpose]),
      plannedUnits: Math.round(done[purpose] * unitsPer[purpose]),
      leftUndone: Math.round(items - done[purpose]),
    };
  });
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  // Of what is not rounded yet, so that it does not pass the budget by one.
  const plannedUnits = Math.round(sum(purposes.map((purpose) => done[purpose] * unitsPer[purpose])));
  return {
    days,
    lines,
    wantedUnits: sum(lines.map((line) => line.wantedUnits)),
    plannedUnits,
    usd: input.usdPerUnit === null ? null : plannedUnits * input.usdPerUnit,
  };
}

/** @returns the units that a day's budget leaves for each purpose, of what waits. */
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
  // A share of nothing of Infinity is nothing, and what is left goes to all.
  for (const purpose of shared)
    if (shares[purpose] > 0) give(purpose, ((budget - manual) * shares[purpose]) / 100);
  for (const purpose of shared) give(purpose, Infinity);
  return units;
}

/** What one dollar more buys, of each kind of work. */
export function dollarBuys({ unitsPer, usdPerUnit }: Pick<PlanInput, "unitsPer" | "usdPerUnit">) {
  if (usdPerUnit === null) return null;
  const buys = (units: number) => Math.floor(1 / usdPerUnit / units);
  return { newAccounts: buys(unitsPer.new), refreshes: buys(unitsPer.refresh) };
}
