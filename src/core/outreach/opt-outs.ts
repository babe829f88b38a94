import { type Kysely, sql, type Transaction } from "kysely";
import type { Tallies } from "../batch/tallies.js";
import { rowsAs } from "../db/rows.js";
import type { SequencerName } from "../db/schema/outreach.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { addEmailSignals, type EmailSignal } from "../email/signals.js";
import { isForgotten } from "../keep-out/forgotten.js";
import { orderDeletion } from "./orders.js";
import type { LeadWord, SequencerLead } from "./sequencer.js";
import { type NewSuppression, suppress } from "./suppression.js";
import { BOUNCED } from "./suppression-reasons.js";

/** A campaign of a sequencer. */
export interface Campaign {
  via: SequencerName;
  campaignId: string;
}

interface Told {
  email: string;
  reference: string;
  word: LeadWord | null;
  interest: number | null;
}

/**
 * Suppresses the leads on a page of a campaign that bounced, unsubscribed or said no, whether igminer or somebody else
 * put them there. It runs in its own transaction before anything else of the page is saved, so that a problem with
 * another row cannot prevent an opt-out from being stored. A status reported before is ignored: what a person has
 * reversed since (`suppress remove`) stays reversed until the sequencer reports something else. Leads of people who
 * were erased are ordered to be deleted.
 */
export function saveOptOuts(
  db: Kysely<Schema>,
  campaign: Campaign,
  leads: readonly SequencerLead[],
): Promise<Tallies> {
  if (leads.length === 0) return Promise.resolve({});
  return inTransaction(db, async (tx) => {
    const ours = await turnedOurs(tx, campaign, leads);
    const { strangers, forgotten } = await othersAmong(tx, campaign, leads);
    const told = [...ours, ...(await newWordsOf(tx, campaign, strangers))];
    const { added } = await suppress(
      tx,
      told.flatMap((lead) => suppressionOf(lead, campaign)),
    );
    await addEmailSignals(
      tx,
      told.flatMap((lead) => signalOf(lead, campaign)),
    );
    await orderDeletion(
      tx,
      forgotten.map(({ id, email }) => ({
        ...campaign,
        reference: id,
        value: id === null ? email : null,
        outboxId: null,
        toList: null,
        isErasure: true,
      })),
    );
    return { suppressed: added, not_ours: strangers.length, forgotten: forgotten.length };
  });
}

/**
 * Whether a row of a page speaks of a lead of ours: an address may be in a campaign twice, and the second entry is
 * somebody else's.
 */
const isItself = sql<boolean>`(lead.email = seen.email and coalesce(seen.id = lead.instantly_lead_id, true))`;

/** Our leads for which the page reports something new. A label set by a person goes before an interest. */
async function turnedOurs(
  tx: Transaction<Schema>,
  { via, campaignId }: Campaign,
  leads: readonly SequencerLead[],
): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select distinct on (seen.email) seen.email, coalesce(seen.id, '') as reference, seen.word,
      case when lead.interest_by = 'label' then lead.interest else seen.interest end as interest
    from ${seenRows(leads)}
    join "EmailSequenceLead" as lead on ${isItself}
    join "EmailSequence" as sequence on sequence.id = lead.sequence_id
    where sequence.via = ${via}
      and sequence.campaign_id = ${campaignId}
      and (
        (seen.status is not null and seen.status is distinct from lead.instantly_status)
        or (seen.interest is not null and seen.interest is distinct from lead.interest)
      )
    order by seen.email, coalesce(seen.word, '') in ('bounced', 'unsubscribed') desc, lead.id desc
  `.execute(tx);
  return rows;
}

/** Leads of the campaign that igminer did not hand over, and among them those of people who were erased. */
async function othersAmong(
  tx: Transaction<Schema>,
  { via, campaignId }: Campaign,
  leads: readonly SequencerLead[],
): Promise<{ strangers: SequencerLead[]; forgotten: SequencerLead[] }> {
  const { rows } = await sql<{ nth: number; is_forgotten: boolean }>`
    select seen.nth, ${isForgotten("email", sql`seen.email`)} as is_forgotten
    from ${seenRows(leads)}
    where not exists (
      select
      from "EmailSequenceLead" as lead
      join "EmailSequence" as sequence on sequence.id = lead.sequence_id
      where ${isItself} and sequence.via = ${via} and sequence.campaign_id = ${campaignId}
    )
  `.execute(tx);
  const others = rows.map(({ nth, is_forgotten }) => ({ lead: leads[nth] as SequencerLead, is_forgotten }));
  const leadsOf = (isForgottenOne: boolean) =>
    others.filter(({ is_forgotten }) => is_forgotten === isForgottenOne).map(({ lead }) => lead);
  return { strangers: leadsOf(false), forgotten: leadsOf(true) };
}

/** @returns the leads of others whose status is new, after storing that status. */
async function newWordsOf(
  tx: Transaction<Schema>,
  { via, campaignId }: Campaign,
  strangers: readonly SequencerLead[],
): Promise<Told[]> {
  const speaking = strangers.filter((lead) => meaningOf(lead) !== null);
  if (speaking.length === 0) return [];
  const { rows } = await sql<{ reference: string }>`
    with said as (
      select distinct on (reference) *
      from (
        select coalesce(id, igminer_forget_hash('email', email)) as reference, status, interest, updated_at
        from ${seenRows(speaking)}
      ) as named
      order by reference, updated_at desc nulls last
    )
    insert into "StrangerWord" as known (via, campaign_id, lead_reference, status, interest, updated_at)
    select ${via}, ${campaignId}, reference, status, interest, updated_at
    from said
    order by reference
    on conflict (via, campaign_id, lead_reference) do update
    set status = excluded.status, interest = excluded.interest, updated_at = excluded.updated_at, told_at = now()
    where (known.status, known.interest) is distinct from (excluded.status, excluded.interest)
      or excluded.updated_at > known.updated_at
    returning lead_reference as reference
  `.execute(tx);
  const news = new Set(rows.map(({ reference }) => reference));
  const hashes = await hashesOf(
    tx,
    speaking.filter(({ id }) => id === null).map(({ email }) => email),
  );
  return speaking
    .map(({ id, email, word, interest }) => ({
      email,
      reference: id ?? hashes.get(email) ?? "",
      word,
      interest,
    }))
    .filter(({ reference }) => news.has(reference));
}

async function hashesOf(tx: Transaction<Schema>, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const { rows } = await sql<{ email: string; hash: string }>`
    select email, igminer_forget_hash('email', email) as hash from unnest(${emails}::text[]) as asked(email)
  `.execute(tx);
  return new Map(rows.map(({ email, hash }) => [email, hash]));
}

function seenRows(leads: readonly SequencerLead[]) {
  return rowsAs(
    "seen",
    leads.map((lead, nth) => ({ ...lead, nth })),
    {
      nth: ["integer", ({ nth }) => nth],
      id: ["text", ({ id }) => id],
      email: ["text", ({ email }) => email],
      word: ["text", ({ word }) => word],
      status: ["integer", ({ status }) => status],
      interest: ["integer", ({ interest }) => interest],
      updated_at: ["timestamptz", ({ updatedAt }) => updatedAt],
    },
  );
}

const MEANINGS = { bounced: BOUNCED, unsubscribed: "unsubscribed" } as const;

/** Instantly's number for "not interested" (facts §5). */
const NOT_INTERESTED = -1;

/** Why nobody may write to the lead any more, or null if it does not say so. */
function meaningOf({ word, interest }: Pick<Told, "word" | "interest">): string | null {
  if (word === "bounced" || word === "unsubscribed") return MEANINGS[word];
  return interest === NOT_INTERESTED ? "not interested" : null;
}

function suppressionOf(lead: Told, { via: source }: Campaign): NewSuppression[] {
  const reason = meaningOf(lead);
  const isOptOut = reason !== MEANINGS.bounced;
  return reason === null ? [] : [{ kind: "email", value: lead.email, reason, source, isOptOut }];
}

/** The signals in it for `mark-bad-emails`. */
function signalOf({ email, reference, word }: Told, { via: source }: Campaign): EmailSignal[] {
  const kind = word === "bounced" ? "hard_bounce" : word === "unsubscribed" ? "unsubscribe" : null;
  const address = { email, domain: email.slice(email.lastIndexOf("@") + 1) };
  return kind === null ? [] : [{ address, kind, source, reference, at: null }];
}
