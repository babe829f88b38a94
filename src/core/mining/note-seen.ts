import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";

/**
 * Records in the schedule that known accounts were seen, changed or not. So no command asks for them again while they are
 * fresh, and vanished ones are back. Rows that the run itself holds are left to the save that closes them.
 */
export async function noteSeen(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  runId: bigint,
): Promise<void> {
  if (profiles.length === 0) return;
  await sql`
    with seen as (
      select id, max(observed_at) as observed_at
      from ${rowsAs("seen", profiles, {
        id: ["bigint", ({ id }) => id],
        observed_at: ["timestamptz", ({ observedAt }) => observedAt],
      })}
      group by id
    ),
    locked as (
      select schedule.id, seen.observed_at
      from "RefreshSchedule" as schedule
      join seen on seen.id = schedule.id
      where schedule.claimed_by is distinct from ${runId}
        and schedule.seen_at <= seen.observed_at
      order by schedule.id
      for no key update of schedule
    )
    update "RefreshSchedule" as schedule
    set seen_at = locked.observed_at,
        attempts = 0,
        next_attempt_at = null,
        -- An answer that is replayed after a crash leaves a row that refresh has never tried as it is.
        outcome = case when schedule.outcome is not null then 'ok' end,
        last_error = null,
        absences = null
    from locked
    where schedule.id = locked.id
      and (
        (schedule.seen_at, schedule.next_attempt_at) is distinct from (locked.observed_at, null::timestamptz)
        or schedule.outcome <> 'ok'
      )
  `.execute(tx);
}
