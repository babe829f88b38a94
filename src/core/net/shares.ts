import type { Purpose } from "../db/schema/money.js";

/** What one purpose may claim of a day's budget. */
export interface Share {
  purpose: Purpose;
  /** Percent of the budget for background commands. */
  percent: number;
  /** Billing units the purpose could still use today, 0 if it has no work waiting. */
  demandUnits: number;
}

/**
 * How much of a budget is kept for other purposes. Each purpose keeps the rest of its share, as far as it has work, but
 * no more than its share of the remaining hours. So a purpose that spends evenly always finds its part, and what it
 * leaves unused is gradually released to the others, completely by midnight.
 * @param used billing units that each purpose has spent or reserved today.
 * @param dayLeft the remaining part of the day, 0 to 1.
 */
export function keptForOthers(
  shares: readonly Share[],
  {
    purpose,
    cap,
    used,
    dayLeft,
  }: { purpose: Purpose; cap: number; used: Readonly<Partial<Record<Purpose, number>>>; dayLeft: number },
): number {
  let kept = 0;
  const own = shareOf(purpose);
  for (const share of shares) {
    if (share.purpose === own) continue;
    const whole = (cap * share.percent) / 100;
    const unused = Math.max(0, whole - usedOf(share.purpose));
    kept += Math.min(unused, whole * dayLeft, share.demandUnits);
  }
  return Math.floor(kept);

  function usedOf(sharing: Purpose): number {
    return Object.entries(used).reduce(
      (sum, [each, units]) => sum + (shareOf(each as Purpose) === sharing ? (units ?? 0) : 0),
      0,
    );
  }
}

/** The search for an audience is paid from the share for new accounts. */
function shareOf(purpose: Purpose): Purpose {
  return purpose.startsWith("discovery:") ? "new" : purpose;
}
