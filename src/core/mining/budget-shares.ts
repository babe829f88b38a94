import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Share } from "../net/shares.js";
import type { SharedPurpose, ShareSettings } from "../settings/budget.js";
import { readDemand, spentLately, unitsPerItem } from "./demand.js";

const DAY_MS = 86_400_000;

/**
 * What each purpose may claim of a day's budget: its share, limited to the work it has today. A purpose that has spent
 * something since yesterday claims its whole share, since further work for it may not be queued yet.
 */
export async function budgetShares(
  db: Kysely<Schema>,
  { shares, refreshDays, budget }: { shares: ShareSettings; refreshDays: number; budget: number | null },
): Promise<Share[]> {
  if (budget === null) return [];
  const withinMs = DAY_MS - (Date.now() % DAY_MS);
  const demand = await readDemand(db, { refreshDays, withinMs, most: budget });
  const units = await unitsPerItem(db);
  const busy = await spentLately(db);
  return (Object.keys(shares) as SharedPurpose[]).map((purpose) => ({
    purpose,
    percent: shares[purpose],
    demandUnits: busy.has(purpose) ? Number.MAX_SAFE_INTEGER : Math.ceil(demand[purpose] * units[purpose]),
  }));
}
