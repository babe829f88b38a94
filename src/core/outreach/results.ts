import { parse } from "csv-parse/sync";
import type { Kysely } from "kysely";
import { addInto, type Tallies } from "../batch/tallies.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { readAddress } from "../email/address.js";
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
  unsubscribed: "unsubscribed",
  opted_out: "unsubscribed",
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

export interface Results {
  leads: SequencerLead[];
  /** Rejected rows. */
  invalid: { row: number; problem: string }[];
  /**
   * Unreadable numbers and times in rows that are accepted without them, because an opt-out does not depend on its
   * time.
   */
  unreadable: { row: number; problem: string }[];
}

/**
 * @returns the rows of a results file: CSV whose first line names its columns, in any case.
 * @throws CsvError if it is not CSV.
 */
export function resultRowsIn(text: string): Record<string, string>[] {
  const head = text.split("\n", 1)[0] ?? "";
  return parse(text, {
    bom: true,
    // Excel separates columns by semicolons in locales with decimal commas.
    delimiter: [";", "\t"].find((sign) => head.includes(sign) && !head.includes(",")) ?? ",",
    columns: (names: string[]) =>
      names.map((name) =>
        name
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, "_"),
      ),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
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
    for (const [columns, what, reader] of [
      [["opens", "replies", "clicks"], "not a count", countOf],
      [["sent_at", "replied_at"], "not a time", timeOf],
    ] as const) {
      for (const column of columns) {
        const text = row[column] ?? "";
        if (text !== "" && reader(text) === null)
          results.unreadable.push({ row: index + 2, problem: `${column} is ${what}: ${text}` });
      }
    }
  }
  return results;
}

function readRow(row: Readonly<Record<string, string>>): SequencerLead | string {
  const reading = readAddress(row.email ?? "");
  if (!reading.isValid) return `not an address: ${row.email ?? "there is no column email"}`;
  const status = tokenOf(row.status);
  const said = status === "" ? null : WORDS[status];
  if (said === undefined) return `not a status: ${row.status}`;
  const interest = tokenOf(row.interest);
  if (interest !== "" && INTERESTS[interest] === undefined) return `not an interest: ${row.interest}`;
  const word = said === "replied" ? "active" : said;
  const replies = countOf(row.replies);
  return {
    id: null,
    email: reading.address.email,
    campaignId: null,
    word,
    status: word === null ? null : NUMBERS[word],
    interest: INTERESTS[interest] ?? null,
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
  if (text && /^\d{10}(?:\d{3})?$/.test(text)) return new Date(Number(text.padEnd(13, "0")));
  if (!text || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const time = new Date(text.length === 10 || hasZone ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
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
