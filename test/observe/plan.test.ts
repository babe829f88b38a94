import { describe, expect, test } from "vitest";
import { type PlanInput, planFor } from "../../src/core/observe/plan.js";

/** A hundred accounts refreshed weekly, a few names waiting, and a budget far beyond what both need. */
const INPUT: PlanInput = {
  accountsDueEvery: [{ accounts: 100, days: 7 }],
  overdue: 0,
  namesWaiting: 50,
  postsWaiting: 100,
  candidatesWaiting: 0,
  asked: 3,
  unitsPer: { refresh: 1.3, new: 4, comments: 3, clones: 2, manual: 4 },
  growth: { namesPerAccount: 10, refreshDays: 7 },
  budgetUnits: 120,
  shares: { refresh: 50, clones: 20, new: 20, comments: 10 },
  usdPerUnit: 0.001,
};

describe("a plan", () => {
  test("never passes the budget, not by rounding either, and uses it while there is work", () => {
    for (const days of [1, 7, 30]) expect(planFor(INPUT, days, true).plannedUnits).toBe(120 * days);
  });

  test("counts what mining adds: names found are mined, and accounts mined are refreshed", () => {
    const [grown, counted] = [INPUT, { ...INPUT, growth: null }].map((input) => planFor(input, 30, true));
    const units = (plan: typeof grown, purpose: string) =>
      plan?.lines.find((line) => line.purpose === purpose)?.plannedUnits ?? 0;
    expect(units(counted, "new")).toBe(200);
    expect(units(grown, "new")).toBeGreaterThan(5 * units(counted, "new"));
    expect(units(grown, "refresh")).toBeGreaterThan(1.5 * units(counted, "refresh"));
  });

  test("tells what is left undone of what waits, not of names that nobody has found yet", () => {
    const { lines } = planFor({ ...INPUT, budgetUnits: 20 }, 1, true);
    const undone = Object.fromEntries(lines.map(({ purpose, leftUndone }) => [purpose, leftUndone]));
    expect(undone.manual).toBe(0);
    expect(undone.new).toBeGreaterThan(45);
    expect(undone.new).toBeLessThanOrEqual(50);
  });

  test("without a budget, discovery is counted as far as its names are known", () => {
    const plan = planFor({ ...INPUT, budgetUnits: null }, 30, true);
    expect(plan.lines.find(({ purpose }) => purpose === "new")?.plannedUnits).toBe(200);
  });
});
