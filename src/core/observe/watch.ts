import { type Kysely, sql } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { AlertKind } from "../db/schema/operations.js";
import type { Schema } from "../db/schema.js";
import { raiseAlerts } from "../record/alerts.js";
import { overdueMessage } from "./checks.js";
import type { LastRun } from "./status.js";

/** A watched subject and its observed state. */
export interface Observation {
  /** The subject, such as "browser" or "mine-new". */
  subject: string;
  isBad: boolean;
  message: string;
}

/**
 * Stores the state of each watched subject, and raises an alert for each change: `turnedBad` if it was good or is new,
 * `turnedGood` if it was bad. Each change is alerted once, even with several observers at a time.
 */
export async function noteObservations(
  db: Kysely<Schema>,
  observations: readonly Observation[],
  kinds: { turnedBad: AlertKind; turnedGood: AlertKind },
): Promise<void> {
  if (observations.length === 0) return;
  const prefix = `${kinds.turnedBad} `;
  await db.transaction().execute(async (tx) => {
    const { rows: turned } = await sql<{ name: string; is_bad: boolean; message: string; is_new: boolean }>`
      with seen as (
        select *
        from ${rowsAs("seen", observations, {
          name: ["text", ({ subject }) => prefix + subject],
          is_bad: ["boolean", ({ isBad }) => isBad],
          message: ["text", ({ message }) => message],
        })}
      )
      insert into "WatchState" as before (name, is_bad, message)
      select name, is_bad, message
      from seen
      order by name
      on conflict (name) do update
      set is_bad = excluded.is_bad, message = excluded.message, changed_at = now(), seen_at = now()
      where before.is_bad is distinct from excluded.is_bad
      returning name, is_bad, message, xmax = 0 as is_new
    `.execute(tx);
    await raiseAlerts(
      tx,
      turned
        .filter(({ is_bad, is_new }) => is_bad || !is_new)
        .map(({ name, is_bad, message }) => ({
          kind: is_bad ? kinds.turnedBad : kinds.turnedGood,
          subject: name.slice(prefix.length),
          message,
        })),
    );
  });
}

/** Whether each scheduled command runs on time, including commands that used to run regularly. */
export function overdueObservations(runs: readonly LastRun[]): Observation[] {
  return runs.map((run) => {
    const late = overdueMessage(run);
    return { subject: run.command, isBad: late !== null, message: late ?? `${run.command} runs again.` };
  });
}
