import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "../privacy/forgotten.js";
import type { Profile } from "./profile.js";

/** A name of the frontier and the account that was found under it. */
export interface MinedName {
  username: string;
  accountId: bigint;
}

interface Link {
  accountId: bigint;
  username: string;
  position: number;
}

export interface LinkContext {
  runId: bigint;
  /** Names whose rows are closed, where they are in the frontier and no other run holds them. */
  mined: readonly MinedName[];
  /** Further rows of the frontier that this transaction will write; they are locked in one order with the rest. */
  rowIds: readonly bigint[];
  /** Names that a person asked for: they come into the frontier if they are not there yet. */
  asked?: readonly string[];
}

/**
 * Puts related accounts into the frontier, links them, counts the links, and closes the rows of mined names.
 * `linked_count` stays the number of rows in `RelatedAccounts`, whatever is replayed.
 */
export async function saveLinks(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  { mined, rowIds, runId, asked = [] }: LinkContext,
): Promise<{ discovered: number; closed: number }> {
  const links = linksOf(profiles);
  const discovered = await addNames(tx, links, asked);
  const names = [...links, ...mined].map(({ username }) => username);
  const known = await lockFrontier(tx, names, rowIds, discovered);
  const ids = new Map([...known, ...discovered]);
  const newLinks = await insertLinks(tx, links, ids);
  const linksPerRow = new Map<bigint, number>();
  const newIds = new Set(discovered.values());
  for (const { initial_id } of newLinks) {
    if (!newIds.has(initial_id)) linksPerRow.set(initial_id, (linksPerRow.get(initial_id) ?? 0) + 1);
  }
  const accountIds = new Map(
    mined.flatMap(({ username, accountId }) => {
      const id = ids.get(username);
      return id === undefined ? [] : [[id, accountId] as const];
    }),
  );
  return { discovered: discovered.size, closed: await closeAndCount(tx, accountIds, linksPerRow, runId) };
}

function linksOf(profiles: readonly Profile[]): Link[] {
  return profiles.flatMap(({ id: accountId, username: own, related }) => {
    const names = new Set((related ?? []).map(({ username }) => username));
    names.delete(own);
    return [...names].map((username, position) => ({ accountId, username, position }));
  });
}

/** @returns the new rows: id by username. Their links of this transaction are counted from the start. */
async function addNames(
  tx: Transaction<Schema>,
  links: readonly Link[],
  asked: readonly string[],
): Promise<Map<string, bigint>> {
  const askedNames = new Set(asked);
  const accountsPerName = new Map<string, Set<bigint>>(asked.map((username) => [username, new Set()]));
  for (const { username, accountId } of links) {
    const accounts = accountsPerName.get(username);
    if (accounts) accounts.add(accountId);
    else accountsPerName.set(username, new Set([accountId]));
  }
  if (accountsPerName.size === 0) return new Map();
  const { rows } = await sql<{ id: bigint; username: string }>`
    insert into "InitialInstagramAccount" (username, source, linked_count)
    select username, source, linked_count
    from ${rowsAs("names", [...accountsPerName], {
      username: ["text", ([username]) => username],
      source: ["text", ([username]) => (askedNames.has(username) ? "MANUAL" : "RELATED")],
      linked_count: ["integer", ([, accounts]) => accounts.size],
    })}
    where not ${isForgotten("username", sql`username`)}
    order by username
    on conflict (username) do nothing
    returning id, username
  `.execute(tx);
  return new Map(rows.map(({ id, username }) => [username, id]));
}

/** Locks all rows that will be written, in order of id. @returns the named ones among them: id by username. */
async function lockFrontier(
  tx: Transaction<Schema>,
  usernames: readonly string[],
  rowIds: readonly bigint[],
  discovered: ReadonlyMap<string, bigint>,
): Promise<Map<string, bigint>> {
  const names = [...new Set(usernames)].filter((username) => !discovered.has(username));
  const { rows } = await sql<{ id: bigint; username: string }>`
    with written as (
      select id from "InitialInstagramAccount" where username = any(${names}::text[])
      union
      select unnest(${rowIds}::bigint[])
    )
    select frontier.id, frontier.username
    from "InitialInstagramAccount" as frontier
    join written on written.id = frontier.id
    order by frontier.id
    for no key update of frontier
  `.execute(tx);
  return new Map(rows.map(({ id, username }) => [username, id]));
}

async function insertLinks(
  tx: Transaction<Schema>,
  links: readonly Link[],
  ids: ReadonlyMap<string, bigint>,
): Promise<{ initial_id: bigint }[]> {
  const resolved = links.flatMap((link) => {
    const initialId = ids.get(link.username);
    return initialId === undefined ? [] : [{ ...link, initialId }];
  });
  if (resolved.length === 0) return [];
  const { rows } = await sql<{ initial_id: bigint }>`
    insert into "RelatedAccounts" (account_id, initial_id, position)
    select account_id, initial_id, position
    from ${rowsAs("links", resolved, {
      account_id: ["bigint", ({ accountId }) => accountId],
      initial_id: ["bigint", ({ initialId }) => initialId],
      position: ["smallint", ({ position }) => position],
    })}
    order by account_id, initial_id
    on conflict (account_id, initial_id) do nothing
    returning initial_id
  `.execute(tx);
  return rows;
}

/** One update for both, since a row may be mined and newly linked in one transaction. @returns how many rows were closed. */
async function closeAndCount(
  tx: Transaction<Schema>,
  accountIds: ReadonlyMap<bigint, bigint>,
  linksPerRow: ReadonlyMap<bigint, number>,
  runId: bigint,
): Promise<number> {
  const ids = [...new Set([...accountIds.keys(), ...linksPerRow.keys()])];
  if (ids.length === 0) return 0;
  const { rows } = await sql<{ closed: number }>`
    with changes as (
      select frontier.id, changed.links,
        case
          when frontier.claimed_by = ${runId}::bigint or (frontier.claimed_by is null and frontier.account_id is null)
          then changed.account_id
        end as closed_with
      from ${rowsAs("changed", ids, {
        id: ["bigint", (id) => id],
        account_id: ["bigint", (id) => accountIds.get(id)],
        links: ["integer", (id) => linksPerRow.get(id) ?? 0],
      })}
      join "InitialInstagramAccount" as frontier on frontier.id = changed.id
    ),
    written as (
      update "InitialInstagramAccount" as frontier
      set linked_count = frontier.linked_count + changes.links,
          account_id = coalesce(changes.closed_with, frontier.account_id),
          outcome = case when changes.closed_with is null then frontier.outcome else 'ok' end,
          claimed_by = case when changes.closed_with is null then frontier.claimed_by end,
          next_attempt_at = case when changes.closed_with is null then frontier.next_attempt_at end,
          last_error = case when changes.closed_with is null then frontier.last_error end
      from changes
      where frontier.id = changes.id
        and (changes.links > 0 or changes.closed_with is not null)
      returning changes.closed_with
    )
    select count(closed_with)::int as closed from written
  `.execute(tx);
  return rows[0]?.closed ?? 0;
}
