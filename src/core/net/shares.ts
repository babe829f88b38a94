import type { Purpose } from "../db/schema/money.js";

/** What one purpose may claim of a day's budget. */
export interface Share {
  purpose: Purpose;
  /** Of the budget for background commands. */
  percent: number;
  /** What the purpose could still use today, in billing units; 0: nobody waits for it. */
  demandUnits: number;
}

/**
 * How much of a budget is kept for other purposes. Each keeps what is left of its share, as far as it has work, and no more
 * than its share of the hours to come: so one that spends evenly always finds its part, and what it leaves unused flows to
 * the others as the day goes on, all of it by midnight.
 * @param used what each purpose has spent or reserved today, in billing units.
 * @param dayLeft the part of the day that is still to come, 0 to 1.
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

/** The search for an audience is paid from what is set apart for new accounts. */
function shareOf(purpose: Purpose): Purpose {
  return purpose.startsWith("discovery:") ? "new" : purpose;
}
