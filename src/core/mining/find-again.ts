import { PROFILE_PARTS, type Profile } from "../instagram/profile.js";
import { SourceError } from "../source-error.js";
import { bothAbsences } from "../sources/absence-error.js";
import type { ProfileRequest, ProfileSource } from "../sources/source.js";
import type { DueAccount } from "./claim-due.js";
import { type PartsRule, wantedParts } from "./wanted-parts.js";

/** What became of an account that was looked for again. */
export interface Found {
  /** null: it is not where it was. */
  profile: Profile | null;
  /** Another account, which has the name now. */
  stranger: Profile | null;
  /** Only parts were asked for: nothing else is told of the account. */
  isPartsOnly?: true;
}

/**
 * Looks for an account under the name it had and, if it is not there, by its number, where a source can: so a rename is
 * followed. Without that, a renamed account is found again when its new name is mined. Only the parts that `rule` finds worth
 * their price are bought.
 * @throws SourceError "not_found" when the source says that the name, or the number, is nobody's.
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
  // Whoever has the name now is new to us.
  const request: ProfileRequest = {
    absences,
    parts: (seen) => (seen.id === id ? wantedParts(account, seen, rule) : PROFILE_PARTS),
  };
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
    // Whoever cannot tell by the number has not disproved what was said of the name.
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
