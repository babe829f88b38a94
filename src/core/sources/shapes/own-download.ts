import { parseUsername } from "../../instagram/username.js";
import { isObject, type JsonObject } from "./values.js";

const LINK = /^https?:\/\//;
/**
 * Keys of `string_map_data` and labels of `label_values` that hold a username. They are in the owner's language; these
 * are the English ones.
 */
const NAMING_KEY = /owner|username|author/i;

/** Whether an object is an entry of Instagram's own *Download your information* (Accounts Centre). */
export function isDownloaded(object: JsonObject): boolean {
  return (
    Array.isArray(object.string_list_data) ||
    isObject(object.string_map_data) ||
    Array.isArray(object.label_values)
  );
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
  label_values: labels,
}: JsonObject): string | null {
  if (Array.isArray(labels)) return nameInLabels(labels);
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

/**
 * The form of late 2025: `{label, value}`, with the owner of a post in nested `dict`s. The labels are in the owner's
 * language, so a link to a profile counts where no label is known.
 */
function nameInLabels(labels: readonly unknown[]): string | null {
  const entries = labels.flatMap(function entriesIn(each): JsonObject[] {
    if (!isObject(each)) return [];
    return Array.isArray(each.dict) ? each.dict.flatMap(entriesIn) : [each];
  });
  const named = entries.find(({ label, value }) => NAMING_KEY.test(String(label)) && asName(value) !== null);
  if (named !== undefined) return asName(named.value);
  return (
    entries.map(({ href, value }) => asLink(href) ?? asLink(value)).find((name) => name !== null) ?? null
  );
}

function asLink(text: unknown): string | null {
  return typeof text === "string" && LINK.test(text) ? parseUsername(text) : null;
}

function nameInEntry({ href, value }: JsonObject): string | null {
  if (typeof href !== "string" || href === "") return asName(value);
  return LINK.test(href) ? parseUsername(href) : asName(value);
}

function asName(text: unknown): string | null {
  return typeof text === "string" ? parseUsername(text) : null;
}
