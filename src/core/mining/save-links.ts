import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";
import { saveTold } from "./save-told.js";

/** A frontier name and the account found under it. */
export interface MinedName {
  username: string;
  accountId: bigint;
}

/** The related usernames of each account, in the order of suggestion. */
type LinksOfAccounts = ReadonlyMap<bigint, ReadonlySet<string>>;

/** Frontier ids by username. They are kept as PostgreSQL's text, since they only go from one statement to the next. */
type FrontierIds = ReadonlyMap<string, string>;

/** What `saveLinks` needs besides the profiles. */
export interface LinkContext {
  runId: bigint;
  /** Names whose rows are to be closed, if they are in the frontier and no other run holds them. */
  mined: readonly MinedName[];
  /** Further frontier rows that this transaction will write, to be locked with the rest in one order. */
  rowIds: readonly bigint[];
  /** Accounts of which only parts were requested. */
  partsOnly?: ReadonlySet<bigint>;
  /** Names that a person asked for, without those kept out. They are added to the frontier if missing. */
  asked?: readonly string[];
}

/**
 * Adds related accounts to the frontier with what the suggestions say of them, links them, counts the links, and closes the
 * rows of mined names. Its input must have passed the keep-out list (`withoutForgotten`). `linked_count` always equals the
 * number of rows in `RelatedAccounts`, even if a save is replayed.
 */
export async function saveLinks(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  { mined, rowIds, runId, asked = [] }: LinkContext,
): Promise<{ discovered: number; closed: number }> {
  const links = linksOf(profiles);
  const discovered = await addNames(tx, links, asked);
  const names = new Set(mined.map(({ username }) => username));
  for (const related of links.values()) for (const username of related) names.add(username);
  const known = await lockFrontier(tx, names, rowIds, discovered);
  await insertLinks(tx, links, known, discovered);
  await saveTold(tx, profiles, discovered);
  const accountIds = new Map(
    mined.flatMap(({ username, accountId }) => {
      const id = known.get(username) ?? discovered.get(username);
      return id === undefined ? [] : [[id, accountId] as const];
    }),
  );
  return { discovered: discovered.size, closed: await closeRows(tx, accountIds, runId) };
}

/** Each link once, even if an account was seen more than once. */
function linksOf(profiles: readonly Profile[]): LinksOfAccounts {
  const links = new Map<bigint, Set<string>>();
  for (const { id, username: own, related } of profiles) {
    if (related === null || related.length === 0) continue;
    const names = links.get(id) ?? new Set();
    links.set(id, names);
    for (const { username } of related) if (username !== own) names.add(username);
  }
  return links;
}

/** @returns the new rows, whose count already includes the links of this transaction. */
async function addNames(
  tx: Transaction<Schema>,
  links: LinksOfAccounts,
  asked: readonly string[],
): Promise<FrontierIds> {
  const askedNames = new Set(asked);
  const linksPerName = new Map(asked.map((username) => [username, 0]));
  for (const names of links.values())
    for (const username of names) linksPerName.set(username, (linksPerName.get(username) ?? 0) + 1);
  if (linksPerName.size === 0) return new Map();
  const { rows } = await sql<NamedIds>`
    with added as (
      insert into "InitialInstagramAccount" (username, source, linked_count)
      select username, source, linked_count
      from ${rowsAs("names", [...linksPerName], {
        username: ["text", ([username]) => username],
        source: ["text", ([username]) => (askedNames.has(username) ? "MANUAL" : "RELATED")],
        linked_count: ["integer", ([, count]) => count],
      })}
      order by username
      on conflict (username) do nothing
      returning id, username
    )
    select ${namedIds} from added
  `.execute(tx);
  return idsByName(rows);
}

/** Locks all rows that will be written, in order of id. @returns their ids by username. */
async function lockFrontier(
  tx: Transaction<Schema>,
  usernames: ReadonlySet<string>,
  rowIds: readonly bigint[],
  discovered: FrontierIds,
): Promise<FrontierIds> {
  const names = [...usernames].filter((username) => !discovered.has(username));
  const { rows } = await sql<NamedIds>`
    with written as (
      select id from "InitialInstagramAccount" where username = any(${names}::text[])
      union
      select unnest(${rowIds}::bigint[])
    ),
    locked as (
      select frontier.id, frontier.username
      from "InitialInstagramAccount" as frontier
      join written on written.id = frontier.id
      order by frontier.id
      for no key update of frontier
    )
    select ${namedIds} from locked
  `.execute(tx);
  return idsByName(rows);
}

interface NamedIds {
  ids: string | null;
  usernames: string | null;
}

/** Ids and usernames of many rows as two texts: reading them takes a tenth of the time of one row each. */
const namedIds = sql`string_agg(id::text, ' ') as ids, string_agg(username, ' ') as usernames`;

function idsByName([row]: readonly NamedIds[]): FrontierIds {
  const ids = row?.ids?.split(" ") ?? [];
  const usernames = row?.usernames?.split(" ") ?? [];
  return new Map(usernames.map((username, at) => [username, ids[at] as string]));
}

/**
 * Inserts links and counts them in the rows they lead to, except in new rows, which were inserted with their count. Every
 * writer of an account's links has written or locked the account first. So nobody inserts the same links at the same time,
 * and the expensive `on conflict` is not needed.
 */
async function insertLinks(
  tx: Transaction<Schema>,
  links: LinksOfAccounts,
  known: FrontierIds,
  discovered: FrontierIds,
): Promise<void> {
  if (links.size === 0) return;
  const idsAmong = (names: ReadonlySet<string>, ids: FrontierIds) =>
    `{${[...names].map((username) => ids.get(username) ?? "NULL").join()}}`;
  await sql`
    with links as (
      select account_id, coalesce(known_id, new_id) as initial_id, known_id, position - 1 as position
      from
        ${rowsAs("accounts", [...links], {
          account_id: ["bigint", ([accountId]) => accountId],
          known_ids: ["text", ([, names]) => idsAmong(names, known)],
          new_ids: ["text", ([, names]) => idsAmong(names, discovered)],
        })},
        unnest(known_ids::bigint[], new_ids::bigint[]) with ordinality as link(known_id, new_id, position)
      -- A name that was erased meanwhile has no row.
      where coalesce(known_id, new_id) is not null
        and not exists (
          select from "RelatedAccounts" as stored
          where stored.account_id = accounts.account_id and stored.initial_id = coalesce(known_id, new_id)
        )
    ),
    inserted as (
      insert into "RelatedAccounts" (account_id, initial_id, position)
      select account_id, initial_id, position
      from links
      order by account_id, initial_id
    ),
    counted as (
      select known_id, count(*) as links
      from links
      where known_id is not null
      group by known_id
    )
    update "InitialInstagramAccount" as frontier
    set linked_count = frontier.linked_count + counted.links
    from counted
    where frontier.id = counted.known_id
  `.execute(tx);
}

/** Closes the rows of mined names that the run or nobody holds. @returns the number of rows. */
async function closeRows(
  tx: Transaction<Schema>,
  accountIds: ReadonlyMap<string, bigint>,
  runId: bigint,
): Promise<number> {
  if (accountIds.size === 0) return 0;
  const { numAffectedRows } = await sql`
    update "InitialInstagramAccount" as frontier
    set account_id = mined.account_id,
        outcome = 'ok',
        claimed_by = null,
        next_attempt_at = null,
        last_error = null,
        absences = null
    from ${rowsAs("mined", [...accountIds], {
      id: ["bigint", ([id]) => id],
      account_id: ["bigint", ([, accountId]) => accountId],
    })}
    where frontier.id = mined.id
      and (frontier.claimed_by = ${runId} or (frontier.claimed_by is null and frontier.account_id is null))
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
