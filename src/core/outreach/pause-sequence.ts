import { type Kysely, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Sequencer } from "./sequencer.js";

/**
 * Pauses a sequence, or ends its pause: from the commit on nobody is handed over while it lasts, and the campaign is stopped
 * (or set going) at the sequencer as soon as `hand-over` or `sync-instantly` runs. What is so already is ordered anew.
 */
export async function setPaused(tx: Transaction<Schema>, id: bigint, isPaused: boolean): Promise<void> {
  await sql`
    update "EmailSequence"
    set paused_at = case when ${isPaused} then coalesce(paused_at, now()) end
    where id = ${id}
  `.execute(tx);
  await sql`
    insert into "InstantlySync" (task, sequence_id, ordered_at)
    values ('campaign', ${id}, clock_timestamp())
    on conflict (sequence_id, task) where sequence_id is not null
    do update set ordered_at = excluded.ordered_at, outcome = null, attempts = 0, next_attempt_at = null
  `.execute(tx);
}

/** Brings a campaign to what its sequence says at this moment. */
export async function adjustCampaign(
  { sequenceId, campaignId }: { sequenceId: bigint | null; campaignId: string | null },
  db: Kysely<Schema>,
  sequencer: Sequencer,
  signal: AbortSignal,
): Promise<void> {
  const sequence = await db
    .selectFrom("EmailSequence")
    .select("paused_at")
    .where("id", "=", sequenceId as bigint)
    .executeTakeFirst();
  if (sequence === undefined) return;
  await sequencer.setPaused(campaignId as string, sequence.paused_at !== null, signal);
}
