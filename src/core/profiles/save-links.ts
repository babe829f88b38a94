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
  const accountIds = new Map(
    mined.flatMap(({ username, accountId }) => {
      const id = ids.get(username);
      return id === undefined ? [] : [[id, accountId] as const];
    }),
  );
  await insertLinks(tx, links, ids, new Set(discovered.values()));
  return { discovered: discovered.size, closed: await closeRows(tx, accountIds, runId) };
}

/** Each link once, though an account may have been seen more than once. */
function linksOf(profiles: readonly Profile[]): Link[] {
  const namesOf = new Map<bigint, Set<string>>();
  for (const { id, username: own, related } of profiles) {
    const names = namesOf.get(id) ?? new Set();
    namesOf.set(id, names);
    for (const { username } of related ?? []) if (username !== own) names.add(username);
  }
  return [...namesOf].flatMap(([accountId, names]) =>
    [...names].map((username, position) => ({ accountId, username, position })),
  );
}

/** @returns the new rows: id by username. Their links of this transaction are counted from the start. */
async function addNames(
  tx: Transaction<Schema>,
  links: readonly Link[],
  asked: readonly string[],
): Promise<Map<string, bigint>> {
  const askedNames = new Set(asked);
  const linksPerName = new Map(asked.map((username) => [username, 0]));
  for (const { username } of links) linksPerName.set(username, (linksPerName.get(username) ?? 0) + 1);
  if (linksPerName.size === 0) return new Map();
  const { rows } = await sql<{ id: bigint; username: string }>`
    insert into "InitialInstagramAccount" (username, source, linked_count)
    select username, source, linked_count
    from ${rowsAs("names", [...linksPerName], {
      username: ["text", ([username]) => username],
      source: ["text", ([username]) => (askedNames.has(username) ? "MANUAL" : "RELATED")],
      linked_count: ["integer", ([, count]) => count],
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

/**
 * Inserts links and counts them in the rows they lead to, but for new rows, whose links were counted when they were
 * inserted. Whoever writes links of an account has written or locked the account first, so nobody inserts the same ones
 * meanwhile, and the dear `on conflict` is not needed.
 */
async function insertLinks(
  tx: Transaction<Schema>,
  links: readonly Link[],
  ids: ReadonlyMap<string, bigint>,
  newIds: ReadonlySet<bigint>,
): Promise<void> {
  const resolved = links.flatMap((link) => {
    const initialId = ids.get(link.username);
    return initialId === undefined ? [] : [{ ...link, initialId, isCounted: newIds.has(initialId) }];
  });
  if (resolved.length === 0) return;
  await sql`
    with links as (
      select account_id, initial_id, position, is_counted
      from ${rowsAs("links", resolved, {
        account_id: ["bigint", ({ accountId }) => accountId],
        initial_id: ["bigint", ({ initialId }) => initialId],
        position: ["smallint", ({ position }) => position],
        is_counted: ["boolean", ({ isCounted }) => isCounted],
      })}
      where not exists (
        select from "RelatedAccounts" as known
        where known.account_id = links.account_id and known.initial_id = links.initial_id
      )
    ),
    inserted as (
      insert into "RelatedAccounts" (account_id, initial_id, position)
      select account_id, initial_id, position
      from links
      order by account_id, initial_id
    ),
    counted as (
      select initial_id, count(*) as links
      from links
      where not is_counted
      group by initial_id
    )
    update "InitialInstagramAccount" as frontier
    set linked_count = frontier.linked_count + counted.links
    from counted
    where frontier.id = counted.initial_id
  `.execute(tx);
}

/** Closes the rows of mined names that the run holds, or nobody. @returns how many. */
async function closeRows(
  tx: Transaction<Schema>,
  accountIds: ReadonlyMap<bigint, bigint>,
  runId: bigint,
): Promise<number> {
  if (accountIds.size === 0) return 0;
  const { numAffectedRows } = await sql`
    update "InitialInstagramAccount" as frontier
    set account_id = mined.account_id,
        outcome = 'ok',
        claimed_by = null,
        next_attempt_at = null,
        last_error = null
    from ${rowsAs("mined", [...accountIds], {
      id: ["bigint", ([id]) => id],
      account_id: ["bigint", ([, accountId]) => accountId],
    })}
    where frontier.id = mined.id
      and (frontier.claimed_by = ${runId} or (frontier.claimed_by is null and frontier.account_id is null))
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
