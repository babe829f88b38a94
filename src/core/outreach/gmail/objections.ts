import { type Kysely, sql } from "kysely";
import type { Schema } from "../../db/schema.js";
import { mailboxOf } from "../../text/mailbox.js";
import type { GmailMailbox } from "./client.js";
import { fetchMessage } from "./fetch-message.js";
import type { ReadMessage } from "./judge-page.js";
import { FROM_MACHINE } from "./machine-signs.js";
import type { MailReader } from "./mail-reader.js";

/** A message about no lead that a person has labelled as an objection: its author objects. */
export interface Objection {
  gmailId: string;
  /**
   * Who objects: all who signed; nobody if the message was deleted, is unreadable, has no sender, or is our own to
   * several recipients.
   */
  emails: string[];
}

/**
 * Reads who objects in messages about no lead: its senders (for a form or a help desk that takes no answer, those to whom
 * answers go), or for a message of ours its only recipient. Never one of our own addresses.
 * @param gmailIds messages with the label.
 * @param read the messages already read with the page; others are fetched.
 * @param attributed messages of the page that are about leads.
 */
export async function readObjections(
  { db, gmail, reader }: { db: Kysely<Schema>; gmail: GmailMailbox; reader: MailReader },
  mailbox: string,
  gmailIds: readonly string[],
  { read, attributed }: { read: readonly ReadMessage[]; attributed: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<Objection[]> {
  const asked = [...new Set(gmailIds)].filter((id) => !attributed.has(id));
  if (asked.length === 0) return [];
  const { rows } = await sql<{ gmail_id: string }>`
    select gmail_id
    from "EmailMessage"
    where mailbox = ${mailbox} and gmail_id = any(${asked}::text[]) and lead_id is not null
  `.execute(db);
  const known = new Set(rows.map(({ gmail_id }) => gmail_id));
  const strange = asked.filter((id) => !known.has(id));
  if (strange.length === 0) return [];
  const ours = await ownAddresses(db, mailbox, gmail, signal);
  const objections: Objection[] = [];
  for (const gmailId of strange) {
    const message =
      read.find(({ message }) => message.id === gmailId) ??
      (await readStrange(gmailId, { gmail, reader }, signal));
    objections.push({ gmailId, emails: message === null ? [] : objectorsOf(message, ours) });
  }
  return objections;
}

function objectorsOf({ message, mail }: ReadMessage, ours: ReadonlySet<string>): string[] {
  const isTheirs = (email: string) => !ours.has(mailboxOf(email));
  const senders = mail.senders.filter(isTheirs);
  if (senders.length > 0 && !message.labelIds.includes("SENT")) {
    const answered = mail.repliesTo.filter((email) => isTheirs(email) && !FROM_MACHINE.test(email));
    return senders.every((email) => FROM_MACHINE.test(email)) && answered.length > 0 ? answered : senders;
  }
  const recipients = mail.recipients.filter(isTheirs);
  return recipients.length === 1 ? recipients : [];
}

async function readStrange(
  id: string,
  { gmail, reader }: { gmail: GmailMailbox; reader: MailReader },
  signal: AbortSignal,
): Promise<ReadMessage | null> {
  const fetched = await fetchMessage(gmail, id, signal);
  if (fetched === null || typeof fetched === "string") return null;
  const { raw, ...message } = fetched;
  const mail = await reader.read(raw);
  return mail === null ? null : { message, mail };
}

/** The mailbox's own address, and those from which we have sent messages. */
async function ownAddresses(
  db: Kysely<Schema>,
  mailbox: string,
  gmail: GmailMailbox,
  signal: AbortSignal,
): Promise<Set<string>> {
  const { rows } = await sql<{ sender: string }>`
    select distinct sender
    from "EmailMessage"
    where mailbox = ${mailbox} and evidence ->> 'rule' = 'sent' and sender is not null
  `.execute(db);
  const own = await gmail.address(signal);
  return new Set([...(own === null ? [] : [own]), ...rows.map(({ sender }) => sender)].map(mailboxOf));
}
