import { sql, type Transaction } from "kysely";
import type { SaveContext, Saved } from "../batch/definition.js";
import type { Settlement } from "../claims/claims.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { messageOf } from "../failure.js";
import { isForgotten } from "../keep-out/forgotten.js";
import { saveProfiles } from "../mining/save-mined.js";
import {
  type Beside,
  type DoneCandidate,
  dropRows,
  goOn,
  markFound,
  markSeenAgain,
  setAside,
} from "./candidate-rows.js";
import { SEARCH_RULE } from "./check-candidate.js";
import { addYields, scorePairs } from "./score-pairs.js";
import { wantPictures } from "./watch.js";

/**
 * Saves the results of checking names. Accounts that exist are mined, and scored against the watched account. A name that
 * certainly does not exist is replaced by the next variation and not kept. As long as that is uncertain, the name waits in a
 * row of its own, and a known look-alike is not marked as gone. Tables are written in the order accounts, frontier, pictures,
 * "UsersToClone", yields, as by all commands.
 */
export async function saveChecked(
  tx: Transaction<Schema>,
  given: readonly DoneCandidate[],
  { runId }: SaveContext,
): Promise<Saved> {
  const leftOut = await saveFound(tx, given, runId);
  // An erased person is treated as a name that does not exist.
  const done = given.map((each) =>
    each.result.profile !== null && leftOut.has(each.result.profile.id)
      ? { ...each, result: { ...each.result, profile: null } }
      : each,
  );
  const all = await holdRows(tx, done, runId);
  const beside = await readBeside(tx, [...new Set(all.map(({ item }) => item.account_id))]);
  const hits = await addHits(tx, all, beside);

  const settlements = all.flatMap(settlementOf);
  const uncertain = new Set(settlements.map(({ id }) => id));
  const held = all.filter(({ item }) => !uncertain.has(item.id));
  await setAside(
    tx,
    all.filter(({ item }) => uncertain.has(item.id)),
    beside,
  );
  const fresh = held.filter(({ item }) => !item.alt_name_unique);
  const found = fresh.filter((each) => isNewPair(each, beside));
  const passed = fresh.filter((each) => !found.includes(each));
  await markFound(tx, found, beside);
  await goOn(
    tx,
    passed.filter(({ item }) => item.is_watch),
    beside,
  );
  await dropRows(
    tx,
    passed.filter(({ item }) => !item.is_watch),
  );
  const again = held.filter(({ item }) => item.alt_name_unique);
  await markSeenAgain(tx, again);
  await countTries(tx, fresh);
  const seen = [...found, ...again.filter(({ result }) => result.profile !== null)];
  await scorePairs(
    tx,
    seen.map(({ item }) => item.id),
  );
  return {
    closed: held.length,
    tallies: {
      names_asked: fresh.length,
      accounts_found: found.length,
      found_by_search: hits,
      looked_at_again: again.length,
      gone: again.filter(({ result }) => result.profile === null).length,
    },
    settlements,
  };
}

/** @returns the settlement of a row whose name was reported absent without certainty. */
function settlementOf({ item, result, absence }: DoneCandidate): Settlement[] {
  if (result.absence === null || absence === undefined) return [];
  // A known look-alike is reported as soon as it is gone, although it is still looked for. Any other name is dropped only
  // once it is not looked for any more.
  const isUncertain = item.alt_name_unique ? absence.outcome === "unknown" : absence.againInMs !== null;
  if (!isUncertain) return [];
  return [{ id: item.id, outcome: absence.outcome, error: messageOf(result.absence), absence }];
}

/**
 * Saves the accounts as mined, with a frontier row that names the clone watch as its source, and queues their pictures.
 * @returns the accounts that are kept out.
 */
async function saveFound(
  tx: Transaction<Schema>,
  done: readonly DoneCandidate[],
  runId: bigint,
): Promise<ReadonlySet<bigint>> {
  const profiles = done.flatMap(({ result }) => result.profile ?? []);
  if (profiles.length === 0) return new Set();
  const asked = done.flatMap(({ item, result: { profile } }) =>
    profile === null
      ? []
      : [{ username: item.clone_id === null ? item.alt_username : profile.username, accountId: profile.id }],
  );
  const { leftOut } = await saveProfiles(tx, profiles, { runId, rowIds: [], mined: asked });
  const mined = asked.filter(({ accountId }) => !leftOut.has(accountId));
  await sql`
    insert into "InitialInstagramAccount" (username, account_id, source, outcome)
    select distinct on (username) username, account_id, 'CLONE', 'ok'
    from ${rowsAs("mined", mined, {
      username: ["text", ({ username }) => username],
      account_id: ["bigint", ({ accountId }) => accountId],
    })}
    order by username
    on conflict (username) do nothing
  `.execute(tx);
  await wantPictures(
    tx,
    mined.map(({ accountId }) => accountId),
  );
  return leftOut;
}

/** Locks the rows that the run still holds, in order of id. */
async function holdRows(
  tx: Transaction<Schema>,
  done: readonly DoneCandidate[],
  runId: bigint,
): Promise<DoneCandidate[]> {
  const { rows } = await sql<{ id: bigint }>`
    select id
    from "UsersToClone"
    where id = any(${done.map(({ item }) => item.id)}::bigint[]) and claimed_by = ${runId}
    order by id
    for no key update
  `.execute(tx);
  const ids = new Set(rows.map(({ id }) => id));
  return done.filter(({ item }) => ids.has(item.id));
}

async function readBeside(
  tx: Transaction<Schema>,
  accountIds: readonly bigint[],
): Promise<Map<bigint, Beside>> {
  const beside = new Map(
    accountIds.map((id): [bigint, Beside] => [id, { usernames: new Set(), cloneIds: new Set() }]),
  );
  const { rows } = await sql<{ account_id: bigint; alt_username: string; clone_id: bigint | null }>`
    select account_id, alt_username, clone_id
    from "UsersToClone"
    where account_id = any(${accountIds}::bigint[]) and alt_username is not null
  `.execute(tx);
  for (const { account_id, alt_username, clone_id } of rows) {
    beside.get(account_id)?.usernames.add(alt_username);
    if (clone_id !== null) beside.get(account_id)?.cloneIds.add(clone_id);
  }
  return beside;
}

/** Inserts a row for each name that a search has shown. @returns the number of new names. */
async function addHits(
  tx: Transaction<Schema>,
  held: readonly DoneCandidate[],
  besideOf: ReadonlyMap<bigint, Beside>,
): Promise<number> {
  const searched = held.filter(({ result }) => result.hits !== null);
  if (searched.length === 0) return 0;
  const hits = searched.flatMap(({ item, result }) => {
    const beside = besideOf.get(item.account_id) as Beside;
    const names = (result.hits ?? []).filter((username) => !beside.usernames.has(username));
    for (const username of names) beside.usernames.add(username);
    return names.map((username) => ({ item, username }));
  });
  await sql`
    insert into "UsersToClone" (account_id, task_id, is_watch, alt_username, rule)
    select account_id, task_id, false, alt_username, ${SEARCH_RULE}
    from ${rowsAs("hits", hits, {
      account_id: ["bigint", ({ item }) => item.account_id],
      task_id: ["bigint", ({ item }) => item.task_id],
      alt_username: ["text", ({ username }) => username],
    })}
    where not ${isForgotten("username", sql`alt_username`)}
    order by account_id, alt_username
    on conflict do nothing
  `.execute(tx);
  await sql`
    update "UsersToClone"
    set searched_at = now()
    where id = any(${searched.map(({ item }) => item.id)}::bigint[])
  `.execute(tx);
  return hits.length;
}

/** @returns whether the account found is neither the watched one nor already recorded for it; records it. */
function isNewPair({ item, result }: DoneCandidate, besideOf: ReadonlyMap<bigint, Beside>): boolean {
  const id = result.profile?.id;
  const beside = besideOf.get(item.account_id) as Beside;
  if (id === undefined || id === item.account_id || beside.cloneIds.has(id)) return false;
  beside.cloneIds.add(id);
  return true;
}

async function countTries(tx: Transaction<Schema>, fresh: readonly DoneCandidate[]): Promise<void> {
  const sums = new Map<string, { tried: number; existing: number }>();
  for (const { item, result } of fresh) {
    if (item.rule === null) continue;
    const sum = sums.get(item.rule) ?? { tried: 0, existing: 0 };
    sums.set(item.rule, {
      tried: sum.tried + 1,
      existing: sum.existing + (result.profile === null ? 0 : 1),
    });
  }
  await addYields(
    tx,
    [...sums].map(([rule, sum]) => ({ rule, ...sum, found: 0 })),
  );
}
