import { sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Post, Profile } from "../instagram/profile.js";
import { parseUsername } from "../instagram/username.js";
import { firstEmail } from "../text/emails.js";
import { mentionsIn } from "../text/hashtags.js";
import { forgottenAmong, isAnybodyForgotten, keepOut } from "./forgotten.js";
import { withoutTraces } from "./traces.js";

export interface Kept {
  profiles: Profile[];
  /** Numbers of accounts that were left out. */
  leftOut: ReadonlySet<bigint>;
  /** Frontier rows that were removed and that the run held: a person under a new name. */
  removed: number;
}

/**
 * What of observations may be saved: no account of somebody who was erased, no link to one, and no mention of one in the
 * texts of others. An account that comes back under a new name has the name kept out too.
 * @param names what else the accounts were asked for by.
 */
export async function withoutForgotten(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  names: readonly { username: string; accountId: bigint }[] = [],
): Promise<Kept> {
  if (profiles.length === 0 || !(await isAnybodyForgotten(tx)))
    return { profiles: [...profiles], leftOut: new Set(), removed: 0 };
  const ids = await forgottenAmong(
    tx,
    "id",
    profiles.map(({ id }) => String(id)),
  );
  const usernames = await forgottenAmong(tx, "username", profiles.flatMap(namesIn));
  const emails = await forgottenAmong(
    tx,
    "email",
    profiles.flatMap((profile) => firstEmail(profile)?.email.toLowerCase() ?? []),
  );
  const isLeftOut = ({ id, username }: Profile) => ids.has(String(id)) || usernames.has(username);
  const leftOut = new Set(profiles.filter(isLeftOut).map(({ id }) => id));
  return {
    profiles: profiles.filter((profile) => !leftOut.has(profile.id)).map(cleaner(usernames, emails)),
    leftOut,
    removed: await removeNames(tx, profiles.filter(isLeftOut), names),
  };
}

/** Posts without mentions of people who were erased, and none of their own. */
export async function postsWithoutForgotten<Group extends { id: bigint; posts: Post[]; observedAt: Date }>(
  tx: Transaction<Schema>,
  groups: readonly Group[],
): Promise<Group[]> {
  if (groups.length === 0 || !(await isAnybodyForgotten(tx))) return [...groups];
  const ids = await forgottenAmong(
    tx,
    "id",
    groups.map(({ id }) => String(id)),
  );
  const usernames = await forgottenAmong(
    tx,
    "username",
    groups.flatMap(({ posts }) => posts.flatMap(mentionsOf)),
  );
  return groups
    .filter(({ id }) => !ids.has(String(id)))
    .map((group) => ({ ...group, posts: group.posts.map(postCleaner(usernames, new Set())) }));
}

function namesIn({ username, biography, related, posts, bioLinks, externalLink }: Profile): string[] {
  const links = [externalLink, ...(bioLinks ?? []).map(({ url }) => url)];
  return [
    username,
    ...links.flatMap((link) => (link && parseUsername(link)) ?? []),
    ...(related ?? []).map((other) => other.username),
    ...mentionsIn(biography ?? ""),
    ...posts.flatMap(mentionsOf),
  ];
}

function mentionsOf({ caption }: Post): string[] {
  return mentionsIn(caption ?? "");
}

function postCleaner(usernames: ReadonlySet<string>, emails: ReadonlySet<string>) {
  return (post: Post): Post => ({ ...post, caption: withoutTraces(post.caption, usernames, emails) });
}

function cleaner(usernames: ReadonlySet<string>, emails: ReadonlySet<string>) {
  return (profile: Profile): Profile => ({
    ...profile,
    biography: withoutTraces(profile.biography, usernames, emails),
    bioLinks:
      profile.bioLinks?.map(({ title, url }) => ({
        title: withoutTraces(title, usernames, emails),
        url: withoutTraces(url, usernames, emails) ?? "",
      })) ?? null,
    externalLink: withoutTraces(profile.externalLink, usernames, emails),
    publicEmail:
      profile.publicEmail !== null && emails.has(profile.publicEmail.toLowerCase())
        ? null
        : profile.publicEmail,
    related: profile.related?.filter(({ username }) => !usernames.has(username)) ?? null,
    posts: profile.posts.map(postCleaner(usernames, emails)),
  });
}

/** The names under which a person who was erased came back are theirs too. */
async function removeNames(
  tx: Transaction<Schema>,
  people: readonly Profile[],
  names: readonly { username: string; accountId: bigint }[],
): Promise<number> {
  if (people.length === 0) return 0;
  const ids = new Set(people.map(({ id }) => id));
  const theirs = [
    ...people.map(({ username }) => username),
    ...names.filter(({ accountId }) => ids.has(accountId)).map(({ username }) => username),
  ];
  await keepOut(tx, "username", theirs);
  await keepOut(tx, "id", [...ids].map(String));
  const { rows } = await sql<{ was_held: boolean }>`
    delete from "InitialInstagramAccount"
    where username = any(${theirs}::text[])
    returning claimed_by is not null as was_held
  `.execute(tx);
  return rows.filter(({ was_held }) => was_held).length;
}
