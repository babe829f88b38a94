import { sql, type Transaction } from "kysely";
import { rowsAs } from "../../db/rows.js";
import type { FrontierSource } from "../../db/schema/mining.js";
import type { Schema } from "../../db/schema.js";
import { addToFrontier, type FrontierEntry } from "../../mining/seed-frontier.js";
import type { OwnComment, OwnLink } from "./own-rows.js";

/** The result of saving links: how many were new, and how many of their names are new to the frontier. */
export interface SavedLinks {
  added: number;
  discovered: number;
}

/**
 * Restores the links of known accounts, in their original order. The count of a name is the number of its links here,
 * or the count in the frontier's own export if that is higher, since more links may follow.
 */
export async function saveOwnLinks(tx: Transaction<Schema>, links: readonly OwnLink[]): Promise<SavedLinks> {
  const names = [...new Set(links.map(({ username }) => username))];
  const discovered = await addToFrontier(tx, entriesOf(names, "RELATED"));
  if (links.length === 0) return { added: 0, discovered };
  const { rows } = await sql<{ id: bigint }>`
    with locked as (
      select frontier.id, frontier.username
      from "InitialInstagramAccount" as frontier
      where frontier.username = any(${names}::text[])
      order by frontier.id
      for no key update
    )
    insert into "RelatedAccounts" (account_id, initial_id, position)
    select account.id, locked.id, given.position
    from ${rowsAs("given", links, {
      account_id: ["bigint", ({ accountId }) => accountId],
      username: ["text", ({ username }) => username],
      position: ["smallint", ({ position }) => position],
    })}
    join "InstagramAccountBase" as account on account.id = given.account_id
    join locked on locked.username = given.username
    order by account.id, locked.id
    on conflict (account_id, initial_id) do nothing
    returning initial_id as id
  `.execute(tx);
  await sql`
    update "InitialInstagramAccount" as frontier
    set linked_count = counted.links
    from (
      select linked.id, (select count(*) from "RelatedAccounts" where initial_id = linked.id) as links
      from unnest(${[...new Set(rows.map(({ id }) => id))]}::bigint[]) as linked(id)
    ) as counted
    where frontier.id = counted.id and frontier.linked_count < counted.links
  `.execute(tx);
  return { added: rows.length, discovered };
}

/** Restores the comments on known posts. */
export async function saveOwnComments(
  tx: Transaction<Schema>,
  comments: readonly OwnComment[],
): Promise<SavedLinks> {
  const names = [...new Set(comments.map(({ username }) => username))];
  const discovered = await addToFrontier(tx, entriesOf(names, "COMMENTS"));
  if (comments.length === 0) return { added: 0, discovered };
  const { numAffectedRows } = await sql`
    insert into "PostCommenters" (post_id, initial_id)
    select post.id, frontier.id
    from ${rowsAs("given", comments, {
      post_id: ["bigint", ({ postId }) => postId],
      username: ["text", ({ username }) => username],
    })}
    join "InstagramPost" as post on post.id = given.post_id
    join "InitialInstagramAccount" as frontier on frontier.username = given.username
    order by post.id, frontier.id
    on conflict (post_id, initial_id) do nothing
  `.execute(tx);
  return { added: Number(numAffectedRows ?? 0), discovered };
}

function entriesOf(names: readonly string[], source: FrontierSource): FrontierEntry[] {
  return names.map((username) => ({ username, source, sourceTag: null }));
}
