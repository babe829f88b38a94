import { sql, type Transaction } from "kysely";
import { addInto, type Tallies } from "../../batch/tallies.js";
import { goByKeys } from "../../db/planner.js";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import type { Profile } from "../../instagram/profile.js";
import { forgottenAmong } from "../../keep-out/forgotten.js";
import { holdOptOuts } from "../../keep-out/opt-outs.js";
import { postsWithoutForgotten, withoutForgotten } from "../../keep-out/without-forgotten.js";
import { noteDueMetrics } from "../../mining/note-due-metrics.js";
import { savePostDetails } from "../../mining/save-details.js";
import { notReadAmong, saveProfiles } from "../../mining/save-mined.js";
import { savePosts } from "../../mining/save-posts.js";
import { addToFrontier } from "../../mining/seed-frontier.js";
import type { Chunk } from "./chunk.js";
import { saveOwnComments, saveOwnLinks } from "./save-own-links.js";
import { restorePosts, saveOwnAccounts, saveOwnDays, saveOwnNames } from "./save-own-rows.js";
import { saveOwnSuppressions } from "./save-own-suppressions.js";

export interface SavedChunk {
  tallies: Tallies;
  /** Unknown accounts that posts, history or links belong to; these rows are not saved. */
  unknownAuthors: ReadonlySet<bigint>;
  /** Posts that are not in the store; comments on them are not saved. */
  unknownPosts: ReadonlySet<bigint>;
}

/** Saves a chunk as mining does: older or missing values never overwrite, and unchanged rows are not rewritten. */
export async function saveChunk(
  tx: Transaction<Schema>,
  { profiles, authors: givenAuthors, posts: givenPosts, names, own, notRead }: Chunk,
  runId: bigint,
): Promise<SavedChunk> {
  await goByKeys(tx);
  // Suppressions come first, so that accounts in the same chunk are never written to.
  const suppressions = await saveOwnSuppressions(
    tx,
    own.flatMap((row) => (row.kind === "suppression" ? [row.suppression] : [])),
  );
  const { profiles: authors } = await withoutForgotten(tx, givenAuthors);
  const posts = await postsWithoutForgotten(tx, givenPosts);
  const accounts = await saveOwnAccounts(
    tx,
    own.flatMap((row) => (row.kind === "account" ? [row.account] : [])),
    runId,
  );
  const days = own.flatMap((row) => (row.kind === "day" ? [row.day] : []));
  const links = own.flatMap((row) => (row.kind === "link" ? [row.link] : []));
  const comments = own.flatMap((row) => (row.kind === "comment" ? [row.comment] : []));
  const saved = await saveProfiles(tx, profiles, { runId, mined: [], rowIds: [] });
  const addedAuthors = await addAuthors(tx, authors);
  await holdOptOuts(
    tx,
    authors.map(({ id, username }) => ({ id, username, emails: () => [] })),
  );
  const seen = new Set(
    [...profiles, ...authors].filter(({ id }) => !saved.leftOut.has(id)).map(({ id }) => id),
  );
  const unknownAuthors = await unknownAmong(
    tx,
    "InstagramAccountBase",
    [
      ...posts.map(({ id }) => id),
      ...days.map(({ profile }) => profile.id),
      ...links.map(({ accountId }) => accountId),
    ].filter((id) => !seen.has(id)),
  );
  const known = posts.filter(({ id }) => !unknownAuthors.has(id));
  const written = await savePosts(tx, known);
  await savePostDetails(tx, known);
  await restorePosts(
    tx,
    own.flatMap((row) => (row.kind === "post" ? [row.post] : [])),
  );
  const restoredDays = await saveOwnDays(tx, days);
  const restoredNames = await saveOwnNames(
    tx,
    own.flatMap((row) => (row.kind === "name" ? [row.name] : [])),
  );
  const restoredLinks = await saveOwnLinks(
    tx,
    links.filter(({ accountId }) => !unknownAuthors.has(accountId)),
  );
  const unknownPosts = await unknownAmong(
    tx,
    "InstagramPost",
    comments.map(({ postId }) => postId),
  );
  const restoredComments = await saveOwnComments(
    tx,
    comments.filter(({ postId }) => !unknownPosts.has(postId)),
  );
  const added = await addToFrontier(
    tx,
    [...names].map(([username, source]) => ({ username, source, sourceTag: "import" })),
  );
  const { size: namesKeptOut } = await forgottenAmong(tx, "username", [...names.keys()]);
  await noteDueMetrics(tx, [
    ...known.map(({ id }) => id),
    ...days.map(({ profile }) => profile.id),
    ...addedAuthors,
  ]);
  await refreshSoon(tx, addedAuthors);
  const tallies = { ...saved.tallies };
  addInto(tallies, {
    accounts_new: addedAuthors.length + accounts.added,
    accounts_changed: accounts.changed,
    posts_new: written.added,
    posts_changed: written.changed,
    discovered: added + restoredNames + restoredLinks.discovered + restoredComments.discovered,
    ...(namesKeptOut > 0 && { kept_out: namesKeptOut }),
    ...(restoredDays > 0 && { history_days: restoredDays }),
    ...(restoredLinks.added > 0 && { links: restoredLinks.added }),
    ...(restoredComments.added > 0 && { commenters: restoredComments.added }),
    ...(suppressions > 0 && { suppressions }),
    ...notReadAmong(notRead),
  });
  return { tallies, unknownAuthors, unknownPosts };
}

async function unknownAmong(
  tx: Transaction<Schema>,
  table: "InstagramAccountBase" | "InstagramPost",
  ids: readonly bigint[],
): Promise<Set<bigint>> {
  if (ids.length === 0) return new Set();
  const { rows: known } = await sql<{ id: bigint }>`
    select id from ${sql.table(table)} where id = any(${ids}::bigint[])
  `.execute(tx);
  const unknown = new Set(ids);
  for (const { id } of known) unknown.delete(id);
  return unknown;
}

/**
 * Adds accounts of which only the name is known, without a history, since nothing was counted.
 * @returns those that are new.
 */
async function addAuthors(tx: Transaction<Schema>, authors: readonly Profile[]): Promise<bigint[]> {
  if (authors.length === 0) return [];
  const { rows } = await sql<{ id: bigint }>`
    insert into "InstagramAccountBase" (id, username, full_name, is_private, is_verified, last_updated)
    select id, username, nullif(full_name, ''), is_private, is_verified, observed_at
    from ${rowsAs("authors", authors, {
      id: ["bigint", ({ id }) => id],
      username: ["text", ({ username }) => username],
      full_name: ["text", ({ fullName }) => fullName],
      is_private: ["boolean", ({ isPrivate }) => isPrivate],
      is_verified: ["boolean", ({ isVerified }) => isVerified],
      observed_at: ["timestamptz", ({ observedAt }) => observedAt],
    })}
    order by id
    on conflict (id) do nothing
    returning id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Makes accounts due for refresh at once, to find out the rest: mine-new skips them because their names are known. */
async function refreshSoon(tx: Transaction<Schema>, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update "RefreshSchedule"
    set next_attempt_at = now()
    where id = any(${ids}::bigint[])
  `.execute(tx);
}
