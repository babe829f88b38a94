import { sql, type Transaction } from "kysely";
import type { Tallies } from "../../batch/tallies.js";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { addEmailSignals, type EmailSignal } from "../../email/signals.js";
import { liftHeuristics } from "../filter-autoforwards.js";
import { suppress } from "../suppression.js";
import type { Objection } from "./objections.js";
import type { Wish } from "./read-page.js";

/** Instantly's number for an interested lead (facts §5). */
const INTERESTED = 1;

/** Saves a person's labels on leads. They override everything else, whenever they are set. */
export async function saveWishes(
  tx: Transaction<Schema>,
  mailbox: string,
  wishes: readonly Wish[],
  objections: readonly Objection[],
): Promise<Tallies> {
  const { rows } = await sql<{
    id: bigint;
    email: string;
    senders: string[];
    wish: Wish["wish"];
    gmail_id: string;
  }>`
    select lead.id, lead.email, wished.wish, wished.gmail_id,
      case when message.class in ('replied', 'forwarded', 'unclear')
        then array_remove(
          message.sender || array(select jsonb_array_elements_text(message.evidence -> 'coSenders')), null
        )
        else '{}'
      end as senders
    from ${rowsAs("wished", wishes, {
      gmail_id: ["text", ({ gmailId }) => gmailId],
      wish: ["text", ({ wish }) => wish],
    })}
    join "EmailMessage" as message on message.mailbox = ${mailbox} and message.gmail_id = wished.gmail_id
    join "EmailSequenceLead" as lead on lead.id = message.lead_id
    order by lead.id
    for no key update of lead
  `.execute(tx);
  const having = (wish: Wish["wish"]) => rows.filter((row) => row.wish === wish);
  const interested = having("interested").map(({ id }) => id);
  await liftHeuristics(tx, sql`lead.id = any(${interested}::bigint[])`);
  await sql`
    update "EmailSequenceLead"
    set paused_at = null, interest = ${INTERESTED}, interest_by = 'label', interest_at = now(),
        state = case when state = 'unsubscribed' then state else 'replied' end,
        state_by = case when state = 'unsubscribed' then state_by else 'label' end,
        state_at = case when state = 'unsubscribed' then state_at else now() end
    where id = any(${interested}::bigint[])
      and (interest is distinct from ${INTERESTED} or interest_by is distinct from 'label'
        or state not in ('replied', 'unsubscribed'))
  `.execute(tx);
  await sql`
    update "EmailSequenceLead"
    set paused_at = null
    where id = any(${having("continue").map(({ id }) => id)}::bigint[]) and paused_at is not null
  `.execute(tx);
  const unsubscribed = having("unsubscribe");
  // Also the addresses that the label's message came from: others of the same person, or of those who signed with them.
  const leaving = [
    ...unsubscribed.flatMap(({ email, senders, gmail_id }) =>
      [...new Set([email, ...senders])].map((each) => ({ email: each, gmail_id })),
    ),
    ...objections.flatMap(({ emails, gmailId }) => emails.map((email) => ({ email, gmail_id: gmailId }))),
  ];
  await suppress(
    tx,
    leaving.map(({ email: value }) => ({
      kind: "email",
      value,
      reason: "unsubscribed",
      source: "gmail",
      isOptOut: true,
    })),
  );
  await sql`
    update "EmailSequenceLead"
    set state = 'unsubscribed', state_by = 'label', state_at = now()
    where id = any(${unsubscribed.map(({ id }) => id)}::bigint[]) and state <> 'unsubscribed'
  `.execute(tx);
  await addEmailSignals(
    tx,
    leaving.map(
      ({ email, gmail_id: reference }): EmailSignal => ({
        address: { email, domain: email.slice(email.lastIndexOf("@") + 1) },
        kind: "unsubscribe",
        source: "gmail",
        reference,
        at: null,
      }),
    ),
  );
  return {
    strangers_unsubscribed: objections.filter(({ emails }) => emails.length > 0).length,
    unsubscribe_labels_without_a_sender: objections.filter(({ emails }) => emails.length === 0).length,
  };
}
