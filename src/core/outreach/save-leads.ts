import { sql, type Transaction } from "kysely";
import type { Tallies } from "../batch/tallies.js";
import { rowsAs } from "../db/rows.js";
import type { LeadState } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { liftHeuristics } from "./filter-autoforwards.js";
import type { Campaign } from "./opt-outs.js";
import type { SequencerLead } from "./sequencer.js";
import { stateRank } from "./state-rank.js";

interface ChangedLead {
  /** The states before and after. */
  before: LeadState;
  after: LeadState;
}

/** Reason recorded for a lead that the sequencer no longer has. */
export const GONE = "deleted at the sequencer";

/**
 * Saves what a sequencer reports about leads of one campaign, whichever of the campaign's sequences they belong to. An
 * unchanged lead is not rewritten, and an older report never overwrites a newer one. A report may raise a state and
 * never lowers it (`stateRank`): what the mailbox showed and what a person labelled stay, counts and times only
 * increase, and missing values change nothing. A lead that we withdrew stays withdrawn; one that had disappeared and is
 * back gets the reported status. A row with another lead's id changes nothing.
 */
export async function saveLeads(
  tx: Transaction<Schema>,
  { via, campaignId }: Campaign,
  leads: readonly SequencerLead[],
): Promise<Tallies> {
  const { rows: changed } = await sql<ChangedLead>`
    with seen as (
      select *
      from ${rowsAs("seen", leads, {
        address: ["text", ({ email }) => email],
        lead_id: ["text", ({ id }) => id],
        word: ["text", ({ word }) => word],
        status: ["integer", ({ status }) => status],
        told_interest: ["integer", ({ interest }) => interest],
        opens: ["integer", ({ opens }) => opens],
        replies: ["integer", ({ replies }) => replies],
        clicks: ["integer", ({ clicks }) => clicks],
        updated_at: ["timestamptz", ({ updatedAt }) => updatedAt],
        contact_at: ["timestamptz", ({ contactedAt }) => contactedAt],
        reply_at: ["timestamptz", ({ repliedAt }) => repliedAt],
      })}
    ),
    chosen as (
      -- Of several entries or leads of one address in the campaign those with the same id, else one that is at the sequencer.
      select distinct on (seen.address) lead.id, seen.*
      from seen
      join "EmailSequenceLead" as lead on lead.email = seen.address
      join "EmailSequence" as sequence on sequence.id = lead.sequence_id
      where sequence.via = ${via}
        and sequence.campaign_id = ${campaignId}
        and not exists (
          select
          from "EmailSequenceLead" as other
          join "EmailSequence" as theirs on theirs.id = other.sequence_id
          where other.instantly_lead_id = seen.lead_id
            and other.email <> seen.address
            and theirs.via = ${via}
            and theirs.campaign_id = ${campaignId}
        )
      order by seen.address, lead.instantly_lead_id is not distinct from seen.lead_id desc,
        lead.instantly_lead_id is not null desc, lead.state not in ('refused', 'withdrawn') desc, lead.id desc,
        seen.updated_at desc nulls last
    ),
    held as (
      select lead.id, lead.state, lead.instantly_status, lead.interest as old_interest, lead.interest_by,
        lead.gone_at is not null and lead.state = 'withdrawn' as is_back,
        chosen.address, chosen.lead_id, chosen.word, chosen.status, chosen.opens, chosen.replies, chosen.clicks,
        chosen.updated_at, chosen.contact_at, chosen.reply_at,
        case when lead.interest_by = 'label' or chosen.told_interest is null then lead.interest else chosen.told_interest end
          as new_interest
      from chosen
      join "EmailSequenceLead" as lead on lead.id = chosen.id
      order by lead.id
      for no key update of lead
    ),
    told as (
      select *,
        case
          when word in ('bounced', 'unsubscribed', 'skipped') then word
          when replies > 0 then 'replied'
          when word = 'completed' then word
          when word is null then state
          else 'active'
        end as told_state
      from held
    ),
    turned as (
      select *,
        case
          when state in ('withdrawn', 'refused') and not is_back then state
          when is_back or ${stateRank(sql`told_state`)} > ${stateRank(sql`state`)} then told_state
          else state
        end as new_state
      from told
    )
    update "EmailSequenceLead" as lead
    set state = turned.new_state,
        state_by = case when turned.new_state <> turned.state then 'sequencer' else lead.state_by end,
        state_at = case when turned.new_state <> turned.state then coalesce(turned.updated_at, now()) else lead.state_at end,
        reason = case when turned.is_back then null else lead.reason end,
        instantly_lead_id = coalesce(turned.lead_id, lead.instantly_lead_id),
        instantly_status = coalesce(turned.status::smallint, lead.instantly_status),
        interest = turned.new_interest,
        interest_by = case
          when turned.new_interest is distinct from turned.old_interest then 'sequencer'
          else lead.interest_by
        end,
        interest_at = case
          when turned.new_interest is distinct from turned.old_interest then coalesce(turned.updated_at, now())
          else lead.interest_at
        end,
        open_count = greatest(lead.open_count, turned.opens),
        reply_count = greatest(lead.reply_count, turned.replies),
        click_count = greatest(lead.click_count, turned.clicks),
        last_contact_at = greatest(lead.last_contact_at, turned.contact_at),
        last_reply_at = greatest(lead.last_reply_at, turned.reply_at),
        instantly_updated_at = coalesce(turned.updated_at, lead.instantly_updated_at),
        handed_over_at = coalesce(lead.handed_over_at, now()),
        gone_at = null,
        synced_at = now(),
        released_at = case
          when turned.is_back and not exists (
            select
            from "EmailSequenceLead" as other
            where other.email = lead.email and other.id <> lead.id and other.released_at is null
          ) then null
          when lead.released_at is not null then lead.released_at
          when turned.new_state not in ('active', 'sending') and sequence.closed_at is not null then now()
        end
    from turned, "EmailSequence" as sequence
    where lead.id = turned.id
      and sequence.id = lead.sequence_id
      and (lead.instantly_updated_at is null or turned.updated_at is null or turned.updated_at >= lead.instantly_updated_at)
      and (
        lead.state, lead.instantly_lead_id, lead.instantly_status, lead.interest, lead.open_count, lead.reply_count,
        lead.click_count, lead.last_contact_at, lead.last_reply_at, lead.gone_at
      ) is distinct from (
        turned.new_state, coalesce(turned.lead_id, lead.instantly_lead_id),
        coalesce(turned.status::smallint, lead.instantly_status), turned.new_interest,
        greatest(lead.open_count, turned.opens), greatest(lead.reply_count, turned.replies),
        greatest(lead.click_count, turned.clicks), greatest(lead.last_contact_at, turned.contact_at),
        greatest(lead.last_reply_at, turned.reply_at), null::timestamptz
      )
    returning turned.state as before, lead.state as after
  `.execute(tx);
  const interested = leads.filter(({ interest }) => (interest ?? 0) > 0).map(({ email }) => email);
  if (interested.length > 0)
    await liftHeuristics(tx, sql`lead.interest > 0 and lead.email = any(${interested}::text[])`);
  const turnedTo = (state: LeadState) =>
    changed.filter(({ before, after }) => after === state && before !== state).length;
  return {
    leads_seen: leads.length,
    leads_changed: changed.length,
    bounced: turnedTo("bounced"),
    unsubscribed: turnedTo("unsubscribed"),
  };
}
