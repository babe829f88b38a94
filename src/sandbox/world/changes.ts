import { WELL_KNOWN_USERNAMES } from "../../core/instagram/well-known.js";
import { hashOf, shareOf } from "../random.js";
import type { World } from "./world.js";

/** The trait that each hash is for. */
const TRAIT = { renamed: 60, vanished: 61, growing: 62, posting: 63 } as const;
/** All renames and deletions happen by this day. */
const EVENTFUL_DAYS = 30;

/** @returns whether an account has been renamed by now: one in 25, within a month. */
export function isRenamed(world: World, number: number): boolean {
  return hasHappened(world, number, TRAIT.renamed, 0.04);
}

/** @returns whether an account of day 0 is gone by now: one in 30, within a month. */
export function hasVanished(world: World, number: number): boolean {
  return hasHappened(world, number, TRAIT.vanished, 0.033);
}

/** @returns the growth factor of an account's followers since day 0: one account in four grows, by up to 3 % a day. */
export function growthOf(world: World, number: number): number {
  const share = shareOf(hashOf(world.seed, TRAIT.growing, number));
  return share < 0.25 ? 1 + 0.12 * share * world.day : 1;
}

/** @returns how many posts an account has made since day 0: every other one posts, at its own rate. */
export function newPostsOf(world: World, number: number, daysBetween: number): number {
  const isPosting = hashOf(world.seed, TRAIT.posting, number) % 2 === 0;
  return isPosting ? Math.floor(world.day / daysBetween) : 0;
}

function hasHappened(world: World, number: number, trait: number, share: number): boolean {
  if (world.day === 0 || number < WELL_KNOWN_USERNAMES.length) return false;
  const hash = hashOf(world.seed, trait, number);
  return shareOf(hash) < share && 1 + (hash % EVENTFUL_DAYS) <= world.day;
}
