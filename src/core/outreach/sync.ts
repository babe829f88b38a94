import { type Kysely, sql, type Transaction } from "kysely";
import type { BatchDefinition, Done, SaveContext, Saved } from "../batch/definition.js";
import { addInto, type Tallies } from "../batch/tallies.js";
import { claimedRows } from "../claims/claim-rows.js";
import { countFailed } from "../claims/claims.js";
import type { SequencerName, SyncTask } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { type Metric, writeMetrics } from "../record/metrics.js";
import { carryOut, closeOrders } from "./carry-out.js";
import { dropIdleSync } from "./close-sequence.js";
import { gonePart, keepPass, markGone } from "./gone-leads.js";
import type { SequencerTools } from "./open-sequencers.js";
import { saveOptOuts } from "./opt-outs.js";
import { saveLeads } from "./save-leads.js";
import type { CampaignFigures, LeadPage } from "./sequencer.js";

/** One request to a sequencer: a read or a change. */
export interface SyncItem {
  id: bigint;
  /** The run that holds it. */
  runId: bigint;
  task: SyncTask;
  via: SequencerName;
  sequenceId: bigint | null;
  sequence: string | null;
  campaignId: string | null;
  cursor: string | null;
  /** Whether to look for the leads that the last pass did not show. */
  isChecking: boolean;
  /** Only for `delete`. */
  leadReference: string | null;
  /** The address or domain of an order. */
  value: string | null;
  outboxId: bigint | null;
  /** Only for `delete`: the list to move the lead to instead. */
  toList: string | null;
  /** Whether an earlier attempt may have been sent. */
  mayBeSent: boolean;
}

type Synced =
  | { task: "leads"; page: LeadPage; optOuts: Tallies }
  | { task: "gone"; gone: bigint[]; asked: number }
  | { task: "analytics"; figures: CampaignFigures | null }
  | { task: "order"; isDone: boolean };

export interface SyncRules {
  /** Minutes between two complete reads of a campaign. */
  syncMinutes: number;
  /** Leads sent more recently than this may be missing from a sequencer's lists. */
  listingLagSeconds: number;
  /** Only endings at a sequencer: deletions, and everything ordered by an erasure. */
  onlyEndings?: boolean;
}

/** The sync as a batch whose items are tasks. */
export function syncBatch(rules: SyncRules): Omit<BatchDefinition<SyncItem, Synced, SequencerTools>, "name"> {
  return {
    queue: "InstantlySync",
    prepare: reviveSync,
    claim: (db, runId, limit) => claimSync(db, runId, limit, rules),
    subject: subjectOf,
    work: (item, tools, signal) => sync(item, tools, rules, signal),
    save: (tx, done, context) => saveSynced(tx, done, context, rules),
    async nothingToDo(db) {
      const failed = await countFailed(db, "InstantlySync");
      if (failed > 0)
        return `${failed} of its tasks failed for good and ${failed === 1 ? "is" : "are"} not done; igminer errors --command sync-instantly shows why, igminer retry --command sync-instantly returns them to the queue.`;
      return `every campaign was read within the last ${rules.syncMinutes} minutes, or there is none; see: igminer sequence list`;
    },
  };
}

/**
 * Claims tasks: orders first, then pages and figures of campaigns, the longest due first. A campaign is read by one run
 * at a time.
 */
async function claimSync(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
  { onlyEndings = false }: SyncRules,
): Promise<{ items: SyncItem[]; skipped: number }> {
  const { rows } = await sql<SyncItem>`
    with ${claimedRows(
      "InstantlySync",
      runId,
      limit,
      [
        {
          where: sql`outcome is distinct from 'failed' and (next_attempt_at is null or next_attempt_at <= now())
            and ${onlyEndings ? isEnding : sql`true`}`,
          orderBy: sql`task in ('leads', 'analytics'), next_attempt_at nulls first, id`,
        },
      ],
      [sql`tried_at = now()`],
    )}
    select claimed.id, claimed.claimed_by as "runId", claimed.task, coalesce(sequence.via, claimed.via) as via,
      claimed.sequence_id as "sequenceId", sequence.name as sequence,
      coalesce(sequence.campaign_id, claimed.campaign_id) as "campaignId", claimed.cursor, claimed.is_checking as "isChecking",
      claimed.lead_reference as "leadReference", coalesce(suppression.value, claimed.value) as value,
      claimed.outbox_id as "outboxId", claimed.to_list as "toList", claimed.sent_at is not null as "mayBeSent"
    from claimed
    left join "EmailSequence" as sequence on sequence.id = claimed.sequence_id
    left join "Suppression" as suppression on suppression.id = claimed.suppression_id
    order by claimed.id
  `.execute(db);
  return { items: rows, skipped: 0 };
}

const isEnding = sql<boolean>`(task in ('delete', 'campaign') or is_erasure)`;

/** @returns whether something must be ended at a sequencer now. */
export async function isEndingDue(db: Kysely<Schema>): Promise<boolean> {
  await reviveSync(db);
  const { rows } = await sql`
    select
    from "InstantlySync"
    where claimed_by is null
      and outcome is distinct from 'failed'
      and (next_attempt_at is null or next_attempt_at <= now())
      and ${isEnding}
    limit 1
  `.execute(db);
  return rows.length > 0;
}

/**
 * Reactivates failed tasks: an order after an hour, because a person's wish depends on it; recurring reads after a day.
 */
async function reviveSync(db: Kysely<Schema>): Promise<null> {
  await sql`
    update "InstantlySync"
    set outcome = 'retry', attempts = 0
    where outcome = 'failed'
      and claimed_by is null
      and tried_at < now() - case when task in ('leads', 'analytics') then interval '1 day' else interval '1 hour' end
  `.execute(db);
  return null;
}

function subjectOf({ task, sequence, value, leadReference, toList, isChecking }: SyncItem): string {
  switch (task) {
    case "leads":
      return `${sequence}: ${isChecking ? "missing leads" : "leads"}`;
    case "analytics":
      return `${sequence}: figures`;
    case "block":
      return `block list: ${value}`;
    case "unblock":
      return `off the block list: ${value}`;
    case "delete":
      return `${toList === null ? "delete" : "move"} lead: ${leadReference ?? value}`;
    case "campaign":
      return `${sequence}: pause or resume`;
    default:
      return task satisfies never;
  }
}

/** Carries out one task at a sequencer. */
async function sync(
  item: SyncItem,
  { db, sequencer: sequencers }: SequencerTools,
  { listingLagSeconds }: SyncRules,
  signal: AbortSignal,
): Promise<Synced> {
  const sequencer = sequencers(item.via);
  const campaignId = item.campaignId as string;
  switch (item.task) {
    case "leads": {
      if (item.isChecking)
        return { task: "gone", ...(await gonePart(db, sequencer, campaignId, listingLagSeconds, signal)) };
      const page = await sequencer.leadsAfter(campaignId, item.cursor, signal);
      return {
        task: "leads",
        page,
        optOuts: await saveOptOuts(db, { via: item.via, campaignId }, page.leads),
      };
    }
    case "analytics":
      return { task: "analytics", figures: await sequencer.figures(campaignId, signal) };
    case "block":
    case "unblock":
    case "delete":
    case "campaign":
      return {
        task: "order",
        isDone: await carryOut({ ...item, task: item.task }, db, sequencer, listingLagSeconds, signal),
      };
    default:
      return item.task satisfies never;
  }
}

async function saveSynced(
  tx: Transaction<Schema>,
  done: readonly Done<SyncItem, Synced>[],
  { runId }: SaveContext,
  { syncMinutes, listingLagSeconds }: SyncRules,
): Promise<Saved> {
  const tallies: Tallies = {};
  const metrics: Metric[] = [];
  const orders: { item: SyncItem; isDone: boolean }[] = [];
  let closed = 0;
  for (const { item, result } of [...done].sort((a, b) => Number(a.item.id - b.item.id))) {
    const campaign = { via: item.via, campaignId: item.campaignId as string };
    switch (result.task) {
      case "leads": {
        const { leads, next, unreadable } = result.page;
        addInto(tallies, {
          ...(await saveLeads(tx, campaign, leads)),
          ...result.optOuts,
          odd_rows: unreadable,
        });
        const pass = { item, runId, emails: leads.map(({ email }) => email), next };
        closed += await keepPass(tx, pass, campaign, { syncMinutes, listingLagSeconds });
        break;
      }
      case "gone":
        addInto(tallies, await markGone(tx, result));
        closed += await askAgain(tx, item.id, runId, syncMinutes);
        break;
      case "analytics":
        metrics.push(...metricsOf(item.sequence as string, result.figures));
        closed += await askAgain(tx, item.id, runId, syncMinutes);
        break;
      case "order":
        orders.push({ item, isDone: result.isDone });
        break;
      default:
        result satisfies never;
    }
  }
  await writeMetrics(tx, metrics);
  const carried = await closeOrders(tx, runId, orders, listingLagSeconds);
  await dropIdleSync(tx);
  addInto(tallies, carried.tallies);
  return { closed: closed + carried.closed, tallies };
}

async function askAgain(
  tx: Transaction<Schema>,
  id: bigint,
  runId: bigint,
  syncMinutes: number,
): Promise<number> {
  const result = await sql`
    update "InstantlySync"
    set attempts = 0, outcome = 'ok', last_error = null, claimed_by = null, is_checking = false,
        next_attempt_at = now() + make_interval(mins => ${syncMinutes}::integer)
    where id = ${id} and claimed_by = ${runId}
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** A campaign's figures as metrics. */
function metricsOf(sequence: string, figures: CampaignFigures | null): Metric[] {
  return Object.entries(figures ?? {}).map(([name, value]) => ({
    name: `campaign_${name}`,
    value,
    tags: { sequence },
  }));
}
