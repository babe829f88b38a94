import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { readDemand, TYPICAL_UNITS, unitsPerItem } from "../mining/demand.js";
import type { Config } from "../settings/settings.js";
import type { PlanInput } from "./plan.js";

/** Names that the suggestions of one account add, if there are no figures yet. */
const TYPICAL_DISCOVERED = 10;

/** @returns the budget of background commands over all keys, or null for no limit. */
function backgroundUnits({ hiker }: Config, keys: number): number | null {
  const { dailyBudget, backgroundBudget } = hiker;
  if (dailyBudget === null && backgroundBudget === null) return null;
  return Math.max(1, keys) * Math.min(dailyBudget ?? Infinity, backgroundBudget ?? Infinity);
}

/** Reads the figures for a plan from the store. Large queues are counted only up to what a month's budget could pay for. */
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

/** The figures for a plan before anything is stored: `accounts` watched, all at the usual rate. */
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
