import * as z from "zod";
import { ratePerMinute, setting } from "./setting.js";

/** Defaults for a service before it has been used: a low rate, and for a paid one within its plan. */
export interface ServiceDefaults {
  startPerMinute: number;
  floorPerMinute: number;
  ceilingPerMinute: number;
  /** In the service's billing units; null: no limit. */
  dailyBudget: number | null;
  backgroundBudget: number | null;
}

/** The settings for rate and budget that every outside service has, as `openGate` takes them (design §6). */
export function serviceSettings(name: string, defaults: ServiceDefaults) {
  const prefix = `IGMINER_${name.toUpperCase()}`;
  const budget = (fallback: number | null) => z.coerce.number().int().min(0).nullable().default(fallback);
  return {
    ratePerMinute: setting(
      `${prefix}_RATE_PER_MINUTE`,
      "Initial rate in requests per minute, before the source has been used",
      () => ratePerMinute(defaults.startPerMinute),
    ),
    minRatePerMinute: setting(
      `${prefix}_MIN_RATE_PER_MINUTE`,
      "Lower limit of the adaptive rate, in requests per minute",
      () => ratePerMinute(defaults.floorPerMinute),
    ),
    maxRatePerMinute: setting(
      `${prefix}_MAX_RATE_PER_MINUTE`,
      "Upper limit of the adaptive rate, in requests per minute",
      () => ratePerMinute(defaults.ceilingPerMinute),
    ),
    dailyBudget: setting(
      `${prefix}_DAILY_BUDGET`,
      "Budget in requests per UTC day, for all commands together",
      () => budget(defaults.dailyBudget),
    ),
    backgroundBudget: setting(
      `${prefix}_BACKGROUND_BUDGET`,
      "Part of the daily budget available to scheduled commands; the rest is reserved for requests by people",
      () => budget(defaults.backgroundBudget),
    ),
  };
}
