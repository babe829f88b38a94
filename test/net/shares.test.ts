import { describe, expect, test } from "vitest";
import { keptForOthers, type Share } from "../../src/core/net/shares.js";

const ENDLESS = Number.MAX_SAFE_INTEGER;
const SHARES: Share[] = [
  { purpose: "refresh", percent: 50, demandUnits: ENDLESS },
  { purpose: "clones", percent: 20, demandUnits: ENDLESS },
  { purpose: "new", percent: 20, demandUnits: ENDLESS },
  { purpose: "comments", percent: 10, demandUnits: ENDLESS },
];
const kept = (purpose: Share["purpose"], dayLeft: number, used = {}, shares = SHARES) =>
  keptForOthers(shares, { purpose, cap: 1_000, used, dayLeft });

describe("a day's budget", () => {
  test("in the morning leaves a purpose its share, and what nobody waits for", () => {
    expect(kept("new", 1)).toBe(800);
    const alone = SHARES.map((share) => ({ ...share, demandUnits: share.purpose === "new" ? ENDLESS : 0 }));
    expect(kept("new", 1, {}, alone)).toBe(0);
    const fewDue = SHARES.map((share) =>
      share.purpose === "refresh" ? { ...share, demandUnits: 30 } : share,
    );
    expect(kept("new", 1, {}, fewDue)).toBe(330);
  });

  test("flows to the others as the day goes on, and is free at its end", () => {
    expect(kept("new", 0.5)).toBe(400);
    expect(kept("new", 0)).toBe(0);
  });

  test("pays the search for an audience from what is set apart for new accounts", () => {
    expect(kept("discovery:makers-de", 1)).toBe(kept("new", 1));
    expect(kept("refresh", 1, { "discovery:makers-de": 150 })).toBe(kept("refresh", 1, { new: 150 }));
  });

  test("never takes from a purpose what it needs to spend its share evenly", () => {
    for (const dayLeft of [1, 0.75, 0.5, 0.25]) {
      const evenly = Math.round(500 * (1 - dayLeft));
      const others = kept("new", dayLeft, { refresh: evenly }, [SHARES[0] as Share]);
      expect(others).toBe(500 * dayLeft);
    }
  });
});
