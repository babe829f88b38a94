import { expect, test } from "vitest";
import { accountOf } from "../../src/sandbox/world/account.js";
import { isFarmed } from "../../src/sandbox/world/farms.js";
import { peopleAround, relatedTo } from "../../src/sandbox/world/graph.js";
import { personOf } from "../../src/sandbox/world/names.js";
import { topicOf } from "../../src/sandbox/world/topics.js";
import type { World } from "../../src/sandbox/world/world.js";

const worldOf = (homophily?: number): World => ({
  seed: 3,
  accounts: 5_000,
  postsPerAccount: null,
  relatedPerAccount: null,
  day: 0,
  ...(homophily !== undefined && { homophily }),
});

/** The share of pairs of an account and a neighbour that have the same language. */
function alike(world: World, besideOf: (number: number) => number[], isAlike = sameLanguage): number {
  const pairs = Array.from({ length: 400 }, (_, number) => number + 100).flatMap((number) =>
    besideOf(number).map((other) => isAlike(world, number, other)),
  );
  return pairs.filter(Boolean).length / pairs.length;
}
const sameLanguage = (world: World, one: number, other: number) =>
  personOf(world, one).language === personOf(world, other).language;

test("suggested accounts share their language as often as the world's homophily says", () => {
  const of = (homophily?: number) => {
    const world = worldOf(homophily);
    return alike(world, (number) => relatedTo(world, number));
  };
  expect(of(0)).toBeLessThan(0.15);
  expect(of(0.4)).toBeGreaterThan(0.35);
  expect(of()).toBeGreaterThan(0.65);
  expect(of(1)).toBeGreaterThan(0.9);
});

test("neighbours post about the same more often than strangers, and so do followers", () => {
  const world = worldOf();
  const sameTopic = (_: World, one: number, other: number) => topicOf(world, one) === topicOf(world, other);
  expect(alike(world, (number) => relatedTo(world, number), sameTopic)).toBeGreaterThan(0.25);
  expect(alike(world, (number) => peopleAround(world, number, 1, 0, 20))).toBeGreaterThan(0.65);
});

test.each([0, 0.75, 1])("everybody is reached from anybody, homophily %s", (homophily) => {
  const world = worldOf(homophily);
  const reached = [30];
  const known = new Set(reached);
  for (const number of reached)
    for (const other of relatedTo(world, number))
      if (!known.has(other)) known.add(other) && reached.push(other);
  expect(reached).toHaveLength(world.accounts);
});

test("a farm's accounts have no bio, lead to each other, and are among the followers of others", () => {
  const world = { ...worldOf(), farms: 0.1 };
  const numbers = Array.from({ length: 500 }, (_, at) => at * 10);
  const farmed = Array.from({ length: 500 }, (_, at) => 4_500 + at);
  const shareFarmed = (among: readonly number[]) =>
    among.filter((number) => isFarmed(world, number)).length / among.length;
  expect(shareFarmed(numbers)).toBeCloseTo(0.1, 2);
  expect(shareFarmed(farmed.flatMap((number) => relatedTo(world, number)))).toBeGreaterThan(0.9);
  const real = numbers.filter((number) => !isFarmed(world, number));
  expect(shareFarmed(real.flatMap((number) => peopleAround(world, number, 1, 0, 20)))).toBeGreaterThan(0.25);
  expect(shareFarmed(real.flatMap((number) => relatedTo(world, number)))).toBeLessThan(0.15);
  for (const number of farmed.slice(0, 50))
    expect(accountOf(world, number)).toMatchObject({ biography: "", business: null, link: null });
});
