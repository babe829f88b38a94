import { type Kysely, sql } from "kysely";
import type { Schema } from "../../db/schema.js";

/**
 * Results of the leads that a sequence handed over in one week, and the number of e-mails its campaign sent in that
 * week.
 */
export interface CampaignWeek {
  sequence: string;
  /** Monday, UTC. */
  week: Date;
  handedOver: number;
  opened: number;
  answered: number;
  interested: number;
  bounced: number;
  optedOut: number;
  /** By the sequencer's count for the campaign, or null if it was not read that week. */
  mails: number | null;
}

const WEEKS = 8;

/**
 * The last weeks of all sequences, newest first. E-mails are the growth of `campaign_emails_sent_count` within the
 * week.
 */
export async function readCampaignWeeks(db: Kysely<Schema>): Promise<CampaignWeek[]> {
  const { rows } = await sql<CampaignWeek>`
    with points as (
      select tags ->> 'sequence' as sequence, date_trunc('week', at, 'UTC') as week, value as most
      from "Metrics"
      where name = 'campaign_emails_sent_count' and at > now() - make_interval(weeks => ${WEEKS + 1}::int)
      union all
      select tags ->> 'sequence', date_trunc('week', hour, 'UTC'), maximum
      from "MetricsHourly"
      where name = 'campaign_emails_sent_count' and hour > now() - make_interval(weeks => ${WEEKS + 1}::int)
    ),
    counted as (
      select sequence, week, max(most) as most from points group by sequence, week
    ),
    sent as (
      select sequence, week, most - lag(most, 1, 0::float8) over (partition by sequence order by week) as mails
      from counted
    ),
    handed as (
      select sequence.name as sequence, date_trunc('week', lead.handed_over_at, 'UTC') as week,
        count(*)::int as "handedOver",
        (count(*) filter (where lead.open_count > 0))::int as opened,
        (count(*) filter (where lead.state = 'replied' or lead.reply_count > 0 or lead.last_reply_at is not null))::int
          as answered,
        (count(*) filter (where lead.interest > 0))::int as interested,
        (count(*) filter (where lead.state = 'bounced'))::int as bounced,
        (count(*) filter (where lead.state = 'unsubscribed' or lead.interest = -1))::int as "optedOut"
      from "EmailSequenceLead" as lead
      join "EmailSequence" as sequence on sequence.id = lead.sequence_id
      where lead.handed_over_at > now() - make_interval(weeks => ${WEEKS}::int)
      group by 1, 2
    )
    select coalesce(handed.sequence, sent.sequence) as sequence, coalesce(handed.week, sent.week) as week,
      coalesce("handedOver", 0) as "handedOver", coalesce(opened, 0) as opened, coalesce(answered, 0) as answered,
      coalesce(interested, 0) as interested, coalesce(bounced, 0) as bounced, coalesce("optedOut", 0) as "optedOut",
      sent.mails
    from handed
    full join sent on sent.sequence = handed.sequence and sent.week = handed.week
    where coalesce(handed.week, sent.week) > now() - make_interval(weeks => ${WEEKS}::int)
    order by week desc, sequence
  `.execute(db);
  return rows;
}
