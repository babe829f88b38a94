import type { Profile, RelatedAccount } from "../instagram/profile.js";

export const SOURCE_NAMES = ["hiker", "web", "browser", "graph", "archive"] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

export interface PostRef {
  id: bigint;
  shortcode: string;
}

export interface Comment {
  id: string;
  username: string;
}

export interface CommentPage {
  comments: Comment[];
  /** Opaque; give it back to read on. null: this was the last page. */
  nextCursor: string | null;
}

/** An account as a search by name shows it. */
export interface SearchHit {
  /** null where the source tells the name alone. */
  id: bigint | null;
  /** Lower case. */
  username: string;
  fullName: string;
  isVerified: boolean;
}

/**
 * Where profiles come from. Every method throws `SourceError` and nothing else (besides the signal's reason).
 * A method that a source cannot offer is left out.
 */
export interface ProfileSource {
  readonly name: SourceName;
  /** The profile with its recent posts, and related accounts where the source has them. */
  profile(username: string, signal: AbortSignal): Promise<Profile>;
  /** The same by Instagram's number, which stays when the name changes. */
  profileById?(id: bigint, signal: AbortSignal): Promise<Profile>;
  related?(account: Profile, signal: AbortSignal): Promise<RelatedAccount[]>;
  comments?(post: PostRef, cursor: string | null, signal: AbortSignal): Promise<CommentPage>;
  /** "not_found" only on the source's positive mark of absence. */
  exists?(username: string, signal: AbortSignal): Promise<"exists" | "not_found" | "unknown">;
  /** Accounts that a search for a display name shows, in the source's order. */
  search?(displayName: string, signal: AbortSignal): Promise<SearchHit[]>;
  close(): Promise<void>;
}
