import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { readDemand, TYPICAL_UNITS, unitsPerItem } from "../mining/demand.js";
import type { Config } from "../settings/settings.js";
import type { PlanInput } from "./plan.js";

/** Names that suggestions of one account add, where nothing is known yet. */
const TYPICAL_DISCOVERED = 10;

/** @returns how many keys times the budget that background commands may use of each; null: no limit. */
function backgroundUnits({ hiker }: Config, keys: number): number | null {
  const { dailyBudget, backgroundBudget } = hiker;
  if (dailyBudget === null && backgroundBudget === null) return null;
  return Math.max(1, keys) * Math.min(dailyBudget ?? Infinity, backgroundBudget ?? Infinity);
}

/** What a plan is made from, out of the store. Large queues are counted up to what a month's budget could pay. */
export async function readPlanInput(db: Kysely<Schema>, config: Config, keys: number): Promise<PlanInput> {
  const budgetUnits = backgroundUnits(config, keys);
  const demand = await readDemand(db, {
    refreshDays: config.refresh.days,
    withinMs: 0,
    most: budgetUnits === null ? 1_000_000 : 31 * budgetUnits,
  });
  const { rows: paces } = await sql<{ pace: number; accounts: number }>`
    select pace, count(*)::float8 as accounts
    from "RefreshSchedule"
    where outcome is distinct from 'failed' and outcome is distinct from 'not_found'
    group by pace
  `.execute(db);
  const { rows: discovered } = await sql<{ each: number | null }>`
    select avg(names)::float8 as each
    from (
      select count(*) as names
      from "RelatedAccounts"
      where account_id in (select id from "InstagramAccountBase" order by first_seen desc limit 200)
      group by account_id
    ) as suggested
  `.execute(db);
  return {
    accountsDueEvery: paces.map(({ pace, accounts }) => ({
      accounts,
      days: config.refresh.days * 2 ** pace,
    })),
    overdue: demand.refresh,
    namesWaiting: demand.new,
    postsWaiting: demand.comments,
    candidatesWaiting: demand.clones,
    asked: demand.manual,
    unitsPer: await unitsPerItem(db),
    growth: {
      namesPerAccount: discovered[0]?.each ?? TYPICAL_DISCOVERED,
      refreshDays: config.refresh.days,
    },
    budgetUnits,
    shares: config.budget.shares,
    usdPerUnit: config.hiker.unitPriceUsd,
  };
}

/** What a plan is made from before anything is stored: `accounts` watched, all at the usual pace. */
export function imaginedPlanInput(
  config: Config,
  {
    accounts,
    refreshDays,
    budgetUnits,
  }: { accounts: number; refreshDays: number; budgetUnits: number | null },
): PlanInput {
  return {
    accountsDueEvery: [{ accounts, days: refreshDays }],
    overdue: 0,
    namesWaiting: accounts,
    postsWaiting: 0,
    candidatesWaiting: 0,
    asked: 0,
    unitsPer: TYPICAL_UNITS,
    growth: null,
    budgetUnits,
    shares: config.budget.shares,
    usdPerUnit: config.hiker.unitPriceUsd,
  };
}
