import { type Kysely, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";

/** Unfinished orders of erasures, as stored: only what the other side needs. */
export interface OpenErasures {
  atSequencers: {
    task: string;
    via: string;
    campaign_id: string | null;
    lead_reference: string | null;
    value: string | null;
  }[];
  inMailboxes: { mailbox: string; gmail_id: string }[];
  atModels: { batch_id: string; remote_id: string | null }[];
}

/** Reads the unfinished orders of erasures. */
export async function readOpenErasures(db: Kysely<Schema>): Promise<OpenErasures> {
  return {
    atSequencers: await db
      .selectFrom("InstantlySync")
      .select(["task", "via", "campaign_id", "lead_reference", "value"])
      .where("is_erasure", "=", true)
      .where("task", "in", ["delete", "block"])
      .orderBy("id")
      .execute(),
    inMailboxes: await db.selectFrom("MailboxUnlabel").select(["mailbox", "gmail_id"]).execute(),
    atModels: await db
      .selectFrom("ModelDiscard")
      .select(["batch_id", "remote_id"])
      .where("is_erasure", "=", true)
      .execute(),
  };
}

/** Adds the unfinished orders of another store to this one, unless they are there already. */
export async function addOpenErasures(
  tx: Transaction<Schema>,
  { atSequencers, inMailboxes, atModels }: OpenErasures,
): Promise<void> {
  await sql`
    insert into "InstantlySync" (task, via, campaign_id, lead_reference, value, is_erasure)
    select task, via, campaign_id, lead_reference, value, true
    from ${rowsAs("ordered", atSequencers, {
      task: ["text", ({ task }) => task],
      via: ["text", ({ via }) => via],
      campaign_id: ["text", (row) => row.campaign_id],
      lead_reference: ["text", (row) => row.lead_reference],
      value: ["text", ({ value }) => value],
    })}
    on conflict do nothing
  `.execute(tx);
  await sql`
    insert into "MailboxUnlabel" (mailbox, gmail_id)
    select * from ${rowsAs("ordered", inMailboxes, {
      mailbox: ["text", ({ mailbox }) => mailbox],
      gmail_id: ["text", (row) => row.gmail_id],
    })}
    on conflict do nothing
  `.execute(tx);
  await sql`
    insert into "ModelDiscard" (batch_id, remote_id, is_erasure)
    select batch_id::uuid, remote_id, true from ${rowsAs("ordered", atModels, {
      batch_id: ["text", (row) => row.batch_id],
      remote_id: ["text", (row) => row.remote_id],
    })}
    on conflict do nothing
  `.execute(tx);
}
