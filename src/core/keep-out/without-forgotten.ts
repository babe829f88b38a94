import { sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Post, Profile } from "../instagram/profile.js";
import { cluesWithPlaces, mailboxesIn } from "../text/clues.js";
import { mailboxOf } from "../text/mailbox.js";
import { forgottenAmong, type KeepOutList, keepOut, readKeepOutList } from "./forgotten.js";
import { displayNamesIn, type KnownBy, withoutTraces } from "./traces.js";

/** What of the observations may be saved. */
export interface Kept {
  profiles: Profile[];
  /** Ids of the accounts that were left out. */
  leftOut: ReadonlySet<bigint>;
  /** Number of frontier rows removed that the run held: erased people under a new username. */
  removed: number;
  /** The list used, so that the rest of the transaction is checked against the same one. */
  list: KeepOutList;
}

/**
 * Reduces observations to what may be saved: no account of an erased person, no link to one, and no mention of one in the
 * texts of others, in any form in which igminer recognises usernames, addresses and phone numbers. If an erased account
 * returns under a new username, that username is kept out too. The contact address of another account stays, unless that
 * address was erased.
 * @param names usernames under which the accounts were requested.
 */
export async function withoutForgotten(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  names: readonly { username: string; accountId: bigint }[] = [],
): Promise<Kept> {
  const list = await readKeepOutList(tx);
  if (profiles.length === 0 || list.isEmpty)
    return { profiles: [...profiles], leftOut: new Set(), removed: 0, list };
  const ids = await forgottenAmong(
    tx,
    "id",
    profiles.map(({ id }) => String(id)),
    list,
  );
  const known = await forgottenIn(tx, list, profiles.flatMap(textsOf), {
    usernames: profiles.flatMap(({ username, related }) => [
      username,
      ...(related ?? []).map((other) => other.username),
    ]),
    emails: profiles.flatMap(({ publicEmail }) => publicEmail ?? []),
    phones: [],
  });
  const isLeftOut = ({ id, username }: Profile) => ids.has(String(id)) || known.usernames.has(username);
  const leftOut = new Set(profiles.filter(isLeftOut).map(({ id }) => id));
  return {
    profiles: profiles.filter((profile) => !leftOut.has(profile.id)).map(cleaner(known)),
    leftOut,
    removed: await removeNames(tx, profiles.filter(isLeftOut), names),
    list,
  };
}

/** Removes the posts of erased people, and mentions of them in the posts of others. */
export async function postsWithoutForgotten<Group extends { id: bigint; posts: Post[]; observedAt: Date }>(
  tx: Transaction<Schema>,
  groups: readonly Group[],
): Promise<Group[]> {
  const list = await readKeepOutList(tx);
  if (groups.length === 0 || list.isEmpty) return [...groups];
  const ids = await forgottenAmong(
    tx,
    "id",
    groups.map(({ id }) => String(id)),
    list,
  );
  const captions = groups.flatMap(({ posts }) => posts.flatMap(textsOfPost));
  const known = await forgottenIn(tx, list, captions);
  return groups
    .filter(({ id }) => !ids.has(String(id)))
    .map((group) => ({ ...group, posts: group.posts.map(postCleaner(known)) }));
}

function textsOf({ fullName, biography, externalLink, bioLinks, posts }: Profile): (string | null)[] {
  return [
    fullName,
    biography,
    externalLink,
    ...(bioLinks ?? []).flatMap(({ title, url }) => [title, url]),
    ...posts.flatMap(textsOfPost),
  ];
}

function textsOfPost({ caption, details }: Post): (string | null)[] {
  const names = [...(details?.coauthors ?? []), ...(details?.taggedUsers ?? [])];
  return [caption, details?.altText ?? null, ...names.map((name) => `@${name}`)];
}

/** Finds the erased people who are mentioned in these texts or listed in `given`. */
export async function forgottenIn(
  tx: Transaction<Schema>,
  list: KeepOutList,
  texts: readonly (string | null)[],
  given: { usernames: string[]; emails: string[]; phones: string[] } = {
    usernames: [],
    emails: [],
    phones: [],
  },
): Promise<KnownBy> {
  const usernames = new Set(given.usernames);
  const mailboxes = new Set(given.emails.map(mailboxOf));
  const phones = new Set(given.phones);
  for (const text of texts) {
    if (text === null || text === "") continue;
    for (const { kind, value } of cluesWithPlaces(text)) (kind === "phone" ? phones : usernames).add(value);
    for (const mailbox of mailboxesIn(text)) mailboxes.add(mailbox);
  }
  const found = {
    usernames: await forgottenAmong(tx, "username", usernames, list),
    mailboxes: await forgottenAmong(tx, "mailbox", mailboxes, list),
    phones: await forgottenAmong(tx, "phone", phones, list),
    displayNames: new Set<string>(),
  };
  // A display name alone can be anybody's. It counts only in a text that identifies the person in another way too.
  const telling = texts.filter((text) => withoutTraces(text, found) !== text);
  return {
    ...found,
    displayNames: await forgottenAmong(
      tx,
      "display name",
      telling.flatMap((text) => displayNamesIn(text ?? "").map(({ value }) => value)),
      list,
    ),
  };
}

function postCleaner(known: KnownBy) {
  const others = (names: string[] | null) => names?.filter((name) => !known.usernames.has(name)) ?? null;
  return (post: Post): Post => ({
    ...post,
    caption: withoutTraces(post.caption, known),
    details: post.details && {
      ...post.details,
      coauthors: others(post.details.coauthors),
      taggedUsers: others(post.details.taggedUsers),
      altText: withoutTraces(post.details.altText, known),
    },
  });
}

function cleaner(known: KnownBy) {
  return (profile: Profile): Profile => ({
    ...profile,
    fullName: withoutTraces(profile.fullName, known),
    biography: withoutTraces(profile.biography, known),
    bioLinks:
      profile.bioLinks?.map(({ title, url }) => ({
        title: withoutTraces(title, known),
        url: withoutTraces(url, known) ?? "",
      })) ?? null,
    externalLink: withoutTraces(profile.externalLink, known),
    publicEmail:
      profile.publicEmail !== null && known.mailboxes.has(mailboxOf(profile.publicEmail))
        ? null
        : profile.publicEmail,
    related: profile.related?.filter(({ username }) => !known.usernames.has(username)) ?? null,
    posts: profile.posts.map(postCleaner(known)),
  });
}

/** Keeps out, and removes from the frontier, the usernames under which erased people have returned. */
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
