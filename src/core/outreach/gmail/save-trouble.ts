import { sql, type Transaction } from "kysely";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { isAboutUs } from "../../email/refusal.js";
import { addEmailSignals, type EmailSignal } from "../../email/signals.js";
import { raiseAlerts } from "../../record/alerts.js";
import { suppress } from "../suppression.js";
import type { LeadMail } from "./judge-page.js";
import type { Unreadable } from "./read-page.js";

/** This many refusals of our mail within a day are more than one host's problem. */
const REFUSALS_TO_TELL = 3;

/** Suppresses everybody who reported our mail as spam; they are never written to again. */
export async function saveComplaints(tx: Transaction<Schema>, mails: readonly LeadMail[]): Promise<void> {
  const complaints = mails.flatMap((mail) => mail.complainants.map((email) => ({ email, mail })));
  if (complaints.length === 0) return;
  const emails = [...new Set(complaints.map(({ email }) => email))];
  await suppress(
    tx,
    emails.map((value) => ({
      kind: "email",
      value,
      reason: "complaint",
      source: "gmail",
      isOptOut: true,
    })),
  );
  await sql`
    update "EmailSequenceLead"
    set state = 'unsubscribed', reason = 'complaint', state_by = 'mailbox', state_at = now()
    where email = any(${emails}::text[])
      and state in ('sending', 'active', 'completed', 'skipped', 'replied', 'bounced')
  `.execute(tx);
  await addEmailSignals(
    tx,
    complaints.map(
      ({ email, mail }): EmailSignal => ({
        address: { email, domain: email.slice(email.lastIndexOf("@") + 1) },
        kind: "complaint",
        source: "gmail",
        reference: mail.gmailId,
        at: mail.receivedAt,
      }),
    ),
  );
}

/** Puts a lead on hold until somebody has reviewed a message that may come from a person. */
export async function pauseUnclear(tx: Transaction<Schema>, mails: readonly LeadMail[]): Promise<void> {
  const ids = mails.filter((mail) => mail.class === "unclear").map(({ leadId }) => leadId);
  await sql`
    update "EmailSequenceLead"
    set paused_at = now()
    where id = any(${ids}::bigint[]) and paused_at is null and state in ('queued', 'sending', 'active', 'skipped')
  `.execute(tx);
}

/** A host's refusal of us is not the lead's fault: refusals are counted, and reported when there are many. */
export async function tellOfRefusals(
  tx: Transaction<Schema>,
  mailbox: string,
  mails: readonly LeadMail[],
  runId: bigint,
): Promise<void> {
  const ours = mails.flatMap(({ bounces }) => bounces).filter(({ refusal }) => isAboutUs(refusal));
  if (ours.length === 0) return;
  // Uses the index on received_at: one day of messages about leads.
  const { rows } = await sql<{ refused: number }>`
    select count(*)::int as refused
    from "EmailMessage"
    where received_at > now() - interval '1 day'
      and mailbox = ${mailbox}
      and class = 'bounced'
      and evidence @? '$.bounces[*] ? (@.refusal == "sender" || @.refusal == "content" || @.refusal == "rate")'
  `.execute(tx);
  const refused = rows[0]?.refused ?? 0;
  if (refused < REFUSALS_TO_TELL) return;
  await raiseAlerts(tx, [
    {
      kind: "mail_refused",
      subject: mailbox,
      message: `${refused} of our messages were rejected within a day, the last one with: ${ours.at(-1)?.detail ?? ""}. The leads are unchanged. Check the sending domain and address before more leads are handed over.`,
      count: ours.length,
      runId,
    },
  ]);
}

/** Stores the ids of skipped messages, for a person to look at. */
export async function noteUnreadable(
  tx: Transaction<Schema>,
  mailbox: string,
  unreadable: readonly Unreadable[],
  runId: bigint,
): Promise<void> {
  if (unreadable.length === 0) return;
  await sql`
    insert into "ErrorLog" (run_id, command, subject, kind, message)
    select ${runId}::bigint, 'label-gmail', subject, 'bad_response', message
    from ${rowsAs("noted", unreadable, {
      subject: ["text", ({ gmailId }) => `mailbox ${mailbox}, message ${gmailId}`],
      message: ["text", ({ problem }) => problem],
    })}
  `.execute(tx);
}
