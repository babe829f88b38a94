/** A link in the bio, as the owner entered it. */
export interface BioLink {
  title: string | null;
  url: string;
}

/** "carousel" is a post with several pictures or videos; a reel is a "video". */
export type MediaType = "image" | "video" | "carousel";

/** One observation of a post. */
export interface Post {
  /** Instagram's id of the post; often above 2^53. */
  id: bigint;
  shortcode: string;
  takenAt: Date;
  mediaType: MediaType;
  /** Null if the post has none. Not cleaned: `cleanText` is applied when it is stored. */
  caption: string | null;
  /** Null if hidden by the owner or not given by the source. */
  likeCount: number | null;
  commentCount: number | null;
  locationName: string | null;
  /** Null if the source gave none. */
  details: PostDetails | null;
}

/** Properties of a post that not every source gives and that are seldom queried. Null: not given. */
export interface PostDetails {
  videoViews: number | null;
  /** Instagram's name for it: `clips` for a reel, `igtv`, `feed`, `carousel_container`. */
  productType: string | null;
  /** Whether the account has pinned it to the top of its profile. */
  isPinned: boolean | null;
  /** Usernames of the co-authors. */
  coauthors: string[] | null;
  /** Usernames of the people tagged in it. */
  taggedUsers: string[] | null;
  locationId: bigint | null;
  /** Instagram's own label for a paid partnership. */
  isPaidPartnership: boolean | null;
  /** The image description for screen readers: the owner's, or Instagram's guess. */
  altText: string | null;
}

/** Properties of an account that not every source gives and that are seldom queried. Null: not given. */
export interface AccountDetails {
  /** Facebook's id of the account, the `id` of the Graph API. */
  fbid: bigint | null;
  /** Street of a business address. */
  street: string | null;
  zip: string | null;
  pronouns: string[] | null;
}

/** An account that Instagram suggests next to another. */
export interface RelatedAccount {
  username: string;
  /** Null if the source gives only the username. */
  id: bigint | null;
  /** The suggestion's further data; left out if not given. */
  fullName?: string;
  isPrivate?: boolean;
  isVerified?: boolean;
}

/** Parts of a profile besides the account itself. Paid sources charge for each part. */
export const PROFILE_PARTS = ["posts", "related"] as const;
export type ProfilePart = (typeof PROFILE_PARTS)[number];

/**
 * One observation of a public account, whatever the source. `null` means "not given by this source". It never stands for
 * "none", and never overwrites a known value. Counts are whole numbers of at most 2^53 − 1.
 */
export interface Profile {
  /** Instagram's id: the identity of the account, since usernames change. */
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
  /** The contact e-mail of a business account, as given and not verified. */
  publicEmail: string | null;
  /** The contact phone of a business account, with its country code if the source gives it. */
  publicPhone: string | null;
  /** City of a business address, used to find the country. */
  cityName: string | null;
  /** ISO 3166-1 alpha-2; only if the source itself states a country. */
  countryCode: string | null;
  /** In no particular order. No post appears twice. */
  posts: Post[];
  /** In Instagram's order. Null: not requested or not given. */
  related: RelatedAccount[] | null;
  /**
   * Parts that the source was asked for and answered, even if empty. If left out, the contents show which parts were seen.
   */
  partsSeen?: readonly ProfilePart[];
  /** Parts that were wanted but not available now; to be asked for another time. */
  partsMissing?: readonly ProfilePart[];
  /** What keeps visitors without login from the account, in Instagram's words. Null: nothing, or not given. */
  gate: string | null;
  details: AccountDetails | null;
  /** Parts of the answer that were invalid and left out; see `Reading`. */
  notRead: readonly string[];
  /** When the source saw this, by the database's clock. */
  observedAt: Date;
}

/** @returns an observation that contains only the identity of an account, to be completed by parts. */
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
