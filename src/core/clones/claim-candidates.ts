import { type Kysely, sql } from "kysely";
import type { ClaimedRow } from "../batch/definition.js";
import { isAlive } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";

/** A name that may be a look-alike's, and the account that it may imitate. */
export interface Candidate extends ClaimedRow {
  account_id: bigint;
  task_id: bigint | null;
  alt_username: string;
  /** Whether the name was found to exist before, and is being checked again. */
  alt_name_unique: boolean;
  clone_id: bigint | null;
  /** The latest known username of a known look-alike. */
  clone_username: string | null;
  is_watch: boolean;
  rule: string | null;
  next_usernames: string[];
  next_rules: string[];
  names_tried: number;
  searched_at: Date | null;
  watched_username: string;
  watched_name: string;
}

/**
 * Claims names to check. First those that are due again (after a failure, or to see whether a look-alike is still there),
 * then names never tried: the likeliest of every account before the second likeliest of any.
 */
export async function claimCandidates(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<{ items: Candidate[]; skipped: number }> {
  const { rows } = await sql<Candidate>`
    with waiting as (
      select id
      from "UsersToClone"
      where alt_username is not null and claimed_by is null and next_attempt_at <= now()
        and outcome is distinct from 'failed'
        and ${isAlive(runId)}
      order by next_attempt_at
      limit ${limit}
      for no key update skip locked
    ),
    fresh as (
      select id
      from "UsersToClone"
      where alt_username is not null and claimed_by is null and next_attempt_at is null
        and outcome is distinct from 'failed'
        and ${isAlive(runId)}
      order by names_tried, id
      limit ${limit} - (select count(*) from waiting)
      for no key update skip locked
    ),
    claimed as (
      update "UsersToClone" as candidate
      set claimed_by = ${runId}
      from (select id from waiting union all select id from fresh) as taken
      where candidate.id = taken.id
      returning candidate.*
    )
    select claimed.id, claimed.account_id, claimed.task_id, claimed.alt_username, claimed.alt_name_unique,
      claimed.clone_id, claimed.is_watch, claimed.rule, claimed.next_usernames, claimed.next_rules,
      claimed.names_tried, claimed.searched_at, claimed.absences, account.username as watched_username,
      coalesce(account.full_name, '') as watched_name, clone.username as clone_username
    from claimed
    join "InstagramAccountBase" as account on account.id = claimed.account_id
    left join "InstagramAccountBase" as clone on clone.id = claimed.clone_id
    order by claimed.names_tried, claimed.id
  `.execute(db);
  return { items: rows, skipped: 0 };
}
