import * as z from "zod";
import { command } from "../cli/command.js";
import { anyObject, counts } from "../cli/json-shapes.js";
import { count } from "../cli/options.js";
import { planJson, planText } from "../cli/plan-text.js";
import { withDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { imaginedPlanInput, readPlanInput } from "../core/observe/read-plan.js";
import { hikerKeys } from "../core/sources/hiker-keys.js";

const DAYS_A_MONTH = 30;

export default command({
  name: "plan",
  group: "operations",
  summary: "Estimate the cost of the schedule per day, week and month, and what the budget leaves undone",
  details:
    "Uses stored data, the ledger and the settings: accounts due, usernames waiting, comments and look-alikes, each at its average cost of the last week. With --accounts it estimates before anything is stored: the cost of mining that many accounts once and of keeping them fresh.",
  options: {
    accounts: {
      value: "N",
      summary: "Plan for N accounts instead of the stored ones",
      schema: count(1).optional(),
    },
    refreshDays: {
      value: "N",
      summary: "Days between refreshes of an account (with --accounts; default IGMINER_REFRESH_DAYS)",
      schema: z.coerce.number("not a number").positive("expected more than 0").optional(),
    },
    budgetUsd: {
      value: "X",
      summary: "Monthly budget in US dollars (with --accounts; needs IGMINER_HIKER_UNIT_PRICE)",
      schema: z.coerce.number("not a number").positive("expected more than 0, such as 500").optional(),
    },
  },
  json: z.strictObject({
    budget_a_day: z.number().nullable(),
    units_per_item: counts,
    unit_price_usd: z.number().nullable(),
    plans: z.array(z.strictObject({ with_discovery: anyObject, without_discovery: anyObject })),
    one_dollar_more: anyObject.nullable(),
  }),
  examples: [
    "igminer plan",
    "igminer plan --json",
    "igminer plan --accounts 100000 --refresh-days 7 --budget-usd 500",
  ],
  async run({ accounts, refreshDays, budgetUsd }, _names, context) {
    const { config } = context.settings;
    const { output } = context;
    if (accounts === undefined) {
      if (refreshDays !== undefined || budgetUsd !== undefined)
        throw new Failure(
          EXIT.usage,
          "--refresh-days and --budget-usd plan for accounts that are not stored yet.",
          "Add --accounts, for example: igminer plan --accounts 20000 --refresh-days 7 --budget-usd 500",
        );
      return withDatabase(context, async ({ kysely: db }) => {
        const input = await readPlanInput(db, config, hikerKeys(config).length);
        if (output.isJson) output.json(planJson(input));
        else output.text(planText(input));
        return EXIT.done;
      });
    }
    // The documented price of the most expensive plan, to err on the safe side.
    const usdPerUnit = config.hiker.unitPriceUsd ?? DEAREST_UNIT_USD;
    const budgetUnits = budgetUsd === undefined ? null : Math.floor(budgetUsd / usdPerUnit / DAYS_A_MONTH);
    const input = {
      ...imaginedPlanInput(config, {
        accounts,
        refreshDays: refreshDays ?? config.refresh.days,
        budgetUnits,
      }),
      usdPerUnit,
    };
    if (output.isJson) output.json(planJson(input));
    else {
      output.text(planText(input));
      if (config.hiker.unitPriceUsd === null)
        output.text(
          `\nMoney at $${DEAREST_UNIT_USD} a request, the dearest plan; set IGMINER_HIKER_UNIT_PRICE to yours ($0.0006 to $0.02).`,
        );
    }
    return EXIT.done;
  },
});

/** hikerapi.com, prices of plans, November 2026: $0.0006 to $0.02 a request. */
const DEAREST_UNIT_USD = 0.02;
