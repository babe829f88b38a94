import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import { isForgotten } from "../privacy/forgotten.js";
import { saveProfiles } from "../profiles/save-mined.js";
import type { Checked } from "./check-candidate.js";
import type { Candidate } from "./claim-candidates.js";
import { addYields, scorePairs } from "./score-pairs.js";
import { NEXT_ROUND } from "./vary.js";
import { wantPictures } from "./watch.js";

type DoneCandidate = Done<Candidate, Checked>;

/** The rule of names that a search for the display name showed. */
const SEARCH_RULE = "display name search";
/** A look-alike is looked at again: whether it is still there. One that is gone may come back. */
const LOOK_AGAIN = sql`interval '7 days'`;
const LOOK_FOR_GONE = sql`interval '28 days'`;

/** What stands beside the accounts of a chunk already. */
interface Beside {
  usernames: Set<string>;
  cloneIds: Set<bigint>;
}

/**
 * Saves what asking for names told: accounts that exist are mined and scored with the one they stand beside; a name that
 * does not exist gives way to the next variation and is kept nowhere.
 * Tables are written in the order accounts, frontier, pictures, "UsersToClone", yields: the same for all commands.
 */
export async function saveChecked(
  tx: Transaction<Schema>,
  given: readonly DoneCandidate[],
  { runId }: SaveContext,
): Promise<Saved> {
  const leftOut = await saveFound(tx, given, runId);
  // Somebody who was erased is passed over as a name that does not exist.
  const done = given.map(({ item, result }) =>
    result.profile !== null && leftOut.has(result.profile.id)
      ? { item, result: { ...result, profile: null } }
      : { item, result },
  );
  const held = await holdRows(tx, done, runId);
  const beside = await readBeside(tx, [...new Set(held.map(({ item }) => item.account_id))]);
  const hits = await addHits(tx, held, beside);

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
  };
}

/** Saves the accounts, as mined and as known to the frontier by way of the clone watch, and has their pictures fetched. @returns those that are kept out. */
async function saveFound(
  tx: Transaction<Schema>,
  done: readonly DoneCandidate[],
  runId: bigint,
): Promise<ReadonlySet<bigint>> {
  const profiles = done.flatMap(({ result }) => result.profile ?? []);
  if (profiles.length === 0) return new Set();
  const asked = done.flatMap(({ item, result }) =>
    result.profile === null ? [] : [{ username: item.alt_username, accountId: result.profile.id }],
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

/** Gives each name that a search showed a row of its own. @returns how many are new. */
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

/** @returns whether an account was found that is not the watched one itself and does not stand beside it already; notes it. */
function isNewPair({ item, result }: DoneCandidate, besideOf: ReadonlyMap<bigint, Beside>): boolean {
  const id = result.profile?.id;
  const beside = besideOf.get(item.account_id) as Beside;
  if (id === undefined || id === item.account_id || beside.cloneIds.has(id)) return false;
  beside.cloneIds.add(id);
  return true;
}

/** Keeps the found account in the row, and lets a new row go on with the names that are left. */
async function markFound(
  tx: Transaction<Schema>,
  found: readonly DoneCandidate[],
  besideOf: ReadonlyMap<bigint, Beside>,
): Promise<void> {
  if (found.length === 0) return;
  await sql`
    update "UsersToClone" as candidate
    set alt_name_unique = true, clone_id = found.clone_id, is_watch = false,
        first_seen = now(), last_seen = now(), gone_at = null,
        next_usernames = '{}', next_rules = '{}',
        attempts = 0, outcome = 'ok', last_error = null, claimed_by = null,
        next_attempt_at = now() + ${LOOK_AGAIN}
    from ${rowsAs("found", found, {
      id: ["bigint", ({ item }) => item.id],
      clone_id: ["bigint", ({ result }) => result.profile?.id],
    })}
    where candidate.id = found.id
  `.execute(tx);
  const watches = found.filter(({ item }) => item.is_watch);
  await sql`
    insert into "UsersToClone" (
      account_id, task_id, alt_username, rule, next_usernames, next_rules, names_tried, varied_at, searched_at,
      next_attempt_at
    )
    select before.account_id, before.task_id, next.usernames[1], next.rules[1], next.usernames[2:], next.rules[2:],
      before.names_tried + 1, before.varied_at, before.searched_at,
      case when cardinality(next.usernames) = 0 then now() + ${NEXT_ROUND} end
    from ${namesLeft(watches, besideOf)} as next
    join "UsersToClone" as before on before.id = next.id
    order by before.id
  `.execute(tx);
}

/** Lets the next name take the place of one that does not exist, or that is the name of a known pair. */
async function goOn(
  tx: Transaction<Schema>,
  passed: readonly DoneCandidate[],
  besideOf: ReadonlyMap<bigint, Beside>,
): Promise<void> {
  if (passed.length === 0) return;
  await sql`
    update "UsersToClone" as watch
    set alt_username = next.usernames[1], rule = next.rules[1],
        next_usernames = next.usernames[2:], next_rules = next.rules[2:],
        names_tried = watch.names_tried + 1,
        attempts = 0, outcome = null, last_error = null, claimed_by = null,
        next_attempt_at = case when cardinality(next.usernames) = 0 then now() + ${NEXT_ROUND} end
    from ${namesLeft(passed, besideOf)} as next
    where watch.id = next.id
  `.execute(tx);
}

/** The names that each row has left to try, without those that stand beside its account by now. */
function namesLeft(
  rows: readonly DoneCandidate[],
  besideOf: ReadonlyMap<bigint, Beside>,
): RawBuilder<unknown> {
  const left = rows.map(({ item }) => {
    const { usernames: taken } = besideOf.get(item.account_id) as Beside;
    const names = item.next_usernames.map((username, at) => ({
      username,
      rule: item.next_rules[at] as string,
    }));
    return { id: item.id, names: names.filter(({ username }) => !taken.has(username)) };
  });
  return sql`(
    select id, usernames::text[] as usernames, rules::text[] as rules
    from ${rowsAs("names_left", left, {
      id: ["bigint", ({ id }) => id],
      usernames: ["text[]", ({ names }) => names.map(({ username }) => username)],
      rules: ["text[]", ({ names }) => names.map(({ rule }) => rule)],
    })}
  )`;
}

/** Forgets names that a search had shown and that lead nowhere now. */
async function dropRows(tx: Transaction<Schema>, dropped: readonly DoneCandidate[]): Promise<void> {
  await sql`
    delete from "UsersToClone" where id = any(${dropped.map(({ item }) => item.id)}::bigint[])
  `.execute(tx);
}

/** Notes of look-alikes that were known whether they are still there: under that name, with that number. */
async function markSeenAgain(tx: Transaction<Schema>, again: readonly DoneCandidate[]): Promise<void> {
  if (again.length === 0) return;
  await sql`
    update "UsersToClone" as pair
    set last_seen = case when seen.is_there then now() else pair.last_seen end,
        gone_at = case when seen.is_there then null else coalesce(pair.gone_at, now()) end,
        next_attempt_at = now() + case when seen.is_there then ${LOOK_AGAIN} else ${LOOK_FOR_GONE} end,
        attempts = 0, outcome = 'ok', last_error = null, claimed_by = null
    from ${rowsAs("seen", again, {
      id: ["bigint", ({ item }) => item.id],
      is_there: ["boolean", ({ item, result }) => result.profile?.id === item.clone_id],
    })}
    where pair.id = seen.id
  `.execute(tx);
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
