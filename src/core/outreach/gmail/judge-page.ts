import { type Kysely, sql } from "kysely";
import type { MessageClass } from "../../db/schema/outreach.js";
import type { Schema } from "../../db/schema.js";
import { SourceError } from "../../source-error.js";
import { addressesInText } from "./bounce/addresses.js";
import type { Bounce } from "./bounce/judge-bounce.js";
import { classify, type Judgement } from "./classify.js";
import type { GmailMailbox, RawMessage } from "./client.js";
import type { Mail } from "./read-mail.js";

export interface ReadMessage {
  message: Omit<RawMessage, "raw">;
  mail: Mail;
}

/** A message about a lead. */
export interface LeadMail {
  gmailId: string;
  threadId: string;
  leadId: bigint;
  class: MessageClass;
  rule: string;
  /** Written by us: it tells which address a conversation was begun with. */
  isSent: boolean;
  sender: string | null;
  /** The other addresses of its From. */
  coSenders: string[];
  about: string | null;
  subject: string;
  receivedAt: Date;
  bounces: Bounce[];
  /** For a complaint: the leads' addresses whose owners complained. */
  complainants: string[];
  /** The Message-ID of a message of ours; null if not needed. */
  messageId: string | null;
}

/** The recipient with whom a conversation was begun. */
export interface Thread {
  writtenTo: string;
  leadId: bigint;
}

/** Conversations by Gmail's thread and by the Message-ID of our messages. */
export interface Threads {
  byThread: Map<string, Thread>;
  byMessageId: Map<string, Thread>;
}

/** Looks up the recipients of conversations for answers and bounces that name no lead. */
export async function askForThreads(
  db: Kysely<Schema>,
  gmail: GmailMailbox,
  read: readonly ReadMessage[],
  threads: Threads,
  signal: AbortSignal,
): Promise<void> {
  const come = read.filter(
    ({ message, mail }) => !isSent(message) && threadOf(message, mail, threads) === undefined,
  );
  const leads = await leadsOf(
    db,
    come.flatMap(({ mail }) => namedIn(mail)),
  );
  const unknown = new Set(
    come
      .filter(({ mail }) => belongsToConversation(mail) && !namedIn(mail).some((email) => leads.has(email)))
      .map(({ message }) => message.threadId),
  );
  for (const threadId of unknown) {
    const fields = await gmail.sentTo(threadId, signal).catch((error: unknown) => {
      if (error instanceof SourceError && error.kind === "not_found") return [];
      throw error;
    });
    const [begun] = await leadsOf(db, fields.flatMap(addressesInText));
    if (begun !== undefined) threads.byThread.set(threadId, { writtenTo: begun[0], leadId: begun[1] });
  }
}

/** The addresses that a message claims to be from, or to be about. */
function namedIn(mail: Mail): string[] {
  const { bounces, complainants } = classify(mail, null);
  return [...mail.senders, ...bounces.flatMap(({ email, aliases }) => [email, ...aliases]), ...complainants];
}

function belongsToConversation(mail: Mail): boolean {
  const { headers, isFromNobody } = mail;
  return (
    headers.has("in-reply-to") ||
    headers.has("references") ||
    isFromNobody ||
    ["bounced", "complaint"].includes(classify(mail, null).class)
  );
}

/** Judges the messages of a page, ours before the answers to them. Messages about no lead are left out. */
export async function judgePage(
  db: Kysely<Schema>,
  read: readonly ReadMessage[],
  threads: Threads,
): Promise<LeadMail[]> {
  const written = read.filter(({ message }) => isSent(message));
  const come = read.filter(({ message }) => !isSent(message));
  const leads = await leadsOf(db, [
    ...written.flatMap(({ mail }) => mail.recipients),
    ...come.flatMap(({ mail }) => namedIn(mail)),
  ]);
  // In this order, because our messages show what an answer belongs to.
  const mails = written.map((each) => sent(each, threads, leads));
  mails.push(...come.map((each) => received(each, threads, leads)));
  return mails.filter((mail) => mail !== null);
}

function isSent({ labelIds }: Pick<RawMessage, "labelIds">): boolean {
  return labelIds.includes("SENT");
}

const MESSAGE_ID = /<([^<>\s]{1,250})>/g;

function idsIn(...values: (string | undefined)[]): string[] {
  return values.flatMap((value) =>
    [...(value ?? "").slice(0, 4_000).matchAll(MESSAGE_ID)].map(([, id]) => id as string),
  );
}

/** Ids of the messages that a message answers or returns. */
function answeredIds({ headers, returned }: Mail): string[] {
  return idsIn(
    headers.get("in-reply-to")?.[0],
    headers.get("references")?.[0],
    returned?.get("message-id")?.[0],
  );
}

function threadOf(
  { threadId }: Pick<RawMessage, "threadId">,
  mail: Mail,
  threads: Threads,
): Thread | undefined {
  return (
    threads.byThread.get(threadId) ??
    answeredIds(mail)
      .map((id) => threads.byMessageId.get(id))
      .find((thread) => thread !== undefined)
  );
}

function sent(
  { message: { id, threadId, receivedAt }, mail }: ReadMessage,
  threads: Threads,
  leads: ReadonlyMap<string, bigint>,
): LeadMail | null {
  const writtenTo = mail.recipients.find((email) => leads.has(email));
  if (writtenTo === undefined) return null;
  const leadId = leads.get(writtenTo) as bigint;
  const messageId = idsIn(mail.headers.get("message-id")?.[0])[0] ?? null;
  if (!threads.byThread.has(threadId)) threads.byThread.set(threadId, { writtenTo, leadId });
  if (messageId !== null) threads.byMessageId.set(messageId, { writtenTo, leadId });
  return {
    gmailId: id,
    threadId,
    leadId,
    class: "other",
    rule: "sent",
    isSent: true,
    sender: mail.sender,
    coSenders: [],
    about: writtenTo,
    subject: mail.subject,
    receivedAt,
    bounces: [],
    complainants: [],
    messageId,
  };
}

function received(
  { message, mail }: ReadMessage,
  threads: Threads,
  leads: ReadonlyMap<string, bigint>,
): LeadMail | null {
  const thread = threadOf(message, mail, threads);
  const fromLead = mail.senders.find((email) => leads.has(email));
  const judgement = classify(mail, thread?.writtenTo ?? fromLead ?? null);
  const bounces = bouncesOf(judgement, thread, leads);
  const complainants = judgement.complainants.filter((email) => leads.has(email));
  if (judgement.class === "complaint" && complainants.length === 0 && thread)
    complainants.push(thread.writtenTo);
  const about = bounces[0]?.email ?? complainants[0];
  const leadId = leads.get(about ?? "") ?? thread?.leadId ?? leads.get(fromLead ?? "");
  if (leadId === undefined) return null;
  const sender = senderOf(mail, thread?.writtenTo ?? fromLead);
  return {
    gmailId: message.id,
    threadId: message.threadId,
    leadId,
    class: judgement.class,
    rule: judgement.rule,
    isSent: false,
    sender,
    coSenders: mail.senders.filter((email) => email !== sender && !mail.recipients.includes(email)),
    about: about ?? (judgement.class === "bounced" ? (thread?.writtenTo ?? null) : null),
    subject: mail.subject,
    receivedAt: message.receivedAt,
    bounces,
    complainants,
    messageId: null,
  };
}

/** Of several senders the one that was written to, so that a second signature is no other address of theirs. */
function senderOf({ sender, senders }: Mail, writtenTo: string | undefined): string | null {
  return writtenTo !== undefined && senders.includes(writtenTo) ? writtenTo : sender;
}

/**
 * The bounces of leads, under the address that we wrote to. If none of the named recipients is a lead (the mailbox
 * forwards, or nobody is named), the conversation tells who was not reached; such a bounce is permanent only if all its
 * refusals are.
 */
function bouncesOf(
  { class: kind, bounces, unnamed }: Judgement,
  thread: Thread | undefined,
  leads: ReadonlyMap<string, bigint>,
): Bounce[] {
  if (kind !== "bounced") return [];
  const ofLeads = bounces.flatMap((bounce) => {
    const email = [bounce.email, ...bounce.aliases].find((one) => leads.has(one));
    return email === undefined ? [] : [{ ...bounce, email }];
  });
  if (ofLeads.length > 0 || thread === undefined) return ofLeads;
  const told = bounces.length > 0 ? bounces : unnamed === null ? [] : [unnamed];
  const [mildest] = [...told].sort((a, b) => Number(a.isHard) - Number(b.isHard));
  return mildest === undefined ? [] : [{ ...mildest, email: thread.writtenTo, aliases: [] }];
}

/** @returns the conversations stored before, by thread and by the messages that these answer. */
export async function knownThreads(
  db: Kysely<Schema>,
  mailbox: string,
  read: readonly ReadMessage[],
): Promise<Threads> {
  const { rows } = await sql<Thread & { threadId: string }>`
    select distinct on (thread_id) thread_id as "threadId", about as "writtenTo", lead_id as "leadId"
    from "EmailMessage"
    where mailbox = ${mailbox}
      and thread_id = any(${[...new Set(read.map(({ message }) => message.threadId))]}::text[])
      and evidence->>'rule' = 'sent'
      and about is not null
      and lead_id is not null
    order by thread_id, received_at
  `.execute(db);
  // Uses the index "EmailMessage_message_id".
  const { rows: answered } = await sql<Thread & { messageId: string }>`
    select message_id as "messageId", about as "writtenTo", lead_id as "leadId"
    from "EmailMessage"
    where message_id = any(${[...new Set(read.flatMap(({ mail }) => answeredIds(mail)))]}::text[])
      and about is not null
      and lead_id is not null
  `.execute(db);
  return {
    byThread: new Map(rows.map(({ threadId, ...thread }) => [threadId, thread])),
    byMessageId: new Map(answered.map(({ messageId, ...thread }) => [messageId, thread])),
  };
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
