import { type Kysely, sql } from "kysely";
import type { BatchDefinition } from "../../batch/definition.js";
import type { Schema } from "../../db/schema.js";
import { type MailboxItem, type ReadingOptions, type ReadPage, readPage } from "./read-page.js";
import { saveMailPages } from "./save-page.js";
import type { GmailTools } from "./session.js";

/** The reading of a mailbox as a batch: its item is the mailbox's next page. A mailbox is read by one run at a time. */
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
    nothingToDo: async () =>
      `the mailbox ${mailbox} was read within the last minute, or another run reads it.`,
  };
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
        and outcome is distinct from 'failed'
        and (next_attempt_at is null or next_attempt_at <= now())
      for no key update skip locked
    )
    update "Mailbox" as mailbox
    set claimed_by = ${runId}
    from due
    where mailbox.id = due.id
    returning mailbox.id, mailbox.mailbox, mailbox.history_id as "historyId", mailbox.page_token as "pageToken",
      mailbox.next_history_id as "nextHistoryId"
  `.execute(db);
  return { items: rows, skipped: 0 };
}
