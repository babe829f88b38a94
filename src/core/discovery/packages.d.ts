// d3-random has no declarations of its own; these are the parts used.

declare module "d3-random" {
  export function randomLcg(seed?: number): () => number;
  /** Draws from a Beta distribution; `source` sets the generator of uniform numbers, 0 ≤ r < 1. */
  export const randomBeta: {
    source(random: () => number): (alpha: number, beta: number) => () => number;
  };
}
