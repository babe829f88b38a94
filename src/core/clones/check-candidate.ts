import type { Profile } from "../instagram/profile.js";
import { findByNameOrNumber } from "../mining/find-again.js";
import { SourceError } from "../source-error.js";
import type { ProfileRequest, ProfileSource, SearchHit } from "../sources/source.js";
import type { Candidate } from "./claim-candidates.js";
import { displayNameSimilarity, skeletonOf, usernameSimilarity } from "./names.js";

/** The result of checking one name. */
export interface Checked {
  /** Null if the sources know no such account; of a known look-alike, who has its latest name now, or itself under another. */
  profile: Profile | null;
  /** The error of the source that reported the name absent. */
  absence: SourceError | null;
  /** Usernames found by searching for the watched display name, or null if there was no search. */
  hits: string[] | null;
}

/** The rule of names that were found by a search, not made by a variation. */
export const SEARCH_RULE = "display name search";

const ALIKE = 0.75;
const HITS_MOST = 10;

/**
 * Checks whether a name exists. The answer is the account itself, so an account that is found costs no second request. With
 * the first name of a round, also searches for accounts with the same display name, if the source can. Throws `SourceError`
 * if it cannot be determined whether the name exists.
 */
export async function checkCandidate(
  candidate: Candidate,
  source: ProfileSource,
  signal: AbortSignal,
): Promise<Checked> {
  const hits = await searchByName(candidate, source, signal);
  try {
    const profile = await profileOf(candidate, source, signal);
    return { profile, absence: null, hits };
  } catch (error) {
    if (error instanceof SourceError && error.kind === "not_found")
      return { profile: null, absence: error, hits };
    throw error;
  }
}

/** A known look-alike is looked for as the account that it is, since whoever imitates renames readily. */
async function profileOf(
  { alt_username, alt_name_unique, clone_id, clone_username, rule, absences }: Candidate,
  source: ProfileSource,
  signal: AbortSignal,
): Promise<Profile | null> {
  if (clone_id !== null) {
    const known = { id: clone_id, username: clone_username ?? alt_username };
    const { profile, stranger } = await findByNameOrNumber(known, source, signal, { absences });
    return profile ?? stranger;
  }
  const request: ProfileRequest = {
    absences,
    isOnlyToBeCertain: !alt_name_unique,
    isGuess: rule !== SEARCH_RULE && !alt_name_unique,
  };
  return source.profile(alt_username, signal, request);
}

async function searchByName(
  { is_watch, searched_at, watched_name, watched_username, account_id }: Candidate,
  source: ProfileSource,
  signal: AbortSignal,
): Promise<string[] | null> {
  if (source.search === undefined || !is_watch || searched_at !== null) return null;
  // A first name alone is too common.
  if (!skeletonOf(watched_name).includes(" ")) return null;
  try {
    const hits = await source.search(watched_name, signal);
    return likely(
      hits.filter(({ id, username }) => id !== account_id && username !== watched_username),
      { watched_name, watched_username },
    );
  } catch (error) {
    // A search that this source cannot serve must not prevent the check of the name.
    if (error instanceof SourceError && ["not_found", "unavailable", "bad_response"].includes(error.kind))
      return [];
    throw error;
  }
}

/** @returns the hits worth a request each, likeliest first. */
function likely(
  hits: readonly SearchHit[],
  { watched_name, watched_username }: Pick<Candidate, "watched_name" | "watched_username">,
): string[] {
  return hits
    .filter(({ isVerified }) => !isVerified)
    .map(({ username, fullName }) => ({
      username,
      name: displayNameSimilarity(watched_name, fullName),
      handle: usernameSimilarity(watched_username, username),
    }))
    .filter(({ name, handle }) => Math.max(name, handle) >= ALIKE)
    .sort((a, b) => b.name + b.handle - a.name - a.handle)
    .slice(0, HITS_MOST)
    .map(({ username }) => username);
}
