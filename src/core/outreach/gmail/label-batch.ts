import { type Kysely, sql } from "kysely";
import type { BatchDefinition } from "../../batch/definition.js";
import { isAlive } from "../../claims/claims.js";
import type { Schema } from "../../db/schema.js";
import { EXIT, Failure } from "../../failure.js";
import { type MailboxItem, type ReadingOptions, type ReadPage, readPage } from "./read-page.js";
import { saveMailPages } from "./save-page.js";
import type { GmailTools } from "./session.js";

/**
 * The reading of a mailbox as a batch whose item is the mailbox's next page. A mailbox is read by one run at a time.
 */
export function labelBatch(
  mailbox: string,
  options: ReadingOptions,
): Omit<BatchDefinition<MailboxItem, ReadPage, GmailTools>, "name"> {
  return {
    queue: "Mailbox",
    async prepare(db) {
      await sql`insert into "Mailbox" (mailbox) values (${mailbox}) on conflict (mailbox) do nothing`.execute(
        db,
      );
      return null;
    },
    claim: (db, runId) => claimMailbox(db, runId, mailbox),
    subject: ({ mailbox: name }) => `mailbox ${name}`,
    work: (item, tools, signal) => readPage(item, tools, options, signal),
    save: saveMailPages,
    nothingToDo: (db) => whyNot(db, mailbox),
  };
}

/** From this many failures in a row on, the trouble is not considered momentary. */
const TRIES_TO_TELL = 5;

/** @throws Failure if the mailbox has been unreadable for long, which differs from "nothing to do". */
async function whyNot(db: Kysely<Schema>, mailbox: string): Promise<string> {
  const row = await db
    .selectFrom("Mailbox")
    .select(["attempts", "last_error", "next_attempt_at"])
    .where("mailbox", "=", mailbox)
    .executeTakeFirst();
  if (row === undefined || row.attempts === 0)
    return `the mailbox ${mailbox} was read within the last minute, or another run reads it.`;
  const again = row.next_attempt_at === null ? "now" : `at ${row.next_attempt_at.toISOString()}`;
  const trouble = `the mailbox ${mailbox} could not be read ${row.attempts} times in a row (${row.last_error ?? "no reason recorded"})`;
  if (row.attempts < TRIES_TO_TELL) return `${trouble}; it is tried again ${again}.`;
  throw new Failure(
    EXIT.failed,
    `${trouble[0]?.toUpperCase()}${trouble.slice(1)}.`,
    `It is tried again ${again}; igminer errors --command label-gmail shows what came before.`,
  );
}

async function claimMailbox(
  db: Kysely<Schema>,
  runId: bigint,
  mailbox: string,
): Promise<{ items: MailboxItem[]; skipped: number }> {
  const { rows } = await sql<MailboxItem>`
    with due as (
      select id
      from "Mailbox"
      where mailbox = ${mailbox}
        and claimed_by is null
        and ${isAlive(runId)}
        and (next_attempt_at is null or next_attempt_at <= now())
      for no key update skip locked
    )
    update "Mailbox" as mailbox
    set claimed_by = ${runId}
    from due
    where mailbox.id = due.id
    returning mailbox.id, mailbox.mailbox, mailbox.history_id as "historyId", mailbox.page_token as "pageToken",
      mailbox.next_history_id as "nextHistoryId", mailbox.attempts
  `.execute(db);
  return { items: rows, skipped: 0 };
}
