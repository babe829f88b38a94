// d3-random has no declarations of its own; this is what is used of it.

declare module "d3-random" {
  /** Draws from a Beta distribution; `source` gives another source of uniform numbers, 0 ≤ r < 1. */
  export const randomBeta: {
    source(random: () => number): (alpha: number, beta: number) => () => number;
  };
}
