import { hashOf, shareOf } from "../random.js";
import type { World } from "./world.js";

const USUAL = 20;
const RING = 4;

/**
 * Whom Instagram suggests next to an account: its ring neighbours (so that everybody is reached), accounts that many are
 * led to, and some far away. A small world (Watts and Strogatz, 1998).
 * @returns numbers, each once, never the account itself.
 */
export function relatedTo(world: World, number: number): number[] {
  const { accounts, seed } = world;
  const wanted = Math.min(world.relatedPerAccount ?? USUAL - (hashOf(seed, 20, number) % 8), accounts - 1);
  const found = new Set<number>();
  for (let step = 1; step <= RING && found.size < wanted; step++) {
    const distance = step === 1 ? 1 : step ** 3;
    add((number + distance) % accounts);
    if (step % 2 === 0) add((number - distance + accounts) % accounts);
  }
  for (let turn = 0; found.size < wanted && turn < 4 * wanted; turn++) {
    const share = shareOf(hashOf(seed, 21, number, turn));
    add(Math.floor(accounts * (turn % 3 === 0 ? share ** 3 : share)));
  }
  return [...found];

  function add(other: number): void {
    if (other !== number && other >= 0 && found.size < wanted) found.add(other);
  }
}
