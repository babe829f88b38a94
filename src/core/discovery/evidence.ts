/** How a name came into the frontier: what led to it. */
export const CHANNELS = [
  "seed",
  "related",
  "hashtag",
  "place",
  "keyword",
  "followers",
  "commenters",
  "tagged",
  "similar",
] as const;
export type Channel = (typeof CHANNELS)[number];

/** What an answer told of a name beside the name itself; what it did not tell is null. */
export interface ToldOfName {
  username: string;
  fullName: string | null;
  isPrivate: boolean | null;
  isVerified: boolean | null;
}

/** What is known of a name of the frontier before it is bought. */
export interface Evidence {
  channel: Channel;
  /** Mined accounts that lead to the name and are judged: wanted or not. Undecided ones do not count. */
  parentsJudged: number;
  parentsWanted: number;
  told: ToldOfName | null;
}
