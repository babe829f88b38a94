import type { FrontierSource } from "../../db/schema/mining.js";
import type { Profile } from "../../instagram/profile.js";
import { parseUsername } from "../../instagram/username.js";
import { SourceError } from "../../source-error.js";
import { bodiesIn, type RecordedAnswer, recordedAnswerIn } from "../../sources/recording.js";
import { tellsMoreThanName } from "../../sources/shapes/account.js";
import { refusalIn } from "../../sources/shapes/envelope.js";
import { type PostsOf, type Reading, readAnswer } from "../../sources/shapes/reading.js";
import { asText, isObject, type JsonObject, shown } from "../../sources/shapes/values.js";
import { isOfPost, namedMembers } from "./columns.js";
import { type OwnRow, ownRowIn } from "./own-rows.js";
import { timeToldIn } from "./told-time.js";

/** "usernames" accepts names only. The others are synonyms of "auto", from when each form had its own reader. */
export const IMPORT_FORMATS = ["auto", "usernames", "instaloader", "web", "hiker", "apify"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** The contents of one item of a file. */
export interface Findings {
  profiles: Profile[];
  posts: PostsOf[];
  names: { username: string; source: FrontierSource }[];
  /** Rows of igminer's own exports. */
  own: OwnRow[];
  /** Malformed parts, which are left out without affecting the rest. */
  notRead: readonly string[];
  /** Other data beside a name, which is dropped; the item then does not count as a success. */
  leftOut: readonly string[];
}

export interface ReadingOptions {
  /** When the item was observed, unless it states so itself. */
  observedAt: Date;
  now: Date;
  format: ImportFormat;
  /** The column of usernames, by its name in the table, or null to find it by its name. */
  column: string | null;
}

const NOTHING = { profiles: [], posts: [], names: [], own: [], notRead: [], leftOut: [] };

/**
 * Reads one item of a file: an answer of any source, a row of a table, or a name.
 * @throws SourceError "bad_response" if it reports a failure, states a time that cannot be read, or holds no account,
 * post or name in any known form.
 */
export function findingsIn(json: unknown, { observedAt, now, format, column }: ReadingOptions): Findings {
  if (typeof json === "string")
    return { ...NOTHING, names: [{ username: usernameIn(json), source: "SEED" }] };
  const recorded = recordedAnswerIn(json);
  if (recorded !== null) return fromRecorded(recorded, format);
  const own = isObject(json) && column === null ? ownRowIn(json) : null;
  if (own !== null) return fromOwnRow(own, format);
  const item = isObject(json) ? asItem(json, column) : json;
  if (isObject(item)) refuseOddItem(item);
  const isPosts = isObject(item) && isOfPost(item);
  const seenAt = isObject(item) ? timeToldIn(item, !isPosts, now) : null;
  const { profiles, posts, names, notRead } = readAnswer(item, seenAt ?? observedAt);
  if (profiles.length + posts.length + names.length === 0)
    throw new SourceError("bad_response", notRead[0] ?? whyNothing(json));
  const found = names.map(({ username, isCommenter }) => ({ username, source: sourceOf(isCommenter) }));
  if (format === "usernames")
    return {
      ...NOTHING,
      names: [...profiles.map(({ username }) => ({ username, source: "SEED" as const })), ...found],
    };
  return {
    profiles,
    posts,
    names: found,
    own: [],
    notRead,
    leftOut: column === null ? leftOutOf(names, json, item) : [],
  };
}

/** Reads an answer recorded by `--record`. Refusals and absences hold nothing, but are not bad items. */
function fromRecorded(recorded: RecordedAnswer, format: ImportFormat): Findings {
  const all = bodiesIn(recorded)
    .filter((body) => refusalIn(body) === null)
    .map((body) => readAnswer(body, recorded.at));
  const names = all.flatMap((each) =>
    each.names.map(({ username, isCommenter }) => ({ username, source: sourceOf(isCommenter) })),
  );
  const profiles = all.flatMap((each) => each.profiles);
  if (format === "usernames")
    return {
      ...NOTHING,
      names: [...profiles.map(({ username }) => ({ username, source: "SEED" as const })), ...names],
    };
  const [posts, notRead] = [all.flatMap((each) => each.posts), all.flatMap((each) => each.notRead)];
  return { ...NOTHING, profiles, names, posts, notRead };
}

function fromOwnRow(row: OwnRow, format: ImportFormat): Findings {
  if (format === "usernames") {
    const username = usernameOf(row);
    return { ...NOTHING, names: username === null ? [] : [{ username, source: "SEED" }] };
  }
  if (row.kind !== "post") return { ...NOTHING, own: [row] };
  const { accountId, seen, observedAt } = row;
  return { ...NOTHING, own: [row], posts: [{ id: accountId, posts: [seen], observedAt }] };
}

/** The username of a row, or null if it only adds to an account whose row is in another export. */
function usernameOf(row: OwnRow): string | null {
  switch (row.kind) {
    case "account":
      return row.account.profile.username;
    case "name":
      return row.name.username;
    case "link":
      return row.link.username;
    case "comment":
      return row.comment.username;
    case "post":
    case "day":
    case "suppression":
      return null;
    default:
      return row satisfies never;
  }
}

/** Whether an observation holds the account's name but nothing that makes it worth keeping. */
export function isNameOnly(profile: Profile): boolean {
  return !tellsMoreThanName(profile) && profile.gate === null;
}

/** @returns the members that are dropped with bare names, as they are called in the file. */
function leftOutOf(names: Reading["names"], json: unknown, item: unknown): string[] {
  const members = new Set(names.flatMap(({ leftOut }) => leftOut));
  // Members that `namedMembers` has renamed are still listed under their original names.
  if (isObject(json) && isObject(item))
    for (const name of Object.keys(item)) if (!(name in json)) members.delete(name);
  return [...members];
}

function sourceOf(isCommenter: boolean): FrontierSource {
  return isCommenter ? "COMMENTS" : "SEED";
}

function asItem(json: JsonObject, column: string | null): JsonObject {
  if (column !== null) {
    const cell = json[column];
    return { ...namedMembers(json), username: usernameIn(asText(cell) ?? "") };
  }
  return isOfPost(json) ? json : namedMembers(json);
}

/**
 * @throws SourceError "bad_response" if an item states that it is neither an account nor a post, or that there was
 * none.
 */
function refuseOddItem(item: JsonObject): void {
  const kind = isObject(item.instaloader) ? item.instaloader.node_type : undefined;
  if (kind !== undefined && kind !== "Profile" && kind !== "Post")
    throw new SourceError("bad_response", `neither a profile nor a post of Instaloader, but: ${shown(kind)}`);
  const refusal = refusalIn(item);
  if (refusal === null) return;
  const more = typeof item.errorDescription === "string" ? ` (${item.errorDescription})` : "";
  throw new SourceError("bad_response", `it reports a failure: ${refusal.message}${more}`);
}

function usernameIn(text: string): string {
  const username = parseUsername(text);
  if (username === null) throw new SourceError("bad_response", "not a username");
  return username;
}

function whyNothing(json: unknown): string {
  const data = isObject(json) ? (json.data ?? json.graphql ?? json) : null;
  return isObject(data) && data.user === null
    ? "it shows no account (user is null), which proves nothing"
    : `not a known format: ${keysOf(json)}`;
}

function keysOf(json: unknown): string {
  if (json === null) return "it is null";
  if (!isObject(json)) return Array.isArray(json) ? "a list" : typeof json;
  const keys = Object.keys(json);
  return keys.length === 0
    ? "it is an empty object"
    : `it has ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? " …" : ""}`;
}
