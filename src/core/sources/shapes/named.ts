import type { NamedAccount, NamesPage } from "../source.js";
import { entriesIn } from "./asked.js";
import { asFlag, asText, asUsername, isObject } from "./values.js";

const CURSORS = ["next_page_id", "next_max_id", "next_page_token", "end_cursor", "next_cursor"];

/**
 * Reads the accounts that an answer names: list entries, owners of posts, authors of comments. Malformed entries are
 * left out.
 * @throws SourceError "bad_response" if there is no list.
 */
export function namesIn(json: unknown): NamesPage {
  const names = new Map<string, NamedAccount>();
  for (const entry of entriesIn(json)) {
    const username = isObject(entry) ? asUsername(entry.username) : null;
    if (!isObject(entry) || username === null) continue;
    names.set(username, {
      username,
      fullName: asText(entry.full_name) ?? null,
      isPrivate: asFlag(entry.is_private) ?? null,
      isVerified: asFlag(entry.is_verified) ?? null,
    });
  }
  return { names: [...names.values()], nextCursor: cursorIn(json) };
}

/** The cursor is beside the list, one level above it, or the second element of a pair. */
function cursorIn(json: unknown): string | null {
  if (Array.isArray(json)) return json.length === 2 ? (asText(json[1]) ?? null) || null : null;
  if (!isObject(json)) return null;
  for (const place of [json, json.response, json.data])
    if (isObject(place))
      for (const name of CURSORS) {
        const cursor = asText(place[name]);
        if (cursor) return cursor;
      }
  return null;
}
