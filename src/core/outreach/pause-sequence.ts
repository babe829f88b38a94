import { type Kysely, sql, type Transaction } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Sequencer } from "./sequencer.js";

/**
 * Pauses a sequence, or resumes it. While it is paused, nobody is handed over from the commit on. The campaign is
 * stopped or started at the sequencer when `hand-over` or `sync-instantly` next runs. Repeating the call repeats the
 * order.
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

/** Pauses or resumes a campaign according to the current state of its sequence. */
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
