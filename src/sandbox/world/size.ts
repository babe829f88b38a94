import { WELL_KNOWN_USERNAMES } from "../../core/instagram/well-known.js";
import { hashOf, shareOf } from "../random.js";
import { FARMED_FOLLOWERS, isFarmed } from "./farms.js";
import type { World } from "./world.js";

/** The trait hashed for the size. */
const FOLLOWERS = 4;

/** @returns the number of followers of an account on day 0, at least 20. */
export function sizeOf(world: World, number: number): number {
  if (isFarmed(world, number)) return 20 + (hashOf(world.seed, FOLLOWERS, number) % (FARMED_FOLLOWERS - 20));
  return number < WELL_KNOWN_USERNAMES.length
    ? 3_200_000_000 - number * 120_000_000
    : Math.floor(10 ** (1.3 + 4.2 * shareOf(hashOf(world.seed, FOLLOWERS, number)) ** 1.8));
}
