import type { Profile } from "../instagram/profile.js";
import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { RateLimited, SourceError } from "../source-error.js";
import { retryAfterMs } from "../sources/answers.js";
import type { ProfileSource } from "../sources/source.js";
import type { PictureItem } from "./claim-pictures.js";
import { type Picture, readPicture } from "./picture.js";
import type { PictureFiles } from "./picture-files.js";
import { linkEndsAtMs, markOfLink, pictureKey, pictureLink } from "./picture-links.js";

/** What fetching pictures needs. */
export interface PictureTools {
  http: HttpClient;
  gate: Gate;
  /** Asked for a new link if the old one has expired. */
  source: ProfileSource;
  files: PictureFiles;
  /** Origins other than Instagram's own that may serve pictures: those of the configured services. */
  origins: readonly string[];
  /** The database's clock. */
  now(): Date;
}

/** The result of fetching an account's picture. */
export interface FetchedPicture {
  /** Null if the account shows none, or if the link leads to the picture that is already stored. */
  picture: Picture | null;
  /** Null if it shows no picture. */
  linkKey: string | null;
  /** The profile from which a new link was taken. */
  renewed: Profile | null;
}

/** The signed link has expired, or leads nowhere any more. */
const LINK_ENDED = [403, 404, 410];

/**
 * Fetches, stores and hashes the picture that an account shows. An expired link is renewed once. Throws `SourceError`;
 * "unavailable" if the link leads to a host that is not allowed, or if another account has the username now.
 */
export async function fetchPicture(
  item: PictureItem,
  tools: PictureTools,
  signal: AbortSignal,
): Promise<FetchedPicture> {
  const link = linkOf(item.profile_pic_url, tools);
  if (link !== null) {
    const linkKey = pictureKey(link);
    if (linkKey === item.link_key && item.sha256 !== null && (await tools.files.has(item.sha256)))
      return { picture: null, linkKey, renewed: null };
    const hasEnded = (linkEndsAtMs(link) ?? Infinity) <= tools.now().getTime();
    const picture = hasEnded ? null : await fetchLink(link, tools, signal);
    if (picture !== null) return { picture, linkKey, renewed: null };
  }
  return fetchRenewed(item, tools, signal);
}

async function fetchRenewed(
  item: PictureItem,
  tools: PictureTools,
  signal: AbortSignal,
): Promise<FetchedPicture> {
  const renewed = await tools.source.profile(item.username, signal, { parts: () => [] });
  if (renewed.id !== item.id)
    throw new SourceError("unavailable", `the username ${item.username} belongs to another account now`);
  const link = linkOf(renewed.profilePicUrl, tools);
  if (link === null) return { picture: null, linkKey: null, renewed };
  const picture = await fetchLink(link, tools, signal);
  if (picture === null)
    throw new SourceError("unavailable", "the link to the picture has expired, and so has the new one");
  return { picture, linkKey: pictureKey(link), renewed };
}

/** @returns the link, or null if there is none. @throws SourceError "unavailable" if it must not be followed. */
function linkOf(text: string | null, { origins }: PictureTools): URL | null {
  if (text === null || text === "") return null;
  const link = pictureLink(text, origins);
  if (link !== null) return link;
  const host = URL.canParse(text) ? new URL(text).host : "no host";
  throw new SourceError(
    "unavailable",
    `the picture's link leads to ${host}, which is not one of Instagram's hosts`,
  );
}

/** @returns the stored picture, or null if the link has expired. */
async function fetchLink(
  link: URL,
  { http, gate, files, now }: PictureTools,
  signal: AbortSignal,
): Promise<Picture | null> {
  const received = await gate.run(async (attempt) => {
    const answer = await http.getBytes(link, {
      headers: { accept: "image/jpeg, image/png, image/webp" },
      signal: attempt.signal,
    });
    return LINK_ENDED.includes(answer.status) ? null : bytesOf(answer, now());
  }, signal);
  if (received === null) return null;
  const read = await readPicture(received);
  const picture = { ...read, mark: markOfLink(link) ?? read.mark };
  await files.keep(picture);
  return picture;
}

function bytesOf(answer: HttpAnswer<Buffer>, now: Date): Buffer {
  const { status, headers, body } = answer;
  const context = { status, type: headers["content-type"] };
  if (status === 429)
    throw new RateLimited("pictures: too many requests (429)", retryAfterMs(answer, now), context);
  if (status >= 500 || status === 408)
    throw new SourceError("transient", `pictures: server error (${status})`, context);
  if (status >= 300 && status < 400)
    throw new SourceError("blocked", "pictures: redirected to another page instead of a picture", context);
  if (status !== 200) throw new SourceError("bad_response", `pictures: unexpected status ${status}`, context);
  if (!/^image\//.test(String(headers["content-type"] ?? "")))
    throw new SourceError("bad_response", "pictures: the answer is not a picture", context);
  return body;
}
