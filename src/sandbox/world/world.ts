/** The parameters of a world. Everything in it is computed from these and the number of an account. */
export interface World {
  seed: number;
  accounts: number;
  /** Number of posts and related accounts of each account, or null for realistic numbers. */
  postsPerAccount: number | null;
  relatedPerAccount: number | null;
  /** Virtual time, in days since the world began. It decides the accounts' names, deletions and growth. */
  day: number;
  /** Number of accounts with look-alikes, starting after the well-known ones. */
  copied?: number;
  /** How often neighbours share a community beyond chance, 0 to 1; by default as on Facebook. */
  homophily?: number;
  /** Share of the accounts that belong to farms of false followers, 0 to 1; by default none. */
  farms?: number;
  /** Start of day 0, in seconds since 1970; by default 2026. */
  dayZero?: number;
}
