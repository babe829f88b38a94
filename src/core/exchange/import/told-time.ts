import { SourceError } from "../../source-error.js";
import { asTime, shown } from "../../sources/shapes/values.js";
import { plainName } from "./columns.js";

/** Where tools write down when they looked. */
const OBSERVED = new Set([
  "scrapedat",
  "fetchedat",
  "extractedat",
  "observedat",
  "crawledat",
  "retrievedat",
  "collectedat",
]);

/**
 * @returns when an item says that it was seen, but not later than now; null where it does not say.
 * @param isOfAccount a `timestamp` beside an account is when it was seen; a post's is its own.
 * @throws SourceError "bad_response" where it says a time that cannot be read: taken as "now", it would overwrite what is newer.
 */
export function timeToldIn(item: Record<string, unknown>, isOfAccount: boolean, now: Date): Date | null {
  for (const [name, value] of Object.entries(item)) {
    const plain = plainName(name);
    if (!OBSERVED.has(plain) && !(isOfAccount && plain === "timestamp")) continue;
    if (value === null || value === undefined || value === "") continue;
    const time = asTime(value);
    if (time === null)
      throw new SourceError(
        "bad_response",
        `${name} cannot be read as a time: ${shown(value)} (Unix time or ISO 8601, as 2026-05-31T17:00:00Z)`,
      );
    return time < now ? time : now;
  }
  return null;
}
