import { expect, test } from "vitest";
import { nextPace } from "../../src/core/mining/pace.js";

const WEEK_MS = 7 * 86_400_000;
const unchanged = { hasChanged: false, isNotable: false };
const waitsOf = (looks: { hasChanged: boolean; isNotable: boolean }[]) => {
  let pace = 0;
  return looks.map((look) => {
    pace = nextPace(pace, { ...look, waitedMs: WEEK_MS * 2 ** pace }, WEEK_MS);
    return 7 * 2 ** pace;
  });
};

test("an account that changes each time is soon looked at after a quarter of the frequency, and no sooner", () => {
  const changed = { hasChanged: true, isNotable: true };
  expect(waitsOf([changed, changed, changed, changed])).toEqual([3.5, 1.75, 1.75, 1.75]);
});

test("an account that never changes is at last looked at after four times the frequency, and no later", () => {
  expect(waitsOf([unchanged, unchanged, unchanged, unchanged])).toEqual([14, 28, 28, 28]);
});

test("a small change keeps the pace; one notable change halves the wait", () => {
  const small = { hasChanged: true, isNotable: false };
  expect(waitsOf([unchanged, small, small, { hasChanged: true, isNotable: true }])).toEqual([14, 14, 14, 7]);
});

test("looking before the time is up does not make an account dormant", () => {
  expect(nextPace(0, { ...unchanged, waitedMs: WEEK_MS / 2 }, WEEK_MS)).toBe(0);
  expect(nextPace(-2, { ...unchanged, waitedMs: WEEK_MS / 2 }, WEEK_MS)).toBe(-1);
});
