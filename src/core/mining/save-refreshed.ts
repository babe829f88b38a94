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
 * Saves accounts that were looked at again, with what they lead to, and schedules the next look. An account whose name
 * is somebody else's now ends as `unavailable`, and that somebody is saved.
 */
export async function saveRefreshed(
  tx: Transaction<Schema>,
  done: readonly Done<DueAccount, Found>[],
  { runId, rowIds }: SaveContext,
  frequencyMs: number,
): Promise<Saved> {
  // Whoever writes a row of the schedule locks its account first: so no two that write both wait for each other.
  const known = await lockAccounts(tx, rowIds);
  const found = done.flatMap(({ item, result: { profile, isPartsOnly } }) =>
    profile === null ? [] : [{ item, profile, isPartsOnly }],
  );
  const profiles = done.flatMap(({ item, result: { profile, stranger, isPartsOnly } }) =>
    // Parts belong to an account that is there.
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
    // An account of which only parts were asked for was not looked at: it keeps its pace and its turn.
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

/** @returns the accounts that are there. */
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
