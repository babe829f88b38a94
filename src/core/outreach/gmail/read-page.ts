import { setImmediate } from "node:timers/promises";
import type { Kysely } from "kysely";
import type { MessageClass } from "../../db/schema/outreach.js";
import type { Schema } from "../../db/schema.js";
import { SourceError } from "../../source-error.js";
import type { GmailMailbox, MailPage } from "./client.js";
import { fetchMessage } from "./fetch-message.js";
import { askForThreads, judgePage, knownThreads, type LeadMail, type ReadMessage } from "./judge-page.js";
import type { MailReader } from "./mail-reader.js";
import { type Objection, readObjections } from "./objections.js";

/** The labels that igminer adds to messages, created once. */
const LABELS: Partial<Record<MessageClass, string>> = {
  bounced: "igminer/bounced",
  complaint: "igminer/complaint",
  auto_reply: "igminer/auto-reply",
  forwarded: "igminer/forwarded",
  replied: "igminer/replied",
  unclear: "igminer/unclear",
};

/** A mailbox and how far it was read. */
export interface MailboxItem {
  id: bigint;
  mailbox: string;
  historyId: string | null;
  pageToken: string | null;
  nextHistoryId: string | null;
  /** Consecutive failed attempts. */
  attempts: number;
}

export interface ReadingOptions {
  /** The most messages in a page. */
  most: number;
  fullDays: number;
  interestedLabel: string;
  unsubscribeLabel: string;
  continueLabel: string;
}

/** A person's decision on a lead, given by a label. */
export interface Wish {
  gmailId: string;
  wish: "interested" | "unsubscribe" | "continue";
}

/** A message that could not be read, or only in part: it is skipped and reported. */
export interface Unreadable {
  gmailId: string;
  problem: string;
}

export interface ReadPage {
  mails: LeadMail[];
  wishes: Wish[];
  /** "Unsubscribe" labels set by a person on messages about no lead. */
  objections: Objection[];
  /** The number of messages about no lead: they are judged, but not stored. */
  strangers: number;
  unreadable: Unreadable[];
  /** Messages whose labels were removed after an erasure. */
  unlabelled: string[];
  next: { historyId: string | null; pageToken: string | null; nextHistoryId: string | null; isOver: boolean };
}

/**
 * Reads the next page of a mailbox, judges its messages, and labels those about leads. Its changes to the mailbox can
 * be repeated without harm, so that a crash before the page is saved only repeats them.
 */
export async function readPage(
  item: MailboxItem,
  { db, gmail, reader }: { db: Kysely<Schema>; gmail: GmailMailbox; reader: MailReader },
  options: ReadingOptions,
  signal: AbortSignal,
): Promise<ReadPage> {
  const { page, next } = await nextPage(item, gmail, options, signal);
  const labelIds = await gmail.labels(
    [...Object.values(LABELS), options.interestedLabel, options.unsubscribeLabel, options.continueLabel],
    signal,
  );
  const unlabelled = await unlabelForgotten(db, item.mailbox, gmail, labelIds, signal);
  const { read, unreadable } = await readAll(page.messageIds, item, { gmail, reader }, signal);
  const messages = read.map(({ message }) => message);
  const threads = await knownThreads(db, item.mailbox, read);
  // A full read goes from the newest message back: the message that an answer belongs to may be on a later page.
  if (page.historyId === null) await askForThreads(db, gmail, read, threads, signal);
  const mails = await judgePage(db, read, threads);
  for (const [kind, name] of Object.entries(LABELS)) {
    const ids = mails.filter((mail) => mail.class === kind).map(({ gmailId }) => gmailId);
    if (ids.length > 0) await gmail.addLabel(labelIds.get(name) as string, ids, signal);
  }
  const wishes = wishesIn(
    [...page.labelled, ...messages.map(({ id, labelIds: on }) => ({ messageId: id, labelIds: on }))],
    new Map([
      [labelIds.get(options.interestedLabel), "interested"],
      [labelIds.get(options.unsubscribeLabel), "unsubscribe"],
      [labelIds.get(options.continueLabel), "continue"],
    ]),
  );
  const objections = await readObjections(
    { db, gmail, reader },
    item.mailbox,
    wishes.filter(({ wish }) => wish === "unsubscribe").map(({ gmailId }) => gmailId),
    { read, attributed: new Set(mails.map(({ gmailId }) => gmailId)) },
    signal,
  );
  return {
    mails,
    wishes,
    objections,
    strangers: messages.length - mails.length,
    unreadable,
    unlabelled,
    next,
  };
}

/** Messages per page whose labels are removed after an erasure. */
const UNLABELLED_AT_ONCE = 500;

/** Removes igminer's own labels from messages about people who were erased. @returns those messages. */
async function unlabelForgotten(
  db: Kysely<Schema>,
  mailbox: string,
  gmail: GmailMailbox,
  labelIds: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<string[]> {
  const ordered = await db
    .selectFrom("MailboxUnlabel")
    .select("gmail_id")
    .where("mailbox", "=", mailbox)
    .orderBy("gmail_id")
    .limit(UNLABELLED_AT_ONCE)
    .execute();
  const ids = ordered.map(({ gmail_id }) => gmail_id);
  const ours = Object.values(LABELS).flatMap((name) => labelIds.get(name) ?? []);
  if (ids.length > 0) await gmail.removeLabels(ours, ids, signal);
  return ids;
}

/** A page of the history; if Gmail no longer has the history, or none was read yet, a page of all messages. */
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
      if (isTokenRefused(error, pageToken))
        return nextPage({ ...NEVER_READ, historyId }, gmail, { most, fullDays } as ReadingOptions, signal);
      if (!(error instanceof SourceError && error.kind === "not_found")) throw error;
      return nextPage({ ...NEVER_READ }, gmail, { most, fullDays } as ReadingOptions, signal);
    }
  }
  // Requested before the first page, so that the history contains messages that arrive while the pages are read.
  const since = nextHistoryId ?? (await gmail.historyId(signal));
  const page = await gmail.messages(fullDays, pageToken, most, signal).catch((error: unknown) => {
    if (!isTokenRefused(error, pageToken)) throw error;
    return gmail.messages(fullDays, null, most, signal);
  });
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

/** A page token is valid only for its query, and for a limited time; without it the read starts again. */
function isTokenRefused(error: unknown, pageToken: string | null): boolean {
  return (
    pageToken !== null &&
    error instanceof SourceError &&
    error.kind === "bad_response" &&
    error.context.status === 400
  );
}

const NEVER_READ: MailboxItem = {
  id: 0n,
  mailbox: "",
  historyId: null,
  pageToken: null,
  nextHistoryId: null,
  attempts: 0,
};
const AT_ONCE = 8;
/** Failed runs after which a message that Gmail cannot return is skipped. */
const PATIENCE = 3;

/**
 * Fetches and reads messages one by one. An unreadable one is skipped and reported, so that no message blocks a
 * mailbox. Deleted messages are left out.
 */
async function readAll(
  ids: readonly string[],
  { attempts }: MailboxItem,
  { gmail, reader }: { gmail: GmailMailbox; reader: MailReader },
  signal: AbortSignal,
): Promise<{ read: ReadMessage[]; unreadable: Unreadable[] }> {
  const read: ReadMessage[] = [];
  const unreadable: Unreadable[] = [];
  // At first a failed run costs less than many retries; after several failures the message itself is examined.
  const fetched = (id: string) =>
    attempts < PATIENCE ? gmail.message(id, signal).catch(nullIfGone) : fetchMessage(gmail, id, signal);
  async function readOne(id: string): Promise<void> {
    const message = await fetched(id);
    if (message === null) return;
    if (typeof message === "string") {
      unreadable.push({ gmailId: id, problem: message });
      return;
    }
    const mail = await reader.read(message.raw);
    if (mail === null) {
      unreadable.push({ gmailId: id, problem: "reading it takes too long or too much memory" });
      return;
    }
    if (mail.isPartial)
      unreadable.push({ gmailId: id, problem: "it is read in part: too large or too nested" });
    const { raw: _, ...known } = message;
    read.push({ message: known, mail });
  }
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await Promise.all(ids.slice(from, from + AT_ONCE).map(readOne));
    // Lets the heartbeat and a signal to stop run between messages.
    await setImmediate();
  }
  read.sort((a, b) => a.message.receivedAt.getTime() - b.message.receivedAt.getTime());
  return { read, unreadable };
}

function nullIfGone(error: unknown): null {
  if (error instanceof SourceError && error.kind === "not_found") return null;
  throw error;
}

function wishesIn(
  labelled: readonly { messageId: string; labelIds: readonly string[] }[],
  wishOf: ReadonlyMap<string | undefined, Wish["wish"]>,
): Wish[] {
  return labelled.flatMap(({ messageId: gmailId, labelIds }) =>
    labelIds.flatMap((label): Wish[] => {
      const wish = wishOf.get(label);
      return wish === undefined ? [] : [{ gmailId, wish }];
    }),
  );
}
