import { expect, test } from "vitest";
import { bucketOf, scoreOf } from "../../src/core/discovery/score.js";
import { learnWords, newWordModel, slotsOf, wordsSay } from "../../src/core/discovery/words.js";

const MEASURED = { judged: 1_000, wanted: 100 };
const parents = (parentsWanted: number, parentsJudged: number) => ({
  channel: "related" as const,
  parentsJudged,
  parentsWanted,
  told: null,
});
const score = (wanted: number, judged: number) => scoreOf(parents(wanted, judged), MEASURED, newWordModel());

test("a name is the likelier wanted, the more of the accounts that lead to it are", () => {
  expect(score(2, 2)).toBeGreaterThan(score(1, 1));
  expect(score(1, 1)).toBeGreaterThan(score(1, 2));
  expect(score(1, 2)).toBeGreaterThan(score(0, 0));
  expect(score(0, 0)).toBeGreaterThan(score(0, 3));
});

test("many links alone make no name likelier: a hub that everybody leads to is as likely as its parents", () => {
  expect(score(10, 100)).toBeLessThan(score(2, 3));
  expect(score(10, 100)).toBeCloseTo(0.1, 1);
});

test("a further parent of the same kind seldom moves a name to another bucket", () => {
  const buckets = Array.from({ length: 50 }, (_, judged) => bucketOf(score(judged, judged), judged > 0));
  expect(new Set(buckets.slice(1)).size).toBeLessThan(10);
});

test("a name of which nothing is known has a bucket of its own", () => {
  expect(bucketOf(score(0, 0), false)).toBe(0);
  expect(bucketOf(1e-9, true)).toBe(1);
  expect(bucketOf(1 - 1e-9, true)).toBe(24);
});

test("words of names are learned from what was bought", () => {
  const model = newWordModel();
  const told = (username: string, fullName: string) =>
    slotsOf({ username, fullName, isPrivate: false, isVerified: false });
  for (let turn = 0; turn < 30; turn++) {
    learnWords(model, told(`keramik.${turn}`, "Töpferei Anna"), 0.5, true);
    learnWords(model, told(`motor_${turn}`, "Garage Bob"), 0.5, false);
  }
  expect(wordsSay(model, told("keramik_studio", "Jana"))).toBeGreaterThan(0.5);
  expect(wordsSay(model, told("motor.kid", "Garage"))).toBeLessThan(-0.5);
  expect(Math.abs(wordsSay(model, told("zzz", "Qqq")))).toBeLessThan(0.5);
});
