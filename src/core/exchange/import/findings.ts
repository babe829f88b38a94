import type { FrontierSource } from "../../db/schema/mining.js";
import type { Post, Profile } from "../../instagram/profile.js";
import { parseUsername } from "../../instagram/username.js";
import { SourceError } from "../../source-error.js";
import { ownerOfApifyPost, postFromApify, profileFromApify } from "../../sources/shapes/apify-form.js";
import { profileFromEdgeForm } from "../../sources/shapes/edge-form.js";
import { postFromFlatForm, profileFromFlatForm } from "../../sources/shapes/flat-form.js";
import { postFromInstaloader } from "../../sources/shapes/instaloader-form.js";
import { ownerOfFlatPost, profileInAnswer } from "../../sources/shapes/saved-answers.js";

export const IMPORT_FORMATS = ["auto", "instaloader", "web", "hiker", "apify", "usernames"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Posts of an account of which nothing else is told. */
export type PostsOf = Pick<Profile, "id" | "posts" | "observedAt">;

/** What one item of a file tells. */
export interface Findings {
  profiles: Profile[];
  posts: PostsOf[];
  names: { username: string; source: FrontierSource }[];
}

type JsonObject = Record<string, unknown>;
type Reader = (json: unknown, observedAt: Date) => Findings | null;

const READERS: Record<Exclude<ImportFormat, "auto">, Reader> = {
  instaloader: fromInstaloader,
  apify: fromApify,
  hiker: fromFlatForm,
  web: fromWebAnswer,
  usernames: fromName,
};

/** Where tools write down when they looked. */
const TIME_KEYS = ["scrapedAt", "scraped_at", "fetchedAt", "fetched_at", "extractedAt", "observed_at"];

/**
 * Reads one item of a file: an account, posts, a name.
 * @param fileObservedAt when it was seen, unless the item itself tells it (and not a time to come).
 * @throws SourceError "bad_response" when it is in no form that the format takes, or odd.
 */
export function findingsIn(json: unknown, fileObservedAt: Date, format: ImportFormat): Findings {
  const observedAt = timeIn(json, fileObservedAt);
  const readers = format === "auto" ? Object.values(READERS) : [READERS[format]];
  for (const read of readers) {
    const findings = read(json, observedAt);
    if (findings !== null) return findings;
  }
  const what = format === "auto" ? "a form that igminer knows" : `an item of the format ${format}`;
  throw new SourceError("bad_response", `not ${what}: ${keysOf(json)}`);
}

/** Whether an observation tells the account's name and not what makes it worth keeping. */
export function isNameOnly({ followersCount, biography }: Profile): boolean {
  return followersCount === null && biography === null;
}

function fromInstaloader(json: unknown, observedAt: Date): Findings | null {
  if (isObject(json) && Array.isArray(json.answers)) return commenters([json, ...json.answers]);
  if (!isObject(json) || !isObject(json.instaloader) || !isObject(json.node)) return null;
  const { node } = json;
  switch (json.instaloader.node_type) {
    case "Profile":
      return account(profileFromEdgeForm(node, observedAt));
    case "Post": {
      const { owner } = node;
      if (!isObject(owner)) throw new SourceError("bad_response", "the post does not say whose it is");
      const post = postFromInstaloader(node);
      return typeof owner.username === "string"
        ? postedBy(profileFromEdgeForm(owner, observedAt), post)
        : postOf(owner.id, post, observedAt);
    }
    default:
      throw new SourceError(
        "bad_response",
        `neither a profile nor a post of Instaloader, but: ${String(json.instaloader.node_type)}`,
      );
  }
}

/** A comment of a `…_comments.json`, with the answers to it. */
function commenters(comments: readonly unknown[]): Findings | null {
  const found = comments.flatMap((comment) => {
    const owner = isObject(comment) ? comment.owner : null;
    return isObject(owner) && typeof owner.username === "string" ? [name(owner.username, "COMMENTS")] : [];
  });
  return found.length === 0 ? null : together(found);
}

function fromApify(json: unknown, observedAt: Date): Findings | null {
  if (!isObject(json)) return null;
  if (typeof json.error === "string" && json.id === undefined) {
    throw new SourceError(
      "bad_response",
      `Apify found nothing there: ${json.error}${typeof json.errorDescription === "string" ? ` (${json.errorDescription})` : ""}`,
    );
  }
  if ("shortCode" in json) {
    const owner = ownerOfApifyPost(json);
    const post = postFromApify(json);
    if (owner.username === null) return postOf(owner.id, post, observedAt);
    return postedBy(nameOnly({ ...owner, username: owner.username }, observedAt), post);
  }
  if ("followersCount" in json && "username" in json) return account(profileFromApify(json, observedAt));
  if ("postUrl" in json && typeof json.ownerUsername === "string")
    return name(json.ownerUsername, "COMMENTS");
  return null;
}

function fromFlatForm(json: unknown, observedAt: Date): Findings | null {
  const list = listOfPosts(json);
  if (list !== null) return together(list.map((post) => flatPost(post, observedAt)));
  if (isFlatPost(json)) return flatPost(json, observedAt);
  const profile = isObject(json) && !isObject(json.data) ? profileInAnswer(json, observedAt) : null;
  return profile && account(profile);
}

function fromWebAnswer(json: unknown, observedAt: Date): Findings | null {
  const profile = profileInAnswer(json, observedAt);
  return profile && account(profile);
}

function fromName(json: unknown): Findings | null {
  if (typeof json === "string") return name(json, "SEED");
  if (!isObject(json)) return null;
  const text = json.username ?? json.userName ?? json.ownerUsername ?? json.handle ?? json.url;
  return typeof text === "string" ? name(text, "SEED") : null;
}

/** The posts of a chunk (`[[media…], cursor]`), of a bare list, or of a page under `items`. */
function listOfPosts(json: unknown): unknown[] | null {
  const inside = isObject(json)
    ? (json.items ?? (isObject(json.response) ? json.response.items : undefined))
    : Array.isArray(json) && Array.isArray(json[0])
      ? json[0]
      : json;
  return Array.isArray(inside) && inside.some(isFlatPost) ? inside : null;
}

function isFlatPost(json: unknown): boolean {
  return isObject(json) && typeof json.code === "string" && "media_type" in json;
}

function flatPost(json: unknown, observedAt: Date): Findings {
  const post = postFromFlatForm(json);
  const { user } = json as JsonObject;
  if (isObject(user) && typeof user.username === "string")
    return postedBy(profileFromFlatForm(user, observedAt), post);
  return postOf(ownerOfFlatPost(json), post, observedAt);
}

/** An account seen; one that is no more than a name is for mine-new to look at. */
function account(profile: Profile): Findings {
  return isNameOnly(profile) && profile.posts.length === 0
    ? name(profile.username, "SEED")
    : { profiles: [profile], posts: [], names: [] };
}

function postedBy(author: Profile, post: Post): Findings {
  return { profiles: [{ ...author, posts: [post] }], posts: [], names: [] };
}

function postOf(accountId: unknown, post: Post, observedAt: Date): Findings {
  if (!/^\d+$/.test(String(accountId)))
    throw new SourceError("bad_response", "the post does not say whose it is");
  return { profiles: [], posts: [{ id: BigInt(String(accountId)), posts: [post], observedAt }], names: [] };
}

function name(text: string, source: FrontierSource): Findings {
  const username = parseUsername(text);
  if (username === null) throw new SourceError("bad_response", "not a username");
  return { profiles: [], posts: [], names: [{ username, source }] };
}

function nameOnly(
  { id, username, fullName }: { id: bigint; username: string; fullName: string | null },
  observedAt: Date,
): Profile {
  return profileFromEdgeForm(
    { id: String(id), username, ...(fullName !== null && { full_name: fullName }) },
    observedAt,
  );
}

function together(all: readonly Findings[]): Findings {
  return {
    profiles: all.flatMap(({ profiles }) => profiles),
    posts: all.flatMap(({ posts }) => posts),
    names: all.flatMap(({ names }) => names),
  };
}

function timeIn(json: unknown, fileObservedAt: Date): Date {
  if (!isObject(json)) return fileObservedAt;
  const told = TIME_KEYS.map((key) => json[key]).find((value) => value !== undefined);
  if (typeof told !== "string" && typeof told !== "number") return fileObservedAt;
  // Unix time comes in seconds and in milliseconds; as milliseconds, 10^11 is in 1973.
  const time = new Date(typeof told === "number" && told < 1e11 ? told * 1_000 : told);
  return time <= fileObservedAt ? time : fileObservedAt;
}

function keysOf(json: unknown): string {
  if (!isObject(json)) return Array.isArray(json) ? "a list" : typeof json;
  const keys = Object.keys(json);
  return keys.length === 0
    ? "it has no members"
    : `it has ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? " …" : ""}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
