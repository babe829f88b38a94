/** A link in the bio, as its owner put it there. */
export interface BioLink {
  title: string | null;
  url: string;
}

/** "carousel" is a post with several pictures or videos; a reel is a "video". */
export type MediaType = "image" | "video" | "carousel";

export interface Post {
  /** Instagram's number of the post; often above 2^53. */
  id: bigint;
  shortcode: string;
  takenAt: Date;
  mediaType: MediaType;
  /** null: the post has none. Not cleaned; `cleanText` is applied where it is stored. */
  caption: string | null;
  /** null: hidden by the owner, or not told by the source. */
  likeCount: number | null;
  commentCount: number | null;
  locationName: string | null;
  /** null: nothing of it was told. */
  details: PostDetails | null;
}

/** What is told of some posts and seldom asked for. null: not told. */
export interface PostDetails {
  videoViews: number | null;
  /** Instagram's word: `clips` for a reel, `igtv`, `feed`, `carousel_container`. */
  productType: string | null;
  /** Whether the account has pinned it to the top of its profile. */
  isPinned: boolean | null;
  /** Usernames of those who posted it together. */
  coauthors: string[] | null;
  /** Usernames of those who are tagged in it. */
  taggedUsers: string[] | null;
  locationId: bigint | null;
  /** Instagram's own mark of a paid partnership. */
  isPaidPartnership: boolean | null;
  /** What a screen reader says of the picture: its owner's words, or Instagram's guess. */
  altText: string | null;
}

/** What is told of some accounts and seldom asked for. null: not told. */
export interface AccountDetails {
  /** Facebook's number of the account, the `id` of the Graph API. */
  fbid: bigint | null;
  /** Of a business address. */
  street: string | null;
  zip: string | null;
  pronouns: string[] | null;
}

/** An account that Instagram suggests next to another. */
export interface RelatedAccount {
  username: string;
  /** null where the source tells the name alone. */
  id: bigint | null;
  /** What the suggestion tells beside it; left out where it does not. */
  fullName?: string;
  isPrivate?: boolean;
  isVerified?: boolean;
}

/** What a profile can have besides the account itself; where it is paid, each part is paid apart. */
export const PROFILE_PARTS = ["posts", "related"] as const;
export type ProfilePart = (typeof PROFILE_PARTS)[number];

/**
 * One observation of a public account, whatever the source.
 * `null` means "this source did not tell"; it never stands for "none" and never overwrites a known value.
 * Counts are whole numbers of at most 2^53 − 1.
 */
export interface Profile {
  /** Instagram's own number: the identity of the account; names change. */
  id: bigint;
  /** Lower case. */
  username: string;
  fullName: string | null;
  biography: string | null;
  followersCount: number | null;
  followingCount: number | null;
  postsCount: number | null;
  isPrivate: boolean | null;
  isVerified: boolean | null;
  isBusiness: boolean | null;
  category: string | null;
  externalLink: string | null;
  bioLinks: BioLink[] | null;
  profilePicUrl: string | null;
  /** The contact e-mail of a business account, as given: not yet checked. */
  publicEmail: string | null;
  /** The contact phone of a business account, with its country code where the source tells it. */
  publicPhone: string | null;
  /** City of a business address, for finding the country. */
  cityName: string | null;
  /** ISO 3166-1 alpha-2, only where the source itself states a country. */
  countryCode: string | null;
  /** Newest first is not promised. No post twice. */
  posts: Post[];
  /** In the order in which Instagram suggests them. null: not asked or not told. */
  related: RelatedAccount[] | null;
  /** Parts that the source was asked for and answered, be it with nothing; left out: what is in the answer tells. */
  partsSeen?: readonly ProfilePart[];
  /** Parts that were wanted and could not be had now: they are to be asked for another time. */
  partsMissing?: readonly ProfilePart[];
  /** What is between visitors without login and the account, in Instagram's word for it; null: nothing, or not told. */
  gate: string | null;
  details: AccountDetails | null;
  /** Parts of the answer that were odd and left out; see `Reading`. */
  notRead: readonly string[];
  /** When the source saw this, by the database's clock. */
  observedAt: Date;
}

/** @returns an observation that tells nothing but who the account is, to which parts are added. */
export function untoldProfile(id: bigint, username: string, observedAt: Date): Profile {
  return {
    id,
    username,
    fullName: null,
    biography: null,
    followersCount: null,
    followingCount: null,
    postsCount: null,
    isPrivate: null,
    isVerified: null,
    isBusiness: null,
    category: null,
    externalLink: null,
    bioLinks: null,
    profilePicUrl: null,
    publicEmail: null,
    publicPhone: null,
    cityName: null,
    countryCode: null,
    posts: [],
    related: null,
    gate: null,
    details: null,
    notRead: [],
    observedAt,
  };
}
