/** A world is nothing but these numbers: everything in it is computed from them and the number of an account. */
export interface World {
  seed: number;
  accounts: number;
  /** How many posts and related accounts each account shows; null: as many as is believable. */
  postsPerAccount: number | null;
  relatedPerAccount: number | null;
  /** Virtual time, in days since the world began: what accounts are called, who is gone, who has grown. */
  day: number;
  /** How many accounts have look-alikes beside them: those that come after the well-known ones. */
  copied?: number;
  /** How often neighbours are of one community beyond chance, 0 to 1; left out: as on Facebook. */
  homophily?: number;
  /** When day 0 begins, in seconds since 1970; left out: 2026. */
  dayZero?: number;
}
