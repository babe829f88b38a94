import { sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../../batch/definition.js";
import { addInto, type Tallies } from "../../batch/tallies.js";
import { jsonParameter } from "../../db/parameters.js";
import { rowsAs } from "../../db/rows.js";
import type { Schema } from "../../db/schema.js";
import { isAboutUs } from "../../email/refusal.js";
import { addEmailSignals, type EmailSignal } from "../../email/signals.js";
import { suppress } from "../suppression.js";
import { BOUNCED } from "../suppression-reasons.js";
import type { LeadMail } from "./judge-page.js";
import type { MailboxItem, ReadPage } from "./read-page.js";
import { noteUnreadable, pauseUnclear, saveComplaints, tellOfRefusals } from "./save-trouble.js";
import { saveWishes } from "./save-wishes.js";

/** How soon a mailbox that was read to its end is read again. */
const AGAIN = sql`interval '1 minute'`;

/**
 * Saves a page's messages about leads and the mailbox's progress in one transaction: unsaved pages are read again, and
 * saving the same twice changes nothing.
 */
export async function saveMailPages(
  tx: Transaction<Schema>,
  done: readonly Done<MailboxItem, ReadPage>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const tallies: Tallies = {};
  let closed = 0;
  for (const { item, result } of [...done].sort((a, b) => Number(a.item.id - b.item.id))) {
    if (!(await moveOn(tx, item.id, result.next, runId))) continue;
    closed++;
    const { mails, wishes, objections, strangers, unreadable, unlabelled } = result;
    await sql`
      delete from "MailboxUnlabel" where mailbox = ${item.mailbox} and gmail_id = any(${unlabelled}::text[])
    `.execute(tx);
    const kept = await saveMessages(tx, item.mailbox, mails);
    const present = mails.filter(({ gmailId }) => kept.has(gmailId));
    await saveBounces(tx, present);
    await saveComplaints(tx, present);
    await saveAnswers(tx, present);
    await pauseUnclear(tx, present);
    addInto(tallies, await saveWishes(tx, item.mailbox, wishes, objections));
    await tellOfRefusals(tx, item.mailbox, present, runId);
    await noteUnreadable(tx, item.mailbox, unreadable, runId);
    addInto(tallies, {
      ...counts(present),
      strangers,
      unreadable: unreadable.length,
      unlabelled: unlabelled.length,
    });
  }
  return { closed, tallies };
}

async function moveOn(
  tx: Transaction<Schema>,
  id: bigint,
  { historyId, pageToken, nextHistoryId, isOver }: ReadPage["next"],
  runId: bigint,
): Promise<boolean> {
  const moved = await sql`
    update "Mailbox"
    set history_id = ${historyId}, page_token = ${pageToken}, next_history_id = ${nextHistoryId}, synced_at = now(),
        attempts = 0, outcome = 'ok', last_error = null, claimed_by = null,
        next_attempt_at = case when ${isOver} then now() + ${AGAIN} end
    where id = ${id} and claimed_by = ${runId}
  `.execute(tx);
  return moved.numAffectedRows === 1n;
}

/** @returns the messages whose leads still exist; those of leads erased in the meantime are dropped. */
async function saveMessages(
  tx: Transaction<Schema>,
  mailbox: string,
  mails: readonly LeadMail[],
): Promise<Set<string>> {
  const { rows } = await sql<{ gmail_id: string }>`
    with seen as (
      select seen.*
      from ${rowsAs("seen", mails, {
        gmail_id: ["text", ({ gmailId }) => gmailId],
        thread_id: ["text", ({ threadId }) => threadId],
        lead_id: ["bigint", ({ leadId }) => leadId],
        class: ["text", (mail) => mail.class],
        sender: ["text", ({ sender }) => sender],
        about: ["text", ({ about }) => about],
        subject: ["text", ({ subject }) => subject.slice(0, 500)],
        received_at: ["timestamptz", ({ receivedAt }) => receivedAt],
        evidence: [
          "jsonb",
          ({ rule, bounces, coSenders }) =>
            jsonParameter({
              rule,
              ...(bounces.length > 0 && { bounces }),
              ...(coSenders.length > 0 && { coSenders }),
            }),
        ],
        message_id: ["text", ({ messageId }) => messageId],
      })}
      join "EmailSequenceLead" as lead on lead.id = seen.lead_id
      order by lead.id
      for no key update of lead
    ),
    added as (
      insert into "EmailMessage" (
        mailbox, gmail_id, thread_id, lead_id, class, sender, about, subject, received_at, evidence, message_id, labelled_at
      )
      select ${mailbox}, gmail_id, thread_id, lead_id, class, sender, about, subject, received_at, evidence, message_id, now()
      from seen
      on conflict (mailbox, gmail_id) do nothing
    )
    select gmail_id from seen
  `.execute(tx);
  return new Set(rows.map(({ gmail_id }) => gmail_id));
}

/**
 * Suppresses leads that cannot be reached. Refusals that are not final are reported to `mark-bad-emails`, unless they
 * concern us as the sender.
 */
async function saveBounces(tx: Transaction<Schema>, mails: readonly LeadMail[]): Promise<void> {
  const bounces = mails.flatMap((mail) => mail.bounces.map((bounce) => ({ ...bounce, mail })));
  if (bounces.length === 0) return;
  const hard = [...new Set(bounces.filter(({ isHard }) => isHard).map(({ email }) => email))];
  await suppress(
    tx,
    hard.map((value) => ({ kind: "email", value, reason: BOUNCED, source: "gmail" })),
  );
  await sql`
    update "EmailSequenceLead"
    set state = 'bounced', state_by = 'mailbox', state_at = now()
    where email = any(${hard}::text[]) and state in ('sending', 'active', 'completed', 'skipped')
  `.execute(tx);
  await addEmailSignals(
    tx,
    bounces
      .filter(({ refusal }) => !isAboutUs(refusal))
      .map(
        ({ email, isHard, detail, mail }): EmailSignal => ({
          address: { email, domain: email.slice(email.lastIndexOf("@") + 1) },
          kind: isHard ? "hard_bounce" : "soft_bounce",
          source: "gmail",
          reference: mail.gmailId,
          detail,
          at: mail.receivedAt,
        }),
      ),
  );
}

/** A person's answer, also from another address, ends the sequence for the lead; that address is linked to the lead. */
async function saveAnswers(tx: Transaction<Schema>, mails: readonly LeadMail[]): Promise<void> {
  const answers = mails.filter((mail) => mail.class === "replied" || mail.class === "forwarded");
  if (answers.length === 0) return;
  const isRaised = sql`lead.state in ('sending', 'active', 'completed', 'skipped', 'bounced')`;
  await sql`
    update "EmailSequenceLead" as lead
    set state = case when ${isRaised} then 'replied' else lead.state end,
        state_by = case when ${isRaised} then 'mailbox' else lead.state_by end,
        state_at = case when ${isRaised} then answer.at else lead.state_at end,
        last_reply_at = greatest(lead.last_reply_at, answer.at),
        answered_from = coalesce(answer.other, lead.answered_from)
    from (
      select answered.lead_id, max(answered.at) as at,
        (array_agg(answered.sender order by answered.at desc) filter (where answered.sender <> given.email))[1] as other
      from ${rowsAs("answered", answers, {
        lead_id: ["bigint", ({ leadId }) => leadId],
        sender: ["text", ({ sender }) => sender],
        at: ["timestamptz", ({ receivedAt }) => receivedAt],
      })}
      join "EmailSequenceLead" as given on given.id = answered.lead_id
      group by answered.lead_id
    ) as answer
    where lead.id = answer.lead_id
      and (${isRaised}
        or lead.last_reply_at is distinct from greatest(lead.last_reply_at, answer.at)
        or lead.answered_from is distinct from coalesce(answer.other, lead.answered_from))
  `.execute(tx);
}

function counts(mails: readonly LeadMail[]): Tallies {
  const of = (kind: LeadMail["class"]) => mails.filter((mail) => mail.class === kind && !mail.isSent).length;
  return {
    messages: mails.length,
    bounced: of("bounced"),
    complaints: of("complaint"),
    auto_replies: of("auto_reply"),
    bulk: of("bulk"),
    forwarded: of("forwarded"),
    replied: of("replied"),
    unclear: of("unclear"),
  };
}
