/** How a name can come into the frontier. */
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

/** What an answer contained about a name; null: not given. */
export interface ToldOfName {
  username: string;
  fullName: string | null;
  isPrivate: boolean | null;
  isVerified: boolean | null;
}

/** What is known about a frontier name before it is mined. */
export interface Evidence {
  channel: Channel;
  /** Mined accounts that lead to the name and have a verdict, wanted or not; undecided ones do not count. */
  parentsJudged: number;
  parentsWanted: number;
  told: ToldOfName | null;
}
