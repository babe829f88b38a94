import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { rowsAs } from "../db/rows.js";
import type { SequencerName, SyncTask } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { sequencersInUse } from "../keep-out/opt-outs.js";
import { mailboxOf } from "../text/mailbox.js";

/** A lead to delete at a sequencer, or to move out of its campaign: by its id there, or by its address. */
export interface Deletion {
  via: SequencerName;
  /** null for all campaigns. */
  campaignId: string | null;
  /** The sequencer's id, or null if unknown. */
  reference: string | null;
  /** The address, or null if not needed. */
  value: string | null;
  /** The request by which the lead may have got there, or may still be on its way. */
  outboxId: bigint | null;
  /** The lead list to move it to, or null to delete it. */
  toList: string | null;
  isErasure: boolean;
}

/**
 * Orders leads to be deleted at their sequencers, or moved to a list there. An existing order stays as it is.
 * @returns how many orders are new.
 */
export async function orderDeletion(
  tx: Transaction<Schema>,
  deletions: readonly Deletion[],
): Promise<number> {
  if (deletions.length === 0) return 0;
  const result = await sql`
    insert into "InstantlySync" (task, via, campaign_id, lead_reference, value, outbox_id, to_list, is_erasure)
    select 'delete', via, campaign_id, reference, value, outbox_id, to_list, is_erasure
    from ${rowsAs("ordered", deletions, {
      via: ["text", ({ via }) => via],
      campaign_id: ["text", ({ campaignId }) => campaignId],
      reference: ["text", ({ reference }) => reference],
      value: ["text", ({ value }) => value],
      outbox_id: ["bigint", ({ outboxId }) => outboxId],
      to_list: ["text", ({ toList }) => toList],
      is_erasure: ["boolean", ({ isErasure }) => isErasure],
    })}
    on conflict do nothing
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/**
 * Orders the end of everything begun outside igminer with a person, before their rows are erased. Their leads at the
 * sequencers are deleted, including those of a request in progress; the block-list entries that they asked for are
 * made; and labels on messages about them are removed. The orders contain only what the other side needs. `hand-over`,
 * `sync-instantly` and `label-gmail` carry them out, and delete them when done.
 * @returns how many orders there are now.
 */
export async function orderErasure(
  tx: Transaction<Schema>,
  { accountIds, emails }: { accountIds: readonly bigint[]; emails: readonly string[] },
): Promise<number> {
  const mailboxes = emails.map(mailboxOf);
  const isMailbox = (address: RawBuilder<unknown>) =>
    sql`igminer_mailbox(${address}) = any(${mailboxes}::text[])`;
  const isTheirs = sql`(lead.account_id = any(${accountIds}::bigint[]) or ${isMailbox(sql`lead.email`)})`;
  const { rows } = await sql<Deletion>`
    select sequence.via,
      -- One that was moved to a list is looked for everywhere, by its address.
      case when lead.list_id is null then sequence.campaign_id end as "campaignId",
      case when lead.list_id is null then lead.instantly_lead_id end as reference,
      -- Who carries rows by hand knows no id.
      case
        when lead.instantly_lead_id is null or lead.list_id is not null or sequence.via <> 'instantly' then lead.email
      end as value,
      lead.outbox_id as "outboxId", null::text as "toList", true as "isErasure"
    from "EmailSequenceLead" as lead
    join "EmailSequence" as sequence on sequence.id = lead.sequence_id
    left join "EmailOutbox" as outbox on outbox.id = lead.outbox_id
    where ${isTheirs}
      and (lead.gone_at is null or lead.list_id is not null)
      and (lead.instantly_lead_id is not null or (lead.state = 'sending' and outbox.sent_at is not null))
    order by lead.id
  `.execute(tx);
  const added = await orderDeletion(tx, rows);
  // An order given for another reason now belongs to the erasure too.
  const taken = await sql`
    update "InstantlySync"
    set is_erasure = true, to_list = null
    where task = 'delete' and not is_erasure and lead_reference = any(${rows.flatMap(({ reference }) => reference ?? [])}::text[])
  `.execute(tx);
  const deletions = added + Number(taken.numAffectedRows ?? 0);
  // An erasure does not cancel what protects the person.
  const blocks = await sql`
    update "InstantlySync" as sync
    set value = suppression.value, suppression_id = null, is_erasure = true
    from "Suppression" as suppression
    where suppression.id = sync.suppression_id
      and sync.task = 'block'
      and suppression.kind = 'email'
      and ${isMailbox(sql`suppression.value`)}
      and not exists (
        select
        from "InstantlySync" as same
        where same.task = 'block' and same.via = sync.via and same.suppression_id is null and same.value = suppression.value
      )
  `.execute(tx);
  const labels = await sql`
    insert into "MailboxUnlabel" (mailbox, gmail_id)
    select message.mailbox, message.gmail_id
    from "EmailMessage" as message
    where message.class in ('bounced', 'auto_reply', 'forwarded', 'replied')
      and (
        message.lead_id = any(array(select lead.id from "EmailSequenceLead" as lead where ${isTheirs}))
        or ${isMailbox(sql`message.sender`)}
        or ${isMailbox(sql`message.about`)}
      )
    on conflict do nothing
  `.execute(tx);
  return deletions + Number(blocks.numAffectedRows ?? 0) + Number(labels.numAffectedRows ?? 0);
}

/**
 * Orders block-list entries for erased people about whom an opt-out arrives afterwards. igminer keeps them out anyway,
 * but other campaigns at the sequencer may contain them. The orders are deleted when done.
 */
export async function orderBlocksOfErased(tx: Transaction<Schema>, emails: readonly string[]): Promise<void> {
  await sql`
    insert into "InstantlySync" (task, value, via, is_erasure)
    select 'block', given.email, used.via, true
    from unnest(${[...emails]}::text[]) as given(email)
    cross join ${sequencersInUse}
    on conflict do nothing
  `.execute(tx);
}

/** Open orders of one kind. */
export interface OpenOrders {
  task: Extract<SyncTask, "block" | "delete"> | "unlabel" | "discard";
  /** The service concerned. */
  via: SequencerName | "gmail" | "openai";
  orders: number;
  /** Of these, those that failed five times; they are tried again after an hour. */
  failed: number;
  /** The error of the last failed one. */
  lastError: string | null;
  /** When the oldest order was given. */
  since: Date;
}

/** @returns the unfinished orders of erasures. */
export async function readOpenOrders(db: Kysely<Schema>): Promise<OpenOrders[]> {
  const { rows } = await sql<OpenOrders>`
    select task, via, count(*)::int as orders, (count(*) filter (where outcome = 'failed'))::int as failed,
      max(last_error) as "lastError", min(ordered_at) as since
    from "InstantlySync"
    where is_erasure
    group by task, via
    union all
    select 'unlabel', 'gmail', count(*)::int, 0, null, min(ordered_at)
    from "MailboxUnlabel"
    having count(*) > 0
    union all
    select 'discard', 'openai', count(*)::int, (count(*) filter (where last_error is not null))::int, max(last_error), min(ordered_at)
    from "ModelDiscard"
    where is_erasure
    having count(*) > 0
    order by task, via
  `.execute(db);
  return rows;
}
