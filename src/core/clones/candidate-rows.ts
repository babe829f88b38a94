import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Done } from "../batch/definition.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Checked } from "./check-candidate.js";
import type { Candidate } from "./claim-candidates.js";
import { NEXT_ROUND } from "./vary.js";

/** A candidate that was checked. */
export type DoneCandidate = Done<Candidate, Checked>;

/** The usernames and accounts already recorded for a watched account. */
export interface Beside {
  usernames: Set<string>;
  cloneIds: Set<bigint>;
}

/** Found look-alikes are checked again: those that are there, and those that have gone, since they may come back. */
const LOOK_AGAIN = sql`interval '7 days'`;
const LOOK_FOR_GONE = sql`interval '28 days'`;

/** Stores the found account in its row, and moves the names that are left into a new row. */
export async function markFound(
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
        attempts = 0, outcome = 'ok', last_error = null, absences = null, claimed_by = null,
        next_attempt_at = now() + ${LOOK_AGAIN}
    from ${rowsAs("found", found, {
      id: ["bigint", ({ item }) => item.id],
      clone_id: ["bigint", ({ result }) => result.profile?.id],
    })}
    where candidate.id = found.id
  `.execute(tx);
  await continueBeside(
    tx,
    found.filter(({ item }) => item.is_watch),
    besideOf,
  );
}

/**
 * Keeps names whose absence is not certain yet in rows of their own, to be tried again, and moves the names that are left
 * into a new row.
 */
export async function setAside(
  tx: Transaction<Schema>,
  uncertain: readonly DoneCandidate[],
  besideOf: ReadonlyMap<bigint, Beside>,
): Promise<void> {
  const watches = uncertain.filter(({ item }) => item.is_watch);
  if (watches.length === 0) return;
  await sql`
    update "UsersToClone"
    set is_watch = false, next_usernames = '{}', next_rules = '{}'
    where id = any(${watches.map(({ item }) => item.id)}::bigint[])
  `.execute(tx);
  await continueBeside(tx, watches, besideOf);
}

/** Inserts a new row for each watch, with the names that are left. */
async function continueBeside(
  tx: Transaction<Schema>,
  watches: readonly DoneCandidate[],
  besideOf: ReadonlyMap<bigint, Beside>,
): Promise<void> {
  if (watches.length === 0) return;
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

/** Replaces a name that does not exist, or that belongs to a known pair, by the next one. */
export async function goOn(
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
        attempts = 0, outcome = null, last_error = null, absences = null, claimed_by = null,
        next_attempt_at = case when cardinality(next.usernames) = 0 then now() + ${NEXT_ROUND} end
    from ${namesLeft(passed, besideOf)} as next
    where watch.id = next.id
  `.execute(tx);
}

/** The names that each row has left to try, without those already recorded for its account. */
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

/** Deletes the rows of names that a search has shown and that lead to no new pair. */
export async function dropRows(tx: Transaction<Schema>, dropped: readonly DoneCandidate[]): Promise<void> {
  await sql`
    delete from "UsersToClone" where id = any(${dropped.map(({ item }) => item.id)}::bigint[])
  `.execute(tx);
}

/** Records whether known look-alikes are still there, under whatever username. */
export async function markSeenAgain(tx: Transaction<Schema>, again: readonly DoneCandidate[]): Promise<void> {
  if (again.length === 0) return;
  await sql`
    update "UsersToClone" as pair
    set last_seen = case when seen.is_there then now() else pair.last_seen end,
        gone_at = case when seen.is_there then null else coalesce(pair.gone_at, now()) end,
        next_attempt_at = now() + case when seen.is_there then ${LOOK_AGAIN} else ${LOOK_FOR_GONE} end,
        attempts = 0, outcome = 'ok', last_error = null, claimed_by = null,
        absences = seen.absences
    from ${rowsAs("seen", again, {
      id: ["bigint", ({ item }) => item.id],
      is_there: ["boolean", ({ item, result }) => result.profile?.id === item.clone_id],
      absences: ["jsonb", ({ absence }) => absence && JSON.stringify(absence.evidence)],
    })}
    where pair.id = seen.id
  `.execute(tx);
}
