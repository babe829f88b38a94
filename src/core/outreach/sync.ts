import { type Kysely, sql, type Transaction } from "kysely";
import type { BatchDefinition, Done, SaveContext, Saved } from "../batch/definition.js";
import { addInto, type Tallies } from "../batch/tallies.js";
import type { SyncTask } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { type Metric, writeMetrics } from "../record/metrics.js";
import { SourceError } from "../source-error.js";
import type { CampaignAnalytics, InstantlyLead } from "./instantly/answers.js";
import type { Instantly } from "./instantly/client.js";
import type { InstantlyTools } from "./instantly/session.js";
import { saveLeads } from "./save-leads.js";
import { dropIdleSync } from "./sequences.js";

/** One thing to ask of Instantly, or to tell it. */
export interface SyncItem {
  id: bigint;
  /** The run that holds it. */
  runId: bigint;
  task: SyncTask;
  sequenceId: bigint | null;
  sequence: string | null;
  campaignId: string | null;
  cursor: string | null;
  suppressionId: bigint | null;
  /** What is to be put into the block list. */
  blocked: string | null;
  /** Whether it may have been put there before. */
  mayBeSent: boolean;
}

type Synced =
  | { task: "leads"; leads: InstantlyLead[]; next: string | null }
  | { task: "analytics"; figures: CampaignAnalytics | null }
  | { task: "block" };

/**
 * The sync as a batch whose items are tasks.
 * @param syncMinutes when a campaign that was read to its end is read again.
 */
export function syncBatch(
  syncMinutes: number,
): Omit<BatchDefinition<SyncItem, Synced, InstantlyTools>, "name"> {
  return {
    queue: "InstantlySync",
    prepare: reviveSync,
    claim: claimSync,
    subject: subjectOf,
    work: sync,
    save: (tx, done, context) => saveSynced(tx, done, context, syncMinutes),
    nothingToDo: async () =>
      `all campaigns were read within the last ${syncMinutes} minutes, or there is none; igminer sequence list shows them.`,
  };
}

/**
 * Claims tasks: what is to be blocked, pages of campaigns, figures of campaigns, the longest due first. A campaign is read
 * by one run at a time. What failed for good is tried again after a day, except the block list, which `igminer retry` does.
 */
async function claimSync(
  db: Kysely<Schema>,
  runId: bigint,
  limit: number,
): Promise<{ items: SyncItem[]; skipped: number }> {
  const { rows } = await sql<SyncItem>`
    with due as (
      select id
      from "InstantlySync"
      where claimed_by is null
        and outcome is distinct from 'failed'
        and (next_attempt_at is null or next_attempt_at <= now())
      order by next_attempt_at nulls first, id
      limit ${limit}
      for no key update skip locked
    ),
    claimed as (
      update "InstantlySync" as sync
      set claimed_by = ${runId}
      from due
      where sync.id = due.id
      returning sync.*
    )
    select claimed.id, claimed.claimed_by as "runId", claimed.task, claimed.sequence_id as "sequenceId", sequence.name as sequence,
      sequence.campaign_id as "campaignId", claimed.cursor, claimed.suppression_id as "suppressionId",
      suppression.value as blocked, claimed.sent_at is not null as "mayBeSent"
    from claimed
    left join "EmailSequence" as sequence on sequence.id = claimed.sequence_id
    left join "Suppression" as suppression on suppression.id = claimed.suppression_id
    order by claimed.id
  `.execute(db);
  return { items: rows, skipped: 0 };
}

/** Puts what is asked again and again back a day after it failed for good. */
async function reviveSync(db: Kysely<Schema>): Promise<null> {
  await sql`
    update "InstantlySync"
    set outcome = 'retry', attempts = 0
    where outcome = 'failed' and claimed_by is null and task <> 'block' and next_attempt_at < now() - interval '1 day'
  `.execute(db);
  return null;
}

function subjectOf({ task, sequence, blocked }: SyncItem): string {
  switch (task) {
    case "leads":
      return `${sequence}: leads`;
    case "analytics":
      return `${sequence}: figures`;
    case "block":
      return `block list: ${blocked}`;
    default:
      return task satisfies never;
  }
}

/** Asks or tells Instantly what the item says. */
async function sync(item: SyncItem, { db, instantly }: InstantlyTools, signal: AbortSignal): Promise<Synced> {
  switch (item.task) {
    case "leads":
      return { task: "leads", ...(await nextPage(item, instantly, signal)) };
    case "analytics":
      return { task: "analytics", figures: await instantly.analytics(item.campaignId as string, signal) };
    case "block":
      await block(item, db, instantly, signal);
      return { task: "block" };
    default:
      return item.task satisfies never;
  }
}

/** A cursor that Instantly does not take begins the campaign anew. */
async function nextPage({ campaignId, cursor }: SyncItem, instantly: Instantly, signal: AbortSignal) {
  try {
    return await instantly.leadsAfter(campaignId as string, cursor, signal);
  } catch (error) {
    const isRefused =
      error instanceof SourceError && error.kind === "bad_response" && error.context.status === 400;
    if (cursor === null || !isRefused) throw error;
    return instantly.leadsAfter(campaignId as string, null, signal);
  }
}

/** Each value is put into the block list once: where that may have happened before, the list is looked at first. */
async function block(
  { id, runId, blocked, mayBeSent }: SyncItem,
  db: Kysely<Schema>,
  instantly: Instantly,
  signal: AbortSignal,
): Promise<void> {
  const value = blocked as string;
  if (mayBeSent && (await instantly.isBlocked(value, signal))) return;
  await sql`
    update "InstantlySync" set sent_at = clock_timestamp() where id = ${id} and claimed_by = ${runId}
  `.execute(db);
  await instantly.block(value, signal);
}

async function saveSynced(
  tx: Transaction<Schema>,
  done: readonly Done<SyncItem, Synced>[],
  { runId }: SaveContext,
  syncMinutes: number,
): Promise<Saved> {
  const tallies: Tallies = {};
  const blocked: bigint[] = [];
  const asked: { id: bigint; cursor: string | null; isOver: boolean }[] = [];
  const metrics: Metric[] = [];
  for (const { item, result } of [...done].sort((a, b) => Number(a.item.id - b.item.id))) {
    switch (result.task) {
      case "leads":
        addInto(tallies, await saveLeads(tx, item.sequenceId as bigint, result.leads));
        asked.push({ id: item.id, cursor: result.next, isOver: result.next === null });
        break;
      case "analytics":
        metrics.push(...metricsOf(item.sequence as string, result.figures));
        asked.push({ id: item.id, cursor: null, isOver: true });
        break;
      case "block":
        blocked.push(item.id);
        break;
      default:
        result satisfies never;
    }
  }
  await writeMetrics(tx, metrics);
  const closed = (await closeAsked(tx, runId, asked, syncMinutes)) + (await closeBlocked(tx, runId, blocked));
  await dropIdleSync(tx);
  addInto(tallies, { block_listed: blocked.length });
  return { closed, tallies };
}

async function closeAsked(
  tx: Transaction<Schema>,
  runId: bigint,
  asked: readonly { id: bigint; cursor: string | null; isOver: boolean }[],
  syncMinutes: number,
): Promise<number> {
  const ids = asked.map(({ id }) => id);
  const cursors = asked.map(({ cursor }) => cursor);
  const result = await sql`
    update "InstantlySync" as sync
    set cursor = asked.cursor,
        attempts = 0,
        outcome = 'ok',
        last_error = null,
        claimed_by = null,
        next_attempt_at = case
          when asked.is_over then now() + make_interval(mins => ${syncMinutes}::integer)
        end
    from unnest(${ids}::bigint[], ${cursors}::text[], ${asked.map(({ isOver }) => isOver)}::boolean[])
      as asked(id, cursor, is_over)
    where sync.id = asked.id and sync.claimed_by = ${runId}
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** What is in the block list is done with. */
async function closeBlocked(tx: Transaction<Schema>, runId: bigint, ids: readonly bigint[]): Promise<number> {
  const { rows } = await sql`
    with told as (
      delete from "InstantlySync"
      where id = any(${ids}::bigint[]) and claimed_by = ${runId}
      returning suppression_id
    )
    update "Suppression" as suppression
    set block_listed_at = now()
    from told
    where suppression.id = told.suppression_id
    returning suppression.id
  `.execute(tx);
  return rows.length;
}

/** What a campaign came to, as Instantly counts it. */
function metricsOf(sequence: string, figures: CampaignAnalytics | null): Metric[] {
  if (figures === null) return [];
  const { campaign_id: _id, ...counts } = figures;
  return Object.entries(counts).map(([name, value]) => ({
    name: `campaign_${name}`,
    value,
    tags: { sequence },
  }));
}
