import type { SearchHit } from "../source.js";
import { entriesIn } from "./asked.js";
import { asFlag, asId, asText, asUsername, isObject } from "./values.js";

/**
 * Reads the answer of an account search: a bare list or one under `users`, each entry maybe under `user`. @throws
 * SourceError "bad_response".
 */
export function hitsFromSearch(json: unknown): SearchHit[] {
  return entriesIn(json).flatMap((user) => {
    const username = isObject(user) ? asUsername(user.username) : null;
    if (!isObject(user) || username === null) return [];
    return [
      {
        id: asId(user.pk) ?? asId(user.id),
        username,
        fullName: asText(user.full_name) ?? "",
        isVerified: asFlag(user.is_verified) ?? false,
      },
    ];
  });
}
