import { PROFILE_PARTS, type Profile } from "../instagram/profile.js";
import { SourceError } from "../source-error.js";
import { bothAbsences } from "../sources/absence-error.js";
import type { ProfileRequest, ProfileSource } from "../sources/source.js";
import type { DueAccount } from "./claim-due.js";
import { type PartsRule, wantedParts } from "./wanted-parts.js";

/** The result of looking for a known account again. */
export interface Found {
  /** Null if it was not found. */
  profile: Profile | null;
  /** Another account that now has the username. */
  stranger: Profile | null;
  /** Only parts were requested: the profile says nothing else about the account. */
  isPartsOnly?: true;
}

/**
 * Looks for an account under its known username and, if it is not there, by its id if the source can. So renames are
 * followed. Without look-up by id, a renamed account is found again when its new username is mined. Only the parts that
 * `rule` selects are bought.
 * @throws SourceError "not_found" if the source says that nobody has the username, or the id.
 */
export async function findAgain(
  account: DueAccount,
  source: ProfileSource,
  signal: AbortSignal,
  rule: PartsRule & { isWithoutProfile?: boolean },
): Promise<Found> {
  const { id, username, absences, missing_parts, is_missing_only } = account;
  const apart = rule.isWithoutProfile ? rule.only : is_missing_only ? missing_parts : null;
  if (apart !== null && source.parts !== undefined) {
    return {
      profile: await source.parts({ id, username }, apart, signal),
      stranger: null,
      isPartsOnly: true,
    };
  }
  // Another account under this username is new to us, so all its parts are wanted.
  const request: ProfileRequest = {
    absences,
    parts: (seen) => (seen.id === id ? wantedParts(account, seen, rule) : PROFILE_PARTS),
  };
  return findByNameOrNumber({ id, username }, source, signal, request);
}

/**
 * Looks for a known account under its latest username and, if it is not there, by its id if the source can.
 * @throws SourceError "not_found" if the source says that nobody has the username, or the id.
 */
export async function findByNameOrNumber(
  { id, username }: { id: bigint; username: string },
  source: ProfileSource,
  signal: AbortSignal,
  request: ProfileRequest,
): Promise<Found> {
  let stranger: Profile | null = null;
  let absence: SourceError | null = null;
  try {
    const profile = await source.profile(username, signal, request);
    if (profile.id === id) return { profile, stranger: null };
    stranger = profile;
  } catch (error) {
    if (!isOf(error, "not_found")) throw error;
    absence = error;
  }
  try {
    const profile = (await source.profileById?.(id, signal, request)) ?? null;
    if (profile !== null || stranger !== null) return { profile, stranger };
  } catch (error) {
    // A source that cannot look up the id has not refuted the absence of the username.
    if (!isOf(error, "not_found", "unavailable", "bad_response") || error.context.exists === true)
      throw error;
    if (stranger !== null) return { profile: null, stranger };
    if (absence !== null && error.kind === "not_found") absence = bothAbsences(absence, error);
  }
  throw absence;
}

function isOf(error: unknown, ...kinds: SourceError["kind"][]): error is SourceError {
  return error instanceof SourceError && kinds.includes(error.kind);
}
