import { type Kysely, sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import type { Settlement } from "../claims/claims.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";
import type { DueAccount } from "./claim-due.js";
import type { Found } from "./find-again.js";
import { afterMissing } from "./note-parts.js";
import { nextPace, type Pace } from "./pace.js";
import { saveProfiles } from "./save-mined.js";

interface Seen {
  id: bigint;
  pace: Pace;
  observedAt: Date;
}

/**
 * Saves refreshed accounts with everything they lead to, and schedules the next refresh. An account whose username now
 * belongs to another one ends as `unavailable`, and the other one is saved.
 */
export async function saveRefreshed(
  tx: Transaction<Schema>,
  done: readonly Done<DueAccount, Found>[],
  { runId, rowIds }: SaveContext,
  frequencyMs: number,
): Promise<Saved> {
  // Every writer of the schedule locks the account first, so that writers of both never deadlock.
  const known = await lockAccounts(tx, rowIds);
  const found = done.flatMap(({ item, result: { profile, isPartsOnly } }) =>
    profile === null ? [] : [{ item, profile, isPartsOnly }],
  );
  const profiles = done.flatMap(({ item, result: { profile, stranger, isPartsOnly } }) =>
    // Parts are saved only if their account exists.
    isPartsOnly && !known.has(item.id)
      ? []
      : [profile, stranger].filter((each): each is Profile => each !== null),
  );
  const saved = await saveProfiles(tx, profiles, {
    runId,
    rowIds: [],
    mined: profiles.map(({ username, id }) => ({ username, accountId: id })),
    partsOnly: new Set(done.flatMap(({ item, result }) => (result.isPartsOnly ? [item.id] : []))),
  });
  const changes = new Map(saved.changes.map((change) => [change.id, change]));
  const seen = found.map(({ item, profile, isPartsOnly }): Seen => {
    // If only parts were requested, the account itself was not seen: its pace and its turn stay.
    if (isPartsOnly) return { id: item.id, pace: item.pace, observedAt: item.seen_at };
    const change = changes.get(item.id);
    const look = {
      hasChanged: change !== undefined,
      isNotable: change?.isNotable === true || saved.posted.has(item.id),
      waitedMs: profile.observedAt.getTime() - item.seen_at.getTime(),
    };
    return { id: item.id, pace: nextPace(item.pace, look, frequencyMs), observedAt: profile.observedAt };
  });
  return {
    closed: await closeSeen(tx, seen, runId),
    tallies: { ...saved.tallies, renamed: saved.changes.filter(({ isRenamed }) => isRenamed).length },
    notices: saved.notices,
    settlements: done.flatMap(({ item, result }) => settlementOf(item, result)),
  };
}

function settlementOf({ id, username }: DueAccount, { profile, stranger }: Found): Settlement[] {
  if (profile !== null) return [];
  const error = `${username} belongs to another account now (${stranger?.id}), and this account was not found`;
  return [{ id, outcome: "unavailable", error }];
}

/** @returns the accounts that exist. */
async function lockAccounts(tx: Transaction<Schema>, ids: readonly bigint[]): Promise<Set<bigint>> {
  const { rows } = await sql<{ id: bigint }>`
    select id
    from "InstagramAccountBase"
    where id = any(${ids}::bigint[])
    order by id
    for no key update
  `.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

async function closeSeen(tx: Kysely<Schema>, seen: readonly Seen[], runId: bigint): Promise<number> {
  if (seen.length === 0) return 0;
  const result = await sql`
    update "RefreshSchedule" as schedule
    set seen_at = greatest(schedule.seen_at, seen.observed_at),
        pace = seen.pace,
        attempts = 0,
        next_attempt_at = ${afterMissing},
        outcome = 'ok',
        last_error = null,
        absences = null,
        claimed_by = null
    from ${rowsAs("seen", seen, {
      id: ["bigint", ({ id }) => id],
      pace: ["smallint", ({ pace }) => pace],
      observed_at: ["timestamptz", ({ observedAt }) => observedAt],
    })}
    where schedule.id = seen.id
      and schedule.claimed_by = ${runId}
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
