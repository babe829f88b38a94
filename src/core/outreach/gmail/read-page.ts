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

/** The labels that igminer puts on messages, created once. */
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
  /** How often in a row it could not be read. */
  attempts: number;
}

export interface ReadingOptions {
  /** Messages a page. */
  most: number;
  fullDays: number;
  interestedLabel: string;
  unsubscribeLabel: string;
  continueLabel: string;
}

/** What a person says of a lead with a label of their own. */
export interface Wish {
  gmailId: string;
  wish: "interested" | "unsubscribe" | "continue";
}

/** A message that could not be read, or only in part: it is passed over, and told. */
export interface Unreadable {
  gmailId: string;
  problem: string;
}

export interface ReadPage {
  mails: LeadMail[];
  wishes: Wish[];
  /** Labels of a person that say unsubscribe, on messages about no lead. */
  objections: Objection[];
  /** Messages that are about no lead: they are looked at, and nothing of them is kept. */
  strangers: number;
  unreadable: Unreadable[];
  /** Messages whose labels were taken off, after an erasure. */
  unlabelled: string[];
  next: { historyId: string | null; pageToken: string | null; nextHistoryId: string | null; isOver: boolean };
}

/**
 * Reads the next page of a mailbox, judges its messages, and labels those about leads. What it does to the mailbox may be
 * done again without harm, so a crash before the page is saved only repeats it.
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
  // A full reading goes from the newest back: what an answer answers may be on a page that is still to come.
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

/** So many messages a page lose their labels after an erasure. */
const UNLABELLED_AT_ONCE = 500;

/** Takes igminer's own labels off messages about people who were erased. @returns which. */
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
      if (isTokenRefused(error, pageToken))
        return nextPage({ ...NEVER_READ, historyId }, gmail, { most, fullDays } as ReadingOptions, signal);
      if (!(error instanceof SourceError && error.kind === "not_found")) throw error;
      return nextPage({ ...NEVER_READ }, gmail, { most, fullDays } as ReadingOptions, signal);
    }
  }
  // Asked before the first page: what comes in while the pages are read is in the history since then.
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

/** A page token is good for the query that it came with, and for some time; without it the reading begins anew. */
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
/** After so many runs that failed, a message that Gmail cannot give is passed over. */
const PATIENCE = 3;

/**
 * Fetches and reads messages, each by itself: what cannot be read is passed over and told, so that no message stops a
 * mailbox. Messages that are gone by now are left out.
 */
async function readAll(
  ids: readonly string[],
  { attempts }: MailboxItem,
  { gmail, reader }: { gmail: GmailMailbox; reader: MailReader },
  signal: AbortSignal,
): Promise<{ read: ReadMessage[]; unreadable: Unreadable[] }> {
  const read: ReadMessage[] = [];
  const unreadable: Unreadable[] = [];
  // At first a run that fails costs less than many questions; a message that has failed several is looked into.
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
    // The heartbeat and a signal to stop have their turn between messages.
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
