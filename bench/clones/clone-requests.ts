/**
 * How many of a watched account's imitators are found with how many requests, on worlds that the rules' priors do not
 * come from: names in the order of vary-names, with the search by display name (hiker) and without (web). Also prints
 * the yield of each rule on the training worlds: the priors of src/core/clones/variations.ts.
 */
import { checkCandidate } from "../../src/core/clones/check-candidate.js";
import type { Candidate } from "../../src/core/clones/claim-candidates.js";
import { VARIATION_RULES, varyName } from "../../src/core/clones/variations.js";
import { SourceError } from "../../src/core/source-error.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { accountOf } from "../../src/sandbox/world/account.js";
import {
  accountNamed,
  copiedAccounts,
  lookAlikesOf,
  searchAccounts,
} from "../../src/sandbox/world/look-alikes.js";
import type { World } from "../../src/sandbox/world/world.js";
import { IMITATIONS, worldOf } from "./clones-pairs.js";

const TRAINING_SEEDS = [101, 102, 103, 104, 105];
const TEST_SEEDS = [301, 302, 303, 304, 305];
const WATCHED = 200;
const STEPS = [1, 2, 5, 10, 20, 30, 40, 60, 80, 120, 200, 400];

const imitationsOf = (world: World, number: number) =>
  lookAlikesOf(world, number)
    .filter(({ kind }) => IMITATIONS.includes(kind))
    .map(({ account }) => account.username);
const namesOf = (world: World, number: number, yields?: ReadonlyMap<string, number>) => {
  const { username, person } = accountOf(world, number);
  return varyName(username, { country: person.language.country, year: 2026, invented: [] }, yields);
};

/** For each rule, the share of its names that imitators in the training worlds have. */
function yieldsOf(seeds: readonly number[]): Map<string, { tried: number; found: number }> {
  const sums = new Map(VARIATION_RULES.map(({ name }) => [name, { tried: 0, found: 0 }]));
  for (const seed of seeds) {
    const world = worldOf(seed, WATCHED);
    for (const number of copiedAccounts(world)) {
      const taken = new Set(imitationsOf(world, number));
      for (const { username, rule } of namesOf(world, number)) {
        const sum = sums.get(rule) as { tried: number; found: number };
        sum.tried++;
        if (taken.has(username)) sum.found++;
      }
    }
  }
  return sums;
}

/** A source that answers from the world, without a network. */
function sourceOf(world: World, canSearch: boolean): ProfileSource {
  return {
    name: canSearch ? "hiker" : "web",
    profile: () => Promise.reject(new SourceError("not_found", "not asked here")),
    ...(canSearch && {
      search: async (name: string) =>
        searchAccounts(world, name).map(({ id, username, fullName, isVerified }) => ({
          id: BigInt(id),
          username,
          fullName,
          isVerified,
        })),
    }),
    async close() {},
  };
}

/** The requested names in order, one request each; the search itself is a request without a name. */
async function askedFor(world: World, number: number, canSearch: boolean): Promise<(string | null)[]> {
  const { username, fullName, id } = accountOf(world, number);
  const candidate = {
    alt_username: "nobody",
    is_watch: true,
    searched_at: null,
    watched_name: fullName,
    watched_username: username,
    account_id: BigInt(id),
  } as Candidate;
  const { hits } = await checkCandidate(candidate, sourceOf(world, canSearch), new AbortController().signal);
  const names = namesOf(world, number).map((variation) => variation.username);
  const searched = hits === null ? [] : [null, ...hits];
  return [...searched, ...names.filter((name) => !hits?.includes(name))];
}

async function curve(canSearch: boolean): Promise<number[]> {
  const foundBy = STEPS.map(() => 0);
  let imitations = 0;
  for (const seed of TEST_SEEDS) {
    const world = worldOf(seed, WATCHED);
    for (const number of copiedAccounts(world)) {
      const names = imitationsOf(world, number).filter((name) => accountNamed(world, name) !== null);
      imitations += names.length;
      const asked = await askedFor(world, number, canSearch);
      STEPS.forEach((step, at) => {
        const reached = new Set(asked.slice(0, step));
        foundBy[at] = (foundBy[at] as number) + names.filter((name) => reached.has(name)).length;
      });
    }
  }
  return foundBy.map((found) => found / imitations);
}

console.log("| rule | names | found | yield |\n|---|---|---|---|");
for (const [rule, { tried, found }] of [...yieldsOf(TRAINING_SEEDS)].sort(
  ([, a], [, b]) => b.found / Math.max(1, b.tried) - a.found / Math.max(1, a.tried),
))
  console.log(`| ${rule} | ${tried} | ${found} | ${(found / Math.max(1, tried)).toFixed(4)} |`);

const [withSearch, without] = [await curve(true), await curve(false)];
console.log("\n| requests | found with search (hiker) | found by names alone (web) |\n|---|---|---|");
STEPS.forEach((step, at) => {
  const percent = (share: number | undefined) => `${(100 * (share ?? 0)).toFixed(1)} %`;
  console.log(`| ${step} | ${percent(withSearch[at])} | ${percent(without[at])} |`);
});
