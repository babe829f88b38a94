import { type Kysely, sql } from "kysely";
import type { MessageClass } from "../../db/schema/outreach.js";
import type { Schema } from "../../db/schema.js";
import { SourceError } from "../../source-error.js";
import { type Bounce, classify } from "./classify.js";
import type { GmailMailbox, MailPage, RawMessage } from "./client.js";
import { type Mail, readMail } from "./read-mail.js";

/** The labels that igminer puts on messages, created once. */
const LABELS: Partial<Record<MessageClass, string>> = {
  bounced: "igminer/bounced",
  auto_reply: "igminer/auto-reply",
  forwarded: "igminer/forwarded",
  replied: "igminer/replied",
};

/** A mailbox and how far it was read. */
export interface MailboxItem {
  id: bigint;
  mailbox: string;
  historyId: string | null;
  pageToken: string | null;
  nextHistoryId: string | null;
}

export interface ReadingOptions {
  /** Messages a page. */
  most: number;
  fullDays: number;
  interestedLabel: string;
  unsubscribeLabel: string;
}

/** What a person says of a lead with a label of their own. */
export interface Wish {
  gmailId: string;
  wish: "interested" | "unsubscribe";
}

/** A message about a lead. */
export interface LeadMail {
  gmailId: string;
  threadId: string;
  leadId: bigint;
  class: MessageClass;
  rule: string;
  /** Written by us: it says with which address a conversation was begun. */
  isSent: boolean;
  sender: string | null;
  about: string | null;
  subject: string;
  receivedAt: Date;
  bounces: Bounce[];
}

export interface ReadPage {
  mails: LeadMail[];
  wishes: Wish[];
  /** Messages that are about no lead: they are looked at, and nothing of them is kept. */
  strangers: number;
  next: { historyId: string | null; pageToken: string | null; nextHistoryId: string | null; isOver: boolean };
}

/**
 * Reads the next page of a mailbox, judges its messages, and labels those about leads. What it does to the mailbox may be
 * done again without harm, so a crash before the page is saved only repeats it.
 */
export async function readPage(
  item: MailboxItem,
  { db, gmail }: { db: Kysely<Schema>; gmail: GmailMailbox },
  options: ReadingOptions,
  signal: AbortSignal,
): Promise<ReadPage> {
  const { page, next } = await nextPage(item, gmail, options, signal);
  const labelIds = await gmail.labels(
    [...Object.values(LABELS), options.interestedLabel, options.unsubscribeLabel],
    signal,
  );
  const messages = await fetchAll(page.messageIds, gmail, signal);
  const read = await Promise.all(
    messages.map(async (message) => ({ message, mail: await readMail(message.raw) })),
  );
  const threads = await knownThreads(db, item.mailbox, messages);
  // A full reading goes from the newest back: what an answer answers may be on a page that is still to come.
  if (page.historyId === null) await askForThreads(db, gmail, read, threads, signal);
  const mails = await judge(db, read, threads);
  for (const [kind, name] of Object.entries(LABELS)) {
    const ids = mails.filter((mail) => mail.class === kind).map(({ gmailId }) => gmailId);
    if (ids.length > 0) await gmail.addLabel(labelIds.get(name) as string, ids, signal);
  }
  const wishes = wishesIn(
    [...page.labelled, ...messages.map(({ id, labelIds: on }) => ({ messageId: id, labelIds: on }))],
    labelIds.get(options.interestedLabel),
    labelIds.get(options.unsubscribeLabel),
  );
  return { mails, wishes, strangers: messages.length - mails.length, next };
}

/** A page of the history; where Gmail does not know the history any more, or none was read yet, of all messages. */
async function nextPage(
  { historyId, pageToken, nextHistoryId }: MailboxItem,
  gmail: GmailMailbox,
  { most, fullDays }: ReadingOptions,
  signal: AbortSignal,
): Promise<{ page: MailPage; next: ReadPage["next"] }> {
  if (historyId !== null) {
    try {
      const page = await gmail.historySince(historyId, pageToken, most, signal);
      const isOver = page.nextPage === null;
      return {
        page,
        next: {
          historyId: isOver ? page.historyId : historyId,
          pageToken: page.nextPage,
          nextHistoryId: null,
          isOver,
        },
      };
    } catch (error) {
      if (!(error instanceof SourceError && error.kind === "not_found")) throw error;
      return nextPage({ ...NEVER_READ }, gmail, { most, fullDays } as ReadingOptions, signal);
    }
  }
  // Asked before the first page: what comes in while the pages are read is in the history since then.
  const since = nextHistoryId ?? (await gmail.historyId(signal));
  const page = await gmail.messages(fullDays, pageToken, most, signal);
  const isOver = page.nextPage === null;
  return {
    page,
    next: {
      historyId: isOver ? since : null,
      pageToken: page.nextPage,
      nextHistoryId: isOver ? null : since,
      isOver,
    },
  };
}

const NEVER_READ: MailboxItem = {
  id: 0n,
  mailbox: "",
  historyId: null,
  pageToken: null,
  nextHistoryId: null,
};
const AT_ONCE = 8;

/** Messages that are gone by now are left out. */
async function fetchAll(
  ids: readonly string[],
  gmail: GmailMailbox,
  signal: AbortSignal,
): Promise<RawMessage[]> {
  const messages: RawMessage[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = await Promise.all(
      ids.slice(from, from + AT_ONCE).map((id) =>
        gmail.message(id, signal).catch((error: unknown) => {
          if (error instanceof SourceError && error.kind === "not_found") return null;
          throw error;
        }),
      ),
    );
    messages.push(...some.filter((message) => message !== null));
  }
  return messages.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}

interface ReadMessage {
  message: RawMessage;
  mail: Mail;
}

/** Whom a conversation was begun with. */
interface Thread {
  writtenTo: string;
  leadId: bigint;
}

/** Asks with whom conversations were begun, of answers by somebody who is no lead. */
async function askForThreads(
  db: Kysely<Schema>,
  gmail: GmailMailbox,
  read: readonly ReadMessage[],
  threads: Map<string, Thread>,
  signal: AbortSignal,
): Promise<void> {
  const senders = await leadsOf(
    db,
    read.flatMap(({ mail }) => mail.sender ?? []),
  );
  const unknown = new Set(
    read
      .filter(
        ({ message, mail }) =>
          !isSent(message) &&
          !threads.has(message.threadId) &&
          !senders.has(mail.sender ?? "") &&
          (mail.headers.has("in-reply-to") || mail.headers.has("references")),
      )
      .map(({ message }) => message.threadId),
  );
  for (const threadId of unknown) {
    const fields = await gmail.sentTo(threadId, signal);
    const recipients = (await readMail(Buffer.from(`To: ${fields.join(", ")}\r\n\r\n`))).recipients;
    const [begun] = await leadsOf(db, recipients);
    if (begun !== undefined) threads.set(threadId, { writtenTo: begun[0], leadId: begun[1] });
  }
}

/** Judges messages, what we wrote before what came back. */
async function judge(
  db: Kysely<Schema>,
  read: readonly ReadMessage[],
  threads: Map<string, Thread>,
): Promise<LeadMail[]> {
  const leads = await leadsOf(
    db,
    read.flatMap(({ mail }) => [
      ...addressesIn(mail),
      ...(mail.deliveryStatus ?? []).map(({ email }) => email),
    ]),
  );
  const written = read.filter(({ message }) => isSent(message));
  const come = read.filter(({ message }) => !isSent(message));
  // In this order: what we wrote tells what an answer is.
  const mails = written.map(({ message, mail }) => sent(message, mail, threads, leads));
  mails.push(...come.map(({ message, mail }) => received(message, mail, threads, leads)));
  return mails.filter((mail) => mail !== null);
}

function isSent({ labelIds }: RawMessage): boolean {
  return labelIds.includes("SENT");
}

function addressesIn({ sender, recipients, headers }: Mail): string[] {
  const failed = (headers.get("x-failed-recipients")?.[0] ?? "")
    .split(",")
    .map((text) => text.trim().toLowerCase());
  return [...(sender === null ? [] : [sender]), ...recipients, ...failed];
}

function sent(
  { id, threadId, receivedAt }: RawMessage,
  mail: Mail,
  threads: Map<string, Thread>,
  leads: ReadonlyMap<string, bigint>,
): LeadMail | null {
  const writtenTo = mail.recipients.find((email) => leads.has(email));
  if (writtenTo === undefined) return null;
  const leadId = leads.get(writtenTo) as bigint;
  if (!threads.has(threadId)) threads.set(threadId, { writtenTo, leadId });
  return {
    gmailId: id,
    threadId,
    leadId,
    class: "other",
    rule: "sent",
    isSent: true,
    sender: mail.sender,
    about: writtenTo,
    subject: mail.subject,
    receivedAt,
    bounces: [],
  };
}

function received(
  { id, threadId, receivedAt }: RawMessage,
  mail: Mail,
  threads: ReadonlyMap<string, Thread>,
  leads: ReadonlyMap<string, bigint>,
): LeadMail | null {
  const thread = threads.get(threadId);
  const { class: kind, rule, bounces } = classify(mail, thread?.writtenTo ?? null);
  const bounced = bounces.find(({ email }) => leads.has(email))?.email;
  const leadId =
    leads.get(bounced ?? "") ?? thread?.leadId ?? (mail.sender === null ? undefined : leads.get(mail.sender));
  if (leadId === undefined) return null;
  return {
    gmailId: id,
    threadId,
    leadId,
    class: kind,
    rule,
    isSent: false,
    sender: mail.sender,
    about: bounced ?? (kind === "bounced" ? (thread?.writtenTo ?? null) : null),
    subject: mail.subject,
    receivedAt,
    bounces: bounces.filter(({ email }) => leads.has(email)),
  };
}

async function knownThreads(
  db: Kysely<Schema>,
  mailbox: string,
  messages: readonly RawMessage[],
): Promise<Map<string, Thread>> {
  const { rows } = await sql<Thread & { threadId: string }>`
    select distinct on (thread_id) thread_id as "threadId", about as "writtenTo", lead_id as "leadId"
    from "EmailMessage"
    where mailbox = ${mailbox}
      and thread_id = any(${[...new Set(messages.map(({ threadId }) => threadId))]}::text[])
      and evidence->>'rule' = 'sent'
      and about is not null
      and lead_id is not null
    order by thread_id, received_at
  `.execute(db);
  return new Map(rows.map(({ threadId, ...thread }) => [threadId, thread]));
}

/** @returns the lead of each address: the live one, else the newest. */
async function leadsOf(db: Kysely<Schema>, emails: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ email: string; id: bigint }>`
    select distinct on (email) email, id
    from "EmailSequenceLead"
    where email = any(${[...new Set(emails)]}::text[])
    order by email, released_at is null desc, id desc
  `.execute(db);
  return new Map(rows.map(({ email, id }) => [email, id]));
}

function wishesIn(
  labelled: readonly { messageId: string; labelIds: readonly string[] }[],
  interested: string | undefined,
  unsubscribe: string | undefined,
): Wish[] {
  return labelled.flatMap(({ messageId: gmailId, labelIds }): Wish[] => [
    ...(interested !== undefined && labelIds.includes(interested)
      ? [{ gmailId, wish: "interested" as const }]
      : []),
    ...(unsubscribe !== undefined && labelIds.includes(unsubscribe)
      ? [{ gmailId, wish: "unsubscribe" as const }]
      : []),
  ]);
}
