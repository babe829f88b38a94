import * as z from "zod";
import { ratePerMinute, setting } from "./setting.js";

/** What an outside service is like before it has told us anything: polite, and for a paid one within its plan. */
export interface ServiceDefaults {
  startPerMinute: number;
  floorPerMinute: number;
  ceilingPerMinute: number;
  /** In the service's billing units; null: no cap. */
  dailyBudget: number | null;
  backgroundBudget: number | null;
}

/** The settings of rate and budget that every outside service has, as `openGate` takes them (design §6). */
export function serviceSettings(name: string, defaults: ServiceDefaults) {
  const prefix = `IGMINER_${name.toUpperCase()}`;
  const budget = (fallback: number | null) => z.coerce.number().int().min(0).nullable().default(fallback);
  return {
    ratePerMinute: setting(
      `${prefix}_RATE_PER_MINUTE`,
      "Requests a minute a source that has never run starts with",
      ratePerMinute(defaults.startPerMinute),
    ),
    minRatePerMinute: setting(
      `${prefix}_MIN_RATE_PER_MINUTE`,
      "The adaptive rate never falls below",
      ratePerMinute(defaults.floorPerMinute),
    ),
    maxRatePerMinute: setting(
      `${prefix}_MAX_RATE_PER_MINUTE`,
      "The adaptive rate never rises above",
      ratePerMinute(defaults.ceilingPerMinute),
    ),
    dailyBudget: setting(
      `${prefix}_DAILY_BUDGET`,
      "Requests a UTC day, all commands together",
      budget(defaults.dailyBudget),
    ),
    backgroundBudget: setting(
      `${prefix}_BACKGROUND_BUDGET`,
      "The day's use at which background commands stop; the rest is kept for what a person asks",
      budget(defaults.backgroundBudget),
    ),
  };
}
