import type { Absences } from "../claims/absences.js";
import type { Purpose } from "../db/schema/money.js";
import type { Profile, ProfilePart } from "../instagram/profile.js";

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

/** An account as a list names it, with what it tells of it; what it does not tell is null. */
export interface NamedAccount {
  /** Lower case. */
  username: string;
  fullName: string | null;
  isPrivate: boolean | null;
  isVerified: boolean | null;
}

export interface NamesPage {
  names: NamedAccount[];
  /** Opaque; give it back to read on. null: this was the last page. */
  nextCursor: string | null;
}

/** A question whose answer names accounts: of the source's own paths. */
export interface NamesQuestion {
  path: string;
  query: Record<string, string>;
  /** The parameter in which a cursor is given back. */
  cursorName: string;
}

/** What is wanted of a profile, and what for. */
export interface ProfileRequest {
  /** What the ledger calls it; left out: the purpose of the run. */
  purpose?: Purpose;
  /**
   * Which parts are worth their price, once the account itself is known; left out: all that the settings allow. A source
   * whose answer holds them anyway gives them all the same.
   */
  parts?(profile: Profile): readonly ProfilePart[];
  /** Who has called the name absent before: a chain asks others first. */
  absences?: Absences | null | undefined;
  /** A name that was called absent is asked for again to be certain, and not because it may have come: earlier answers may do. */
  isOnlyToBeCertain?: boolean;
  /** Nobody has ever seen the name: it was thought of, and most such names are nobody's. */
  isGuess?: boolean;
}

/**
 * Where profiles come from. Every method throws `SourceError` and nothing else (besides the signal's reason).
 * A method that a source cannot offer is left out.
 */
export interface ProfileSource {
  readonly name: SourceName;
  /** The profile with its recent posts, and related accounts where the source has them. */
  profile(username: string, signal: AbortSignal, request?: ProfileRequest): Promise<Profile>;
  /** The same by Instagram's number, which stays when the name changes. */
  profileById?(id: bigint, signal: AbortSignal, request?: ProfileRequest): Promise<Profile>;
  /** Parts alone, without the account, where they are asked for apart; the rest of the profile is not told. */
  parts?(
    account: { id: bigint; username: string },
    wanted: readonly ProfilePart[],
    signal: AbortSignal,
  ): Promise<Profile>;
  comments?(post: PostRef, cursor: string | null, signal: AbortSignal): Promise<CommentPage>;
  /** Accounts that a search for a display name shows, in the source's order. */
  search?(displayName: string, signal: AbortSignal): Promise<SearchHit[]>;
  /** Accounts that an answer names, a page at a time, whatever the question is. */
  names?(question: NamesQuestion, cursor: string | null, signal: AbortSignal): Promise<NamesPage>;
  close(): Promise<void>;
}
