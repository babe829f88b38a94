import { dollarBuys, type Plan, type PlanInput, planFor } from "../core/observe/plan.js";
import { formatCount } from "./format.js";
import { formatUsd } from "./money-text.js";
import { tableText } from "./table.js";

const SPANS = [
  { name: "a day", days: 1 },
  { name: "a week", days: 7 },
  { name: "a month", days: 30 },
] as const;
const WHAT = {
  manual: "asked for by people",
  refresh: "refreshes",
  clones: "look-alike names",
  new: "new accounts",
  comments: "posts with comments",
} as const;

/** @returns the plans for a day, a week and a month, with and without discovery, as JSON. */
export function planJson(input: PlanInput) {
  return {
    budget_a_day: input.budgetUnits,
    units_per_item: input.unitsPer,
    unit_price_usd: input.usdPerUnit,
    plans: SPANS.map(({ days }) => ({
      with_discovery: planFor(input, days, true),
      without_discovery: planFor(input, days, false),
    })),
    one_dollar_more: dollarBuys(input),
  };
}

/** @returns the same plans as text. */
export function planText(input: PlanInput): string {
  const money = ({ plannedUnits, usd }: Plan) =>
    `${formatCount(plannedUnits)}${usd === null ? "" : ` (${formatUsd(usd)})`}`;
  const spans = tableText(
    [
      { title: "in" },
      { title: "work asks for", align: "right" },
      { title: "will be spent", align: "right" },
      { title: "without discovery", align: "right" },
    ],
    SPANS.map(({ name, days }) => {
      const plan = planFor(input, days, true);
      return [name, formatCount(plan.wantedUnits), money(plan), money(planFor(input, days, false))];
    }),
  );
  const month = planFor(input, 30, true);
  const lines = tableText(
    [
      { title: "in a month" },
      { title: "work asks for", align: "right" },
      { title: "will be spent", align: "right" },
      { title: "left undone", align: "right" },
    ],
    month.lines
      .filter(({ wantedUnits }) => wantedUnits > 0)
      .map(({ purpose, wantedUnits, plannedUnits, leftUndone }) => [
        WHAT[purpose],
        formatCount(wantedUnits),
        formatCount(plannedUnits),
        leftUndone > 0 ? `${formatCount(leftUndone)} items` : "nothing",
      ]),
  );
  const budget =
    input.budgetUnits === null
      ? "No budget is set."
      : `Budget: ${formatCount(input.budgetUnits)} requests a day for background commands.`;
  const more = dollarBuys(input);
  const dollar =
    more === null
      ? "Set IGMINER_HIKER_UNIT_PRICE to see money."
      : `One dollar more buys ${formatCount(more.newAccounts)} new accounts, or ${formatCount(more.refreshes)} refreshes.`;
  return `${spans}\n\n${lines}\n\n${budget} ${dollar}`;
}
