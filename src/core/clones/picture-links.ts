import type { PictureMark } from "../db/schema/clones.js";

const CDN_HOSTS = ["cdninstagram.com", "fbcdn.net"];
/** The file names of Instagram's default picture; widely observed, confirmed by no primary source. */
const DEFAULT_PICTURES = [
  "44884218_345707102882519_2446069589734326272_n",
  "464760996_1254146839119862_3605321457742435801_n",
];

/**
 * Parses the link of a profile picture.
 * @param origins of the configured services; pictures may come from them too.
 * @returns the link, or null if it leads anywhere else than to Instagram's own hosts or one of these: it must not be
 * followed.
 */
export function pictureLink(link: string, origins: readonly string[]): URL | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (origins.includes(url.origin)) return url;
  const isCdn = CDN_HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return isCdn && url.protocol === "https:" && url.port === "" && url.username === "" ? url : null;
}

/** The part of a link that stays the same when it is signed anew: links with the same key lead to the same picture. */
export function pictureKey(url: URL): string {
  return url.pathname;
}

/**
 * @returns when a signed link expires, in milliseconds since 1970 (`oe=`, hexadecimal seconds), or null if it does not say.
 */
export function linkEndsAtMs(url: URL): number | null {
  const ends = url.searchParams.get("oe");
  return ends !== null && /^[0-9a-f]{8}$/i.test(ends) ? Number.parseInt(ends, 16) * 1_000 : null;
}

/** @returns "default" if the link leads to Instagram's default picture. */
export function markOfLink(url: URL): PictureMark | null {
  return DEFAULT_PICTURES.some((name) => url.pathname.includes(name)) ? "default" : null;
}
