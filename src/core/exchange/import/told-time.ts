import { SourceError } from "../../source-error.js";
import { asTime, shown } from "../../sources/shapes/values.js";
import { plainName } from "./columns.js";

/** Fields in which tools record the time of an observation: `scrapedAt`, `crawl_date`, `date scraped`. */
const SEEN =
  "(?:scraped?|fetch(?:ed)?|extract(?:ed|ion)?|observed|crawl(?:ed)?|retriev(?:ed|al)|collect(?:ed|ion)|captured?)";
const OBSERVED = new RegExp(
  `^(?:${SEEN}(?:at|on|date|time|datetime|timestamp)|(?:date|time|timestamp)${SEEN})$`,
);

/**
 * @returns when the item was observed by its own statement, but not later than now, or null if it has none.
 * @param isOfAccount the `timestamp` of an account is when it was observed; that of a post is its own.
 * @throws SourceError "bad_response" if the time cannot be read: taken as "now", it would overwrite newer data.
 */
export function timeToldIn(item: Record<string, unknown>, isOfAccount: boolean, now: Date): Date | null {
  for (const [name, value] of Object.entries(item)) {
    const plain = plainName(name);
    if (!OBSERVED.test(plain) && !(isOfAccount && plain === "timestamp")) continue;
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
