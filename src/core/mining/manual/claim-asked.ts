import { type Kysely, sql } from "kysely";
import type { ClaimedRow } from "../../batch/definition.js";
import { isAlive } from "../../claims/claims.js";
import type { Schema } from "../../db/schema.js";

/** A username that a person asked for. Earlier answers about it are kept in the frontier. */
export interface AskedItem extends ClaimedRow {
  username: string;
}

/**
 * Claims entries of the manual queue, oldest first. Known answers are used: if the account was seen within `freshMs`, the
 * entry is closed with it; if any command has found the username absent within a day, the entry is closed as not_found; if
 * the absence is not certain yet, the entry waits for the next look, and is claimed once that is due. A run asks for a
 * username only once, since several answers of one moment prove no more than one.
 * @param freshMs how long an account is fresh; null: ask for everything (`--force`).
 */
export async function claimAsked(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  freshMs: number | null,
): Promise<{ items: AskedItem[]; skipped: number }> {
  const { rows } = await sql<AskedItem & { is_answered: boolean }>`
    with taken as (
      select id, username
      from "ManualMiningQueue"
      where claimed_by is null
        and (outcome is null or outcome in ('retry', 'unknown') or (outcome = 'not_found' and next_attempt_at is not null))
        and (
          next_attempt_at is null
          or next_attempt_at <= now()
          or outcome = 'unknown' and ${freshMs === null}
            and coalesce((absences ->> 'last')::timestamptz, '-infinity')
              < (select started_at from "Run" where id = ${runId})
        )
        and ${isAlive(runId)}
      order by id
      limit ${limit}
      for no key update skip locked
    ),
    answered as (
      select taken.id, fresh.id as account_id, absent.last_error, absent.next_attempt_at,
        coalesce(absent.absences, heard.absences) as absences,
        case when fresh.id is not null then 'ok' else absent.outcome end as outcome,
        -- The others of its name are answered by what is said of this one.
        row_number() over (partition by taken.username order by taken.id) = 1
          and not exists (
            select from "ManualMiningQueue" as other
            where other.username = taken.username and other.claimed_by is not null
          ) as is_first
      from taken
      left join "InitialInstagramAccount" as heard
        on heard.username = taken.username and heard.outcome <> 'ok'
      left join lateral (
        select account.id
        from "InstagramAccountBase" as account
        join "RefreshSchedule" as schedule on schedule.id = account.id
        where account.username = taken.username
          -- Not one that is waited for: it has vanished, or is known by name alone.
          and schedule.next_attempt_at is null
          and schedule.seen_at > now() - make_interval(secs => ${freshMs === null ? 0 : freshMs / 1_000}::float8)
        order by account.last_updated desc
        limit 1
      ) as fresh on ${freshMs !== null}
      left join lateral (
        select frontier.outcome, coalesce(frontier.last_error, 'there was no such account') as last_error,
          frontier.absences, frontier.next_attempt_at
        from "InitialInstagramAccount" as frontier
        where frontier.username = taken.username
          and (
            frontier.outcome in ('not_found', 'unknown') and frontier.next_attempt_at > now()
            or frontier.outcome = 'not_found' and frontier.next_attempt_at is null
              and (frontier.absences ->> 'last')::timestamptz > now() - interval '1 day'
          )
        union all
        (
          select 'not_found', coalesce(earlier.last_error, 'there was no such account'), earlier.absences,
            earlier.next_attempt_at
          from "ManualMiningQueue" as earlier
          where earlier.username = taken.username
            and earlier.id < taken.id
            and earlier.outcome = 'not_found'
            and earlier.requested_at > now() - interval '1 day'
            and (earlier.next_attempt_at is null or earlier.next_attempt_at > now())
          order by earlier.id desc
          limit 1
        )
        limit 1
      ) as absent on ${freshMs !== null}
    ),
    claimed as (
      update "ManualMiningQueue" as queue
      set claimed_by = case when answered.outcome is null then ${runId}::bigint end,
          outcome = coalesce(answered.outcome, queue.outcome),
          account_id = coalesce(answered.account_id, queue.account_id),
          last_error = case when answered.outcome is null then queue.last_error else answered.last_error end,
          absences = answered.absences,
          next_attempt_at = case when answered.outcome is null then queue.next_attempt_at else answered.next_attempt_at end
      from answered
      where queue.id = answered.id
        and (answered.outcome is not null or answered.is_first)
      returning queue.id, queue.username, queue.absences, answered.outcome is not null as is_answered
    )
    select id, username, absences, is_answered
    from claimed
    order by id
  `.execute(db);
  const items = rows
    .filter((row) => !row.is_answered)
    .map(({ id, username, absences }) => ({ id, username, absences }));
  return { items, skipped: rows.length - items.length };
}
