import { parseUsername } from "../../instagram/username.js";
import { isObject, type JsonObject } from "./values.js";

const LINK = /^https?:\/\//;
/** Keys of `string_map_data` that hold a username. Keys are in the owner's language; these are the English ones. */
const NAMING_KEY = /owner|username|author/i;

/** Whether an object is an entry of Instagram's own *Download your information* (Accounts Centre). */
export function isDownloaded(object: JsonObject): boolean {
  return Array.isArray(object.string_list_data) || isObject(object.string_map_data);
}

/**
 * @returns the username in an entry of the download: its value, the last part of its link, or its title. A link that
 * does not lead to a profile (such as a followed hashtag) names nobody; for a link to a post, it is the account in the
 * title.
 */
export function nameInDownload({
  title,
  string_list_data: list,
  string_map_data: map,
}: JsonObject): string | null {
  const entries = [...(Array.isArray(list) ? list : []), ...(isObject(map) ? Object.values(map) : [])].filter(
    isObject,
  );
  const named = isObject(map)
    ? Object.entries(map).flatMap(([key, entry]) =>
        NAMING_KEY.test(key) && isObject(entry) ? [asName(entry.value)] : [],
      )
    : entries.map(nameInEntry);
  const name = named.find((each) => each !== null) ?? null;
  if (name !== null) return name;
  const links = entries.map(({ href }) => href).filter((href) => typeof href === "string" && href !== "");
  const isOfPost = links.some((href) => /instagram\.com\/(p|reel|tv)\//.test(String(href)));
  return links.length === 0 ? (Array.isArray(list) ? asName(title) : null) : isOfPost ? asName(title) : null;
}

function nameInEntry({ href, value }: JsonObject): string | null {
  if (typeof href !== "string" || href === "") return asName(value);
  return LINK.test(href) ? parseUsername(href) : asName(value);
}

function asName(text: unknown): string | null {
  return typeof text === "string" ? parseUsername(text) : null;
}
