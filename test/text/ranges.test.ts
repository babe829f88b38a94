import { describe, expect, test } from "vitest";
import { NotARange, type RangeUnit, readDays, readRange } from "../../src/core/text/ranges.js";

describe("a range is read as people write it", () => {
  test.each<[string, RangeUnit, { min?: number; max?: number }]>([
    ["1k-50k", "count", { min: 1_000, max: 50_000 }],
    ["1,000–50.000", "count", { min: 1_000, max: 50_000 }],
    ["1.5k .. 2m", "count", { min: 1_500, max: 2_000_000 }],
    ["1000 to 5000", "count", { min: 1_000, max: 5_000 }],
    ["1k-", "count", { min: 1_000 }],
    ["10K+", "count", { min: 10_000 }],
    [">= 1k", "count", { min: 1_000 }],
    ["-50k", "count", { max: 50_000 }],
    ["<=50k", "count", { max: 50_000 }],
    ["..50k", "count", { max: 50_000 }],
    ["0-0", "count", { min: 0, max: 0 }],
    ["2%-", "share", { min: 0.02 }],
    ["2%-5%", "share", { min: 0.02, max: 0.05 }],
    ["0.02-0.05", "share", { min: 0.02, max: 0.05 }],
    ["-5%..10%", "share", { min: -0.05, max: 0.1 }],
    ["-5%-10%", "share", { min: -0.05, max: 0.1 }],
    ["2,5%-", "share", { min: 0.025 }],
    ["0.5-3", "number", { min: 0.5, max: 3 }],
  ])("%s", (text, unit, range) => {
    expect(readRange(text, unit)).toEqual(range);
  });

  test.each<[string, RangeUnit]>([
    ["1000", "count"],
    ["50k-1k", "count"],
    ["many", "count"],
    ["", "count"],
    ["-", "count"],
    ["2-5", "share"],
    ["2%-", "count"],
    ["1.5-3", "count"],
    ["1x-5x", "count"],
    ["<50k", "count"],
  ])("%s is refused, not guessed at", (text, unit) => {
    expect(() => readRange(text, unit)).toThrow(NotARange);
  });

  test("a span may be written as one back from today", () => {
    expect(["30d", "-30d", "4w", "2 months", "36h", "soon", "30"].map(readDays)).toEqual([
      30,
      30,
      28,
      60,
      2,
      null,
      null,
    ]);
  });
});
