import type { Kysely } from "kysely";
import { addInto, type Tallies } from "../batch/tallies.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { readAddress } from "../email/address.js";
import { storableTime } from "../text/storable-time.js";
import { readTable } from "./csv/read-table.js";
import { saveOptOuts } from "./opt-outs.js";
import { saveLeads } from "./save-leads.js";
import type { LeadWord, SequencerLead } from "./sequencer.js";
import type { Sequence } from "./sequences.js";

/** Other tools' words for the status of a lead, in lower case without spaces. */
const WORDS: Readonly<Record<string, LeadWord | "replied">> = {
  sent: "active",
  active: "active",
  contacted: "active",
  in_progress: "active",
  opened: "active",
  clicked: "active",
  completed: "completed",
  finished: "completed",
  done: "completed",
  replied: "replied",
  answered: "replied",
  bounced: "bounced",
  bounce: "bounced",
  hard_bounce: "bounced",
  hard_bounced: "bounced",
  unsubscribed: "unsubscribed",
  unsubscribe: "unsubscribed",
  opted_out: "unsubscribed",
  opt_out: "unsubscribed",
  do_not_contact: "unsubscribed",
  skipped: "skipped",
};
/** Instantly's numbers for these words, by which a lead's status is stored (facts §5). */
const NUMBERS: Record<LeadWord, number> = {
  active: 1,
  completed: 3,
  bounced: -1,
  unsubscribed: -2,
  skipped: -3,
};
const INTERESTS: Readonly<Record<string, number>> = {
  interested: 1,
  yes: 1,
  not_interested: -1,
  no: -1,
};

/** Other tools' names of columns. */
const COLUMN_NAMES: Readonly<Record<string, string>> = { e_mail: "email", email_address: "email" };

/** The columns with one kind of value, how it is called, and whether a text is one. */
const COLUMNS: readonly [names: string[], what: string, isReadable: (text: string) => boolean][] = [
  [["status"], "a status", (text) => WORDS[tokenOf(text)] !== undefined],
  [["interest"], "an interest", (text) => INTERESTS[tokenOf(text)] !== undefined],
  [["opens", "replies", "clicks"], "a count", (text) => countOf(text) !== null],
  [["sent_at", "replied_at"], "a time", (text) => timeOf(text) !== null],
];

export interface Results {
  leads: SequencerLead[];
  /** Rejected rows. */
  invalid: { row: number; problem: string }[];
  /**
   * Unreadable values in rows that are accepted without them, because an opt-out does not depend on its time, nor on
   * the word beside it.
   */
  unreadable: { row: number; problem: string }[];
}

/**
 * @returns the rows of a results file: CSV whose first line names its columns, in any case.
 * @throws CsvError if it is not CSV.
 */
export function resultRowsIn(text: string): Record<string, string>[] {
  return readTable(text, (name) => COLUMN_NAMES[tokenOf(name)] ?? tokenOf(name)).rows;
}

/** Reads the rows of a results file, by column names in lower case with underscores. */
export function readResults(rows: readonly Readonly<Record<string, string>>[]): Results {
  const results: Results = { leads: [], invalid: [], unreadable: [] };
  for (const [index, row] of rows.entries()) {
    const read = readRow(row);
    if (typeof read === "string") {
      results.invalid.push({ row: index + 2, problem: read });
      continue;
    }
    results.leads.push(read);
    for (const [names, what, isReadable] of COLUMNS) {
      for (const name of names) {
        const text = row[name] ?? "";
        if (text !== "" && !isReadable(text))
          results.unreadable.push({ row: index + 2, problem: `${name} is not ${what}: ${text}` });
      }
    }
  }
  return results;
}

function readRow(row: Readonly<Record<string, string>>): SequencerLead | string {
  const reading = readAddress(row.email ?? "");
  if (!reading.isValid) return `not an address: ${row.email ?? "there is no column email"}`;
  const said = WORDS[tokenOf(row.status)] ?? null;
  const word = said === "replied" ? "active" : said;
  const replies = countOf(row.replies);
  return {
    id: null,
    email: reading.address.email,
    campaignId: null,
    word,
    status: word === null ? null : NUMBERS[word],
    interest: INTERESTS[tokenOf(row.interest)] ?? null,
    opens: countOf(row.opens),
    replies: said === "replied" ? Math.max(1, replies ?? 0) : replies,
    clicks: countOf(row.clicks),
    updatedAt: null,
    contactedAt: timeOf(row.sent_at),
    repliedAt: timeOf(row.replied_at),
  };
}

const tokenOf = (text: string | undefined) =>
  (text ?? "")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

function countOf(text: string | undefined): number | null {
  return /^\d{1,9}$/.test(text ?? "") ? Number(text) : null;
}

/** Reads ISO 8601 (UTC if it has no zone), or seconds or milliseconds since 1970. */
function timeOf(text: string | undefined): Date | null {
  if (text && /^\d{10}(?:\d{3})?$/.test(text)) return storableTime(new Date(Number(text.padEnd(13, "0"))));
  if (!text || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const time = new Date(text.length === 10 || hasZone ? text : `${text.replace(" ", "T")}Z`);
  return storableTime(time);
}

const CHUNK = 500;

/** Saves results as a sync saves a sequencer's report: opt-outs first, in their own transaction. */
export async function saveResults(
  db: Kysely<Schema>,
  { via, campaignId }: Pick<Sequence, "via" | "campaignId">,
  leads: readonly SequencerLead[],
): Promise<Tallies> {
  const sums: Tallies = {};
  for (let from = 0; from < leads.length; from += CHUNK) {
    const chunk = leads.slice(from, from + CHUNK);
    addInto(sums, await saveOptOuts(db, { via, campaignId }, chunk));
    addInto(sums, await inTransaction(db, (tx) => saveLeads(tx, { via, campaignId }, chunk)));
  }
  return sums;
}
