import { sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../../batch/definition.js";
import type { AbsenceVerdict } from "../../claims/absences.js";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { messageOf } from "../../failure.js";
import type { Profile } from "../../instagram/profile.js";
import { isForgotten } from "../../keep-out/forgotten.js";
import { SourceError } from "../../source-error.js";
import { saveProfiles } from "../save-mined.js";
import type { AskedItem } from "./claim-asked.js";

/** The answer to a requested name: its profile, or a source's report that there is none. */
export type Answer = { profile: Profile } | { absence: SourceError };

/** @returns the absence in an answer, or null if it is a profile. */
export function absenceIn(answer: Answer): SourceError | null {
  return "absence" in answer ? answer.absence : null;
}

/** Turns an absence into an answer, so that it is remembered. */
export async function answerOf(asked: Promise<Profile>): Promise<Answer> {
  try {
    return { profile: await asked };
  } catch (error) {
    if (error instanceof SourceError && error.kind === "not_found") return { absence: error };
    throw error;
  }
}

/**
 * Saves requested profiles like any other mined ones, and closes their entries. An absence is remembered in the frontier,
 * where the name is tried again until its absence is certain.
 */
export async function saveAsked(
  tx: Transaction<Schema>,
  done: readonly Done<AskedItem, Answer>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const found = done.flatMap(({ item, result }) =>
    "profile" in result ? [{ item, profile: result.profile }] : [],
  );
  const absent = done.flatMap(({ item, result, absence }) =>
    "profile" in result || absence === undefined
      ? []
      : [{ ...item, error: messageOf(result.absence), absence }],
  );
  const names = found.flatMap(({ item, profile }) => [
    { username: item.username, accountId: profile.id },
    { username: profile.username, accountId: profile.id },
  ]);
  const saved = await saveProfiles(
    tx,
    found.map(({ profile }) => profile),
    {
      runId,
      rowIds: await rowsNamed(tx, absent),
      mined: names,
      asked: [...new Set(names.map(({ username }) => username))],
    },
  );
  await rememberAbsence(tx, absent);
  return {
    closed:
      (await closeFound(
        tx,
        found.filter(({ profile }) => !saved.leftOut.has(profile.id)),
        runId,
      )) +
      (await dropEntries(
        tx,
        found.filter(({ profile }) => saved.leftOut.has(profile.id)),
        runId,
      )),
    tallies: saved.tallies,
    settlements: absent.map(({ id, error, absence }) => ({ id, outcome: absence.outcome, error, absence })),
  };
}

/** @returns the further frontier rows to be written; they are locked with the rest in one order. */
async function rowsNamed(
  tx: Transaction<Schema>,
  absent: readonly { username: string }[],
): Promise<bigint[]> {
  if (absent.length === 0) return [];
  const rows = await tx
    .selectFrom("InitialInstagramAccount")
    .select("id")
    .where(
      "username",
      "in",
      absent.map(({ username }) => username),
    )
    .execute();
  return rows.map(({ id }) => id);
}

async function closeFound(
  tx: Transaction<Schema>,
  found: readonly { item: AskedItem; profile: Profile }[],
  runId: bigint,
): Promise<number> {
  if (found.length === 0) return 0;
  const result = await sql`
    update "ManualMiningQueue" as queue
    set account_id = found.account_id, outcome = 'ok', claimed_by = null, next_attempt_at = null, last_error = null,
        absences = null
    from ${rowsAs("found", found, {
      id: ["bigint", ({ item }) => item.id],
      account_id: ["bigint", ({ profile }) => profile.id],
    })}
    where queue.id = found.id
      and queue.claimed_by = ${runId}
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** Deletes requests for erased people, since an entry contains the username. */
async function dropEntries(
  tx: Transaction<Schema>,
  leftOut: readonly { item: AskedItem }[],
  runId: bigint,
): Promise<number> {
  const result = await sql`
    delete from "ManualMiningQueue"
    where id = any(${leftOut.map(({ item }) => item.id)}::bigint[]) and claimed_by = ${runId}
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

async function rememberAbsence(
  tx: Transaction<Schema>,
  absent: readonly { username: string; error: string; absence: AbsenceVerdict }[],
): Promise<void> {
  if (absent.length === 0) return;
  await sql`
    insert into "InitialInstagramAccount" as frontier (
      username, source, outcome, next_attempt_at, last_error, absences
    )
    select username, 'MANUAL', outcome, now() + again_ms * interval '1 millisecond', error, absences
    from ${rowsAs("absent", absent, {
      username: ["text", ({ username }) => username],
      error: ["text", ({ error }) => error],
      outcome: ["text", ({ absence }) => absence.outcome],
      again_ms: ["bigint", ({ absence }) => absence.againInMs],
      absences: ["jsonb", ({ absence }) => JSON.stringify(absence.evidence)],
    })}
    where not ${isForgotten("username", sql`username`)}
    order by username
    on conflict (username) do update
    set outcome = excluded.outcome,
        last_error = excluded.last_error,
        next_attempt_at = excluded.next_attempt_at,
        absences = excluded.absences
    where frontier.account_id is null and frontier.claimed_by is null
  `.execute(tx);
}
