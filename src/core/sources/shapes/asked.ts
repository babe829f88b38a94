import type { Post, Profile, RelatedAccount } from "../../instagram/profile.js";
import { SourceError } from "../../source-error.js";
import { excerptOf } from "../json.js";
import { relatedIn, tellsMoreThanName } from "./account.js";
import { refusalIn } from "./envelope.js";
import { readAnswer, readPosts } from "./reading.js";
import { isObject } from "./values.js";

/**
 * Reads the requested account from an answer, in any form and at any depth.
 * @throws SourceError "bad_response" if the answer reports a failure, holds no account with a number, or holds nothing
 * but its name: without a count or a biography it was not read.
 */
export function profileIn(json: unknown, observedAt: Date): Profile {
  refuseFailed(json);
  const { profiles, notRead, names } = readAnswer(json, observedAt);
  const profile = profiles.find((each) => tellsMoreThanName(each) || each.gate !== null);
  if (profile !== undefined) return { ...profile, notRead };
  const [named] = [...profiles, ...names];
  throw badResponse(
    named === undefined
      ? "the answer contains no profile"
      : `the answer contains only the username ${named.username}, or no valid number`,
    json,
  );
}

/** Reads the posts of one account, whatever encloses them. @throws SourceError "bad_response" if there is no list. */
export function postsIn(json: unknown): { posts: Post[]; notRead: string[] } {
  refuseFailed(json);
  const read = readPosts(json);
  if (read.posts.length + read.notRead.length === 0 && listOf(json, () => true) === null)
    throw badResponse("the answer contains no list of posts", json);
  return read;
}

/** Checks that an answer describes an account. @throws SourceError "bad_response". */
export function requireSomebody(json: unknown): void {
  refuseFailed(json);
  const { profiles, names } = readAnswer(json, new Date(0));
  if (profiles.length + names.length === 0) throw badResponse("the answer contains no account", json);
}

/**
 * Reads a list of accounts in its order: bare or under `users`, each entry maybe under `user` or `node`.
 * @throws SourceError "bad_response" if there is no such list.
 */
export function accountsIn(json: unknown): { accounts: RelatedAccount[]; notRead: string[] } {
  const notRead: string[] = [];
  const accounts = relatedIn(entriesIn(json), (part, value) => {
    notRead.push(`${part} is not an account: ${excerptOf(JSON.stringify(value) ?? "")}`);
  });
  return { accounts, notRead };
}

/** @returns the entries of a list of accounts, unwrapped. @throws SourceError "bad_response". */
export function entriesIn(json: unknown): unknown[] {
  refuseFailed(json);
  const isAccount = (entry: unknown) => {
    const inside = isObject(entry) ? (entry.user ?? entry.node ?? entry) : null;
    return isObject(inside) && "username" in inside;
  };
  const entries = listOf(json, isAccount) ?? listOf(json, () => true);
  if (entries === null) throw badResponse("the answer contains no list of accounts", json);
  return entries.map((entry) => (isObject(entry) ? (entry.user ?? entry.node ?? entry) : entry));
}

/** @returns the outermost list with a matching entry, or null. An empty list counts if no particular entry is required. */
export function listOf(json: unknown, isEntry: (entry: unknown) => boolean): unknown[] | null {
  let level: unknown[] = [json];
  for (let depth = 0; depth < 8 && level.length > 0; depth++) {
    const lists = level.filter((value): value is unknown[] => Array.isArray(value));
    const list =
      lists.find((each) => each.some(isEntry)) ?? lists.find((each) => each.length === 0 && isEntry(null));
    if (list !== undefined) return list;
    level = level.flatMap((value) =>
      Array.isArray(value) ? value.slice(0, 3) : isObject(value) ? Object.values(value) : [],
    );
  }
  return null;
}

/** @throws SourceError "bad_response" with the answer's own words if it reports a failure or is `null`. */
export function refuseFailed(json: unknown): void {
  if (json === null || json === undefined) throw badResponse("the answer is null", json);
  const refusal = refusalIn(json);
  if (refusal !== null) throw badResponse(`the answer reports a failure: ${refusal.message}`, json);
}

function badResponse(message: string, json: unknown): SourceError {
  return new SourceError("bad_response", message, {
    excerpt: excerptOf(JSON.stringify(json) ?? "undefined"),
  });
}
