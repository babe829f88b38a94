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
  /** Opaque; pass it back for the next page. null after the last page. */
  nextCursor: string | null;
}

/** An account as a search by name shows it. */
export interface SearchHit {
  /** null if the source gives only the name. */
  id: bigint | null;
  /** Lower case. */
  username: string;
  fullName: string;
  isVerified: boolean;
}

/** An account in a list, with what the list states about it; anything else is null. */
export interface NamedAccount {
  /** Lower case. */
  username: string;
  fullName: string | null;
  isPrivate: boolean | null;
  isVerified: boolean | null;
}

export interface NamesPage {
  names: NamedAccount[];
  /** Opaque; pass it back for the next page. null after the last page. */
  nextCursor: string | null;
}

/** A question, by one of the source's own paths, whose answer names accounts. */
export interface NamesQuestion {
  path: string;
  query: Record<string, string>;
  /** The query parameter for the cursor. */
  cursorName: string;
}

/** What is requested of a profile, and for which purpose. */
export interface ProfileRequest {
  /** The purpose for the ledger; by default the purpose of the run. */
  purpose?: Purpose;
  /**
   * Chooses the parts worth their price once the account itself is known; by default all that the settings allow. Parts
   * that the answer includes anyway are returned as well.
   */
  parts?(profile: Profile): readonly ProfilePart[];
  /** Earlier absences of the name; a chain asks other sources first. */
  absences?: Absences | null | undefined;
  /**
   * The name is only asked for to make its absence certain, not because it may exist by now; earlier answers may be
   * enough.
   */
  isOnlyToBeCertain?: boolean;
  /** Nobody has ever seen the name: it was guessed, and most such names belong to nobody. */
  isGuess?: boolean;
}

/**
 * Where profiles come from. Every method throws `SourceError` and nothing else (besides the signal's reason). A source
 * omits the methods that it cannot offer.
 */
export interface ProfileSource {
  readonly name: SourceName;
  /** The profile with its recent posts, and related accounts if the source has them. */
  profile(username: string, signal: AbortSignal, request?: ProfileRequest): Promise<Profile>;
  /** The same by Instagram's number, which does not change with the name. */
  profileById?(id: bigint, signal: AbortSignal, request?: ProfileRequest): Promise<Profile>;
  /** Parts of a profile without the account, if they can be requested separately; its other fields are empty. */
  parts?(
    account: { id: bigint; username: string },
    wanted: readonly ProfilePart[],
    signal: AbortSignal,
  ): Promise<Profile>;
  comments?(post: PostRef, cursor: string | null, signal: AbortSignal): Promise<CommentPage>;
  /** Accounts found by a search for a display name, in the source's order. */
  search?(displayName: string, signal: AbortSignal): Promise<SearchHit[]>;
  /** Accounts named in an answer, a page at a time. */
  names?(question: NamesQuestion, cursor: string | null, signal: AbortSignal): Promise<NamesPage>;
  close(): Promise<void>;
}
