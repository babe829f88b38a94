import type { OpenTools } from "../core/batch/open-tools.js";
import type { Database } from "../core/db/database.js";
import type { Purpose } from "../core/db/schema/money.js";
import { EXIT, Failure } from "../core/failure.js";
import { budgetShares } from "../core/mining/budget-shares.js";
import { type CapOnRun, newCap } from "../core/net/cap.js";
import type { Config } from "../core/settings/settings.js";
import type { SessionOptions } from "../core/sources/session.js";
import type { ProfileSource } from "../core/sources/source.js";
import type { BoundedOptions } from "./bounded-run.js";
import type { CommandContext, OptionValues } from "./command.js";
import type { sourceOptions } from "./options.js";

type Given = OptionValues<typeof sourceOptions> & Pick<OptionValues<BoundedOptions>, "maxSeconds">;

/** The options of a source session, from the flags of a command. */
export async function sessionOptionsOf(
  { command, purpose, cap: given }: { command: string; purpose: Purpose; cap?: CapOnRun | null | undefined },
  { source: names, maxSeconds, record, ...limits }: Given,
  { kysely: db, now }: Database,
  { settings: { config }, mask }: CommandContext,
  draining: AbortSignal,
): Promise<SessionOptions> {
  const cap = given === undefined ? capOf(limits, config) : given;
  return {
    db,
    now,
    config,
    names,
    command,
    purpose,
    endsAtMs: maxSeconds === undefined ? null : performance.now() + maxSeconds * 1_000,
    ...(cap && { cap }),
    ...(record !== undefined && { record: { folder: record, mask } }),
    shares: await budgetShares(db, {
      shares: config.budget.shares,
      refreshDays: config.refresh.days,
      budget: config.hiker.backgroundBudget,
    }),
    draining,
  };
}

/**
 * Opens the sources named by `--source`, for a batch command.
 * @param cap a cap shared by several runs; by default the run has its own, from its flags.
 */
export function sourceTools(command: string, purpose: Purpose, cap?: CapOnRun | null) {
  return async (
    given: Given,
    database: Database,
    context: CommandContext,
    draining: AbortSignal,
  ): Promise<OpenTools<ProfileSource>> => {
    const { openSourceSession } = await import("../core/sources/session.js");
    return openSourceSession(
      await sessionOptionsOf({ command, purpose, cap }, given, database, context, draining),
    );
  };
}

/** @returns the limits of a run that the flags set, or null for no limit. @throws Failure if `--max-usd` lacks a price. */
export function capOf(
  { maxRequests, maxUsd }: Pick<Given, "maxRequests" | "maxUsd">,
  { hiker: { unitPriceUsd } }: Config,
): CapOnRun | null {
  if (maxRequests === undefined && maxUsd === undefined) return null;
  if (maxUsd !== undefined && unitPriceUsd === null) {
    throw new Failure(
      EXIT.usage,
      "--max-usd needs the price of a request: IGMINER_HIKER_UNIT_PRICE is not set.",
      "Set it to what your plan at HikerAPI costs for one request, for example 0.001; or use --max-requests.",
    );
  }
  return newCap({
    maxRequests: maxRequests ?? null,
    maxUnits: maxUsd === undefined ? null : Math.floor(maxUsd / (unitPriceUsd as number) + 1e-9),
    names: { requests: `--max-requests ${maxRequests}`, units: `--max-usd ${maxUsd}` },
  });
}
