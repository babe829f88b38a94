import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Tallies } from "../batch/tallies.js";
import type { Schema } from "../db/schema.js";
import type { Campaign } from "./opt-outs.js";
import { GONE } from "./save-leads.js";
import type { Sequencer } from "./sequencer.js";

/**
 * If at least this many leads are missing, and more than half of all, the list is probably wrong (another workspace's
 * key, a filter) rather than the leads deleted.
 */
const NOT_BELIEVED_FROM = 20;

/** Leads of a campaign that its list must contain, as SQL over `lead` and `sequence`. */
function mustBeListed(
  { via, campaignId }: Campaign,
  listedFrom: RawBuilder<Date | null>,
): RawBuilder<boolean> {
  return sql`(
    sequence.via = ${via}
    and sequence.campaign_id = ${campaignId}
    and lead.instantly_lead_id is not null
    and lead.gone_at is null
    and lead.handed_over_at < ${listedFrom}
  )`;
}

interface Pass {
  item: { id: bigint; cursor: string | null };
  runId: bigint;
  /** The addresses on the page. */
  emails: readonly string[];
  next: string | null;
}

/**
 * Saves the progress of a pass through a campaign. If a finished pass showed fewer of our leads than expected, each of
 * them is looked for next.
 * @returns how many rows the run still held.
 */
export async function keepPass(
  tx: Transaction<Schema>,
  { item, runId, emails, next }: Pass,
  campaign: Campaign,
  { syncMinutes, listingLagSeconds }: { syncMinutes: number; listingLagSeconds: number },
): Promise<number> {
  const isFirst = item.cursor === null;
  const startedAt = sql<Date | null>`sync.pass_started_at - make_interval(secs => ${listingLagSeconds})`;
  const result = await sql`
    with started as (
      update "InstantlySync" as sync
      set pass_started_at = case when ${isFirst} then tried_at else pass_started_at end
      where id = ${item.id} and claimed_by = ${runId}
      returning id, pass_started_at
    ),
    counted as (
      select sync.id,
        case when ${isFirst} then 0 else held.pass_listed end + (
          select count(distinct lead.email)::int
          from "EmailSequenceLead" as lead
          join "EmailSequence" as sequence on sequence.id = lead.sequence_id
          where lead.email = any(${emails}::text[]) and ${mustBeListed(campaign, startedAt)}
        ) as listed,
        case when ${next === null} then (
          select count(distinct lead.email)::int
          from "EmailSequenceLead" as lead
          join "EmailSequence" as sequence on sequence.id = lead.sequence_id
          where ${mustBeListed(campaign, startedAt)}
        ) end as expected
      from started as sync
      join "InstantlySync" as held on held.id = sync.id
    )
    select counted.id, counted.listed, coalesce(counted.listed < counted.expected, false) as is_short
    from counted
  `.execute(tx);
  const [row] = result.rows as { id: bigint; listed: number; is_short: boolean }[];
  if (row === undefined) return 0;
  await sql`
    update "InstantlySync"
    set cursor = ${next}, pass_listed = ${row.listed}, is_checking = ${row.is_short},
        attempts = 0, outcome = 'ok', last_error = null, claimed_by = null,
        next_attempt_at = case
          when ${next === null && !row.is_short} then now() + make_interval(mins => ${syncMinutes}::integer)
        end
    where id = ${item.id} and claimed_by = ${runId}
  `.execute(tx);
  return 1;
}

/** Looks for each lead that a campaign must contain. @returns the missing ones, and how many were looked for. */
export async function gonePart(
  db: Kysely<Schema>,
  sequencer: Sequencer,
  campaignId: string,
  listingLagSeconds: number,
  signal: AbortSignal,
): Promise<{ gone: bigint[]; asked: number }> {
  const campaign = { via: sequencer.name, campaignId };
  const listedFrom = sql<Date>`now() - make_interval(secs => ${listingLagSeconds})`;
  const { rows: leads } = await sql<{ id: bigint; email: string }>`
    select lead.id, lead.email
    from "EmailSequenceLead" as lead
    join "EmailSequence" as sequence on sequence.id = lead.sequence_id
    where ${mustBeListed(campaign, listedFrom)}
    order by lead.id
  `.execute(db);
  const emails = [...new Set(leads.map(({ email }) => email))];
  const found = new Set((await sequencer.findLeads(campaignId, emails, signal)).map(({ email }) => email));
  return { gone: leads.filter(({ email }) => !found.has(email)).map(({ id }) => id), asked: leads.length };
}

/** Ends leads that the sequencer no longer has: those not yet written to are released, all others keep their final state. */
export async function markGone(
  tx: Transaction<Schema>,
  { gone, asked }: { gone: readonly bigint[]; asked: number },
): Promise<Tallies> {
  if (gone.length > NOT_BELIEVED_FROM && gone.length > asked / 2)
    return { missing_and_not_believed: gone.length };
  return { gone: await endGone(tx, sql`lead.id = any(${gone}::bigint[])`) };
}

/** Marks leads (SQL over `lead`) as no longer at the sequencer. @returns how many were there until now. */
export async function endGone(tx: Transaction<Schema>, which: RawBuilder<boolean>): Promise<number> {
  const result = await sql`
    with held as (
      select lead.id, lead.state, sequence.closed_at
      from "EmailSequenceLead" as lead
      join "EmailSequence" as sequence on sequence.id = lead.sequence_id
      where ${which} and lead.gone_at is null
      order by lead.id
      for no key update of lead
    )
    update "EmailSequenceLead" as lead
    set gone_at = now(),
        state = case when held.state = 'active' then 'withdrawn' else held.state end,
        state_by = case when held.state = 'active' then 'sequencer' else lead.state_by end,
        state_at = case when held.state = 'active' then now() else lead.state_at end,
        reason = case when held.state = 'active' then ${GONE} else lead.reason end,
        released_at = case
          when lead.released_at is null and (held.state = 'active' or held.closed_at is not null) then now()
          else lead.released_at
        end
    from held
    where lead.id = held.id
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
