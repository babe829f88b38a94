import { sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { Profile, ProfilePart } from "../instagram/profile.js";

/** Time until missing parts are requested again, so that a budget or a circuit breaker can recover. */
const MISSING_AFTER = sql`interval '10 minutes'`;

/**
 * Records the age and the missing parts of accounts in the schedule. Must come before anything else of an account is written,
 * since a part that was not requested now is as old as the account was until now. Rows that the run itself holds get their
 * next attempt from the save that closes them (`afterMissing`). Answers with all parts together change nothing.
 */
export async function noteParts(
  tx: Transaction<Schema>,
  profiles: readonly Profile[],
  { runId, partsOnly = new Set() }: { runId: bigint; partsOnly?: ReadonlySet<bigint> },
): Promise<void> {
  const telling = profiles.filter(
    ({ partsSeen, partsMissing }) => partsSeen !== undefined || partsMissing !== undefined,
  );
  if (telling.length === 0) return;
  await sql`
    with told as (
      select distinct on (id) id, observed_at, seen::text[] as seen, missing::text[] as missing, is_apart
      from ${rowsAs("told", telling, {
        id: ["bigint", ({ id }) => id],
        observed_at: ["timestamptz", ({ observedAt }) => observedAt],
        seen: ["text[]", seenParts],
        missing: ["text[]", ({ partsMissing = [] }) => partsMissing],
        is_apart: ["boolean", ({ id }) => partsOnly.has(id)],
      })}
      order by id, observed_at desc
    ),
    locked as (
      select schedule.id, schedule.claimed_by, told.observed_at, told.seen, told.missing, told.is_apart
      from "RefreshSchedule" as schedule
      join told on told.id = schedule.id
      order by schedule.id
      for no key update of schedule
    ),
    aged as (
      select
        schedule.id,
        -- Null: as old as the account. Where it is not looked at itself, a part is younger than it.
        case when 'posts' <> all(locked.seen) then coalesce(schedule.posts_seen_at, schedule.seen_at)
          when locked.is_apart then locked.observed_at end as posts_seen_at,
        case when 'related' <> all(locked.seen) then coalesce(schedule.related_seen_at, schedule.seen_at)
          when locked.is_apart then locked.observed_at end as related_seen_at,
        array(
          select part from unnest(schedule.missing_parts || locked.missing) as part
          where part <> all(locked.seen)
          group by part
          order by part
        ) as missing_parts,
        locked.claimed_by is not distinct from ${runId} as is_own
      from locked
      join "RefreshSchedule" as schedule on schedule.id = locked.id
    )
    update "RefreshSchedule" as schedule
    set posts_seen_at = aged.posts_seen_at,
        related_seen_at = aged.related_seen_at,
        missing_parts = aged.missing_parts,
        next_attempt_at = case
          when aged.is_own or aged.missing_parts = '{}' then schedule.next_attempt_at
          else coalesce(schedule.next_attempt_at, now() + ${MISSING_AFTER})
        end
    from aged
    where schedule.id = aged.id
      and (schedule.posts_seen_at, schedule.related_seen_at, schedule.missing_parts)
        is distinct from (aged.posts_seen_at, aged.related_seen_at, aged.missing_parts)
  `.execute(tx);
}

/** SQL: when a closed row is due again for its missing parts, or null if none is missing. */
export const afterMissing = sql`case when schedule.missing_parts <> '{}' then now() + ${MISSING_AFTER} end`;

/** Parts that were requested and answered, and parts that the answer contained anyway. */
function seenParts({ partsSeen = [], posts, related }: Profile): readonly ProfilePart[] {
  const held = new Set(partsSeen);
  if (posts.length > 0) held.add("posts");
  if (related !== null) held.add("related");
  return [...held];
}
