import { type Kysely, type RawBuilder, sql } from "kysely";
import { isAlive } from "../claims/claims.js";
import type { SequencerName } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";

/** One row of the outbox: the leads of one request. */
export interface OutboxItem {
  id: bigint;
  /** The run that holds it. */
  runId: bigint;
  sequence: string;
  campaignId: string;
  via: SequencerName;
  /** The number of its leads whose fate is unknown. */
  leads: number;
  /** Whether a request may have left: then the sequencer is asked what it has before anything is sent again. */
  mayBeSent: boolean;
}

export interface ClaimRules {
  /** The most leads in one row. */
  chunk: number;
  /** Only the sequence of this name, or null for all. */
  sequence: string | null;
  /** Rows sent more recently than this are not checked yet, because the sequencer's lists may not show them. */
  listingLagSeconds: number;
}

/**
 * Claims rows of the outbox: first those waiting for another attempt, then new ones. New rows are formed from waiting
 * leads of sequences below today's cap, with at most one unsent row per sequence.
 */
export async function claimOutbox(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  rules: ClaimRules,
): Promise<{ items: OutboxItem[]; skipped: number }> {
  const due = await claimDue(db, runId, limit, rules);
  const formed = due.length < limit ? await formRows(db, runId, limit - due.length, rules) : [];
  return { items: [...due, ...formed], skipped: 0 };
}

async function claimDue(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  { sequence, listingLagSeconds }: ClaimRules,
): Promise<OutboxItem[]> {
  const { rows } = await sql<OutboxItem>`
    with due as (
      select id
      from "EmailOutbox"
      where claimed_by is null
        and ${isAlive(runId)}
        and (outcome is null or outcome = 'retry')
        and (next_attempt_at is null or next_attempt_at <= now())
        and (sent_at is null or sent_at <= now() - make_interval(secs => ${listingLagSeconds}))
        and ${isOf(sequence, sql`sequence_id`)}
      order by next_attempt_at nulls first, id
      limit ${limit}
      for no key update skip locked
    )
    update "EmailOutbox" as outbox
    set claimed_by = ${runId}
    from due, "EmailSequence" as sequence
    where outbox.id = due.id and sequence.id = outbox.sequence_id
    returning outbox.id, outbox.claimed_by as "runId", sequence.name as sequence,
      sequence.campaign_id as "campaignId", sequence.via, outbox.sent_at is not null as "mayBeSent",
      (
        select count(*)::int
        from "EmailSequenceLead" as lead
        where lead.outbox_id = outbox.id and lead.state = 'sending'
      ) as leads
  `.execute(db);
  return rows;
}

async function formRows(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  { chunk, sequence }: ClaimRules,
): Promise<OutboxItem[]> {
  // The lock on the sequence makes other runs' counts visible, and prevents two runs from forming rows of the same
  // leads.
  const { rows } = await sql<OutboxItem>`
    with open as (
      select sequence.id, sequence.name, sequence.campaign_id, sequence.via, least(
        ${chunk}::integer,
        sequence.daily_cap
          - case when sequence.handed_on = (now() at time zone 'UTC')::date then sequence.handed_today else 0 end
      ) as room
      from "EmailSequence" as sequence
      where sequence.closed_at is null
        and sequence.paused_at is null
        and ${isAlive(runId)}
        and ${isOf(sequence, sql`sequence.id`)}
        and sequence.daily_cap
          > case when sequence.handed_on = (now() at time zone 'UTC')::date then sequence.handed_today else 0 end
        and exists (
          select from "EmailSequenceLead" as lead where lead.sequence_id = sequence.id and lead.state = 'queued' and lead.paused_at is null
        )
        and not exists (
          select
          from "EmailOutbox" as unsent
          where unsent.sequence_id = sequence.id
            and unsent.sent_at is null
            and (unsent.outcome is null or unsent.outcome = 'retry')
        )
      order by sequence.id
      limit ${limit}
      for no key update of sequence skip locked
    ),
    chosen as (
      select open.id as sequence_id, open.name, open.campaign_id, open.via, waiting.id
      from open
      cross join lateral (
        select lead.id
        from "EmailSequenceLead" as lead
        where lead.sequence_id = open.id and lead.state = 'queued' and lead.paused_at is null
        order by lead.id
        limit open.room
        for no key update skip locked
      ) as waiting
    ),
    formed as (
      insert into "EmailOutbox" (sequence_id, claimed_by)
      select distinct sequence_id, ${runId}::bigint from chosen
      returning id, sequence_id
    ),
    put as (
      update "EmailSequenceLead" as lead
      set state = 'sending', outbox_id = formed.id
      from chosen
      join formed on formed.sequence_id = chosen.sequence_id
      where lead.id = chosen.id
    )
    select formed.id, ${runId}::bigint as "runId", min(chosen.name) as sequence,
      min(chosen.campaign_id) as "campaignId", min(chosen.via) as via, count(*)::int as leads, false as "mayBeSent"
    from formed
    join chosen on chosen.sequence_id = formed.sequence_id
    group by formed.id, formed.sequence_id
    order by formed.id
  `.execute(db);
  return rows;
}

function isOf(sequence: string | null, id: RawBuilder<bigint>): RawBuilder<boolean> {
  return sequence === null
    ? sql`true`
    : sql`${id} = (select wanted.id from "EmailSequence" as wanted where wanted.name = ${sequence})`;
}
