import type { World } from "./world.js";

/**
 * Share of farmed accounts among those who follow, like and comment, in a world with farms: they are sold as reach, so they are
 * more common there than in the world.
 */
export const FARMED_AROUND = 0.3;
/** Upper limit of the followers and the posts of a farmed account. */
export const FARMED_FOLLOWERS = 120;
export const FARMED_POSTS = 4;

/** @returns whether an account belongs to a farm of false followers: it has no bio and hardly any posts, and follows thousands. */
export function isFarmed(world: World, number: number): boolean {
  return number >= firstFarmed(world);
}

/** @returns a farmed account. @param share uniform, 0 to 1 */
export function farmedAt(world: World, share: number): number {
  const first = firstFarmed(world);
  return first + Math.floor(share * (world.accounts - first));
}

/** The last numbers are farmed, so that one can be drawn at once. */
function firstFarmed({ accounts, farms = 0 }: World): number {
  return Math.ceil(accounts * (1 - farms));
}
