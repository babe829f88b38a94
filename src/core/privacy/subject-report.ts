import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { forgottenAmong } from "../keep-out/forgotten.js";
import { namingRows, recordsNaming, rowsWhere } from "./find-rows.js";
import { findPerson, type Person, type PersonKey } from "./person.js";
import type { PersonalTable } from "./personal-rows.js";
import { PERSONAL_TABLES } from "./personal-tables.js";

export interface SubjectReport {
  /** What identifies the person. */
  known_by: {
    account_ids: string[];
    usernames: string[];
    emails: string[];
    /** Addresses that other accounts show too; `forget` leaves them. */
    shared_emails: string[];
    /** The last nine digits of each number, by which texts are searched. */
    phones: string[];
    display_names: string[];
  };
  /** Whether an erasure keeps the person out; then a salted hash of the requested key is stored. */
  kept_out: boolean;
  /** Rows as stored, by table. */
  stored: Record<string, unknown[]>;
  /** Rows of others that name the person: the place and the row. */
  named_in: { table: string; what: string; rows: unknown[] }[];
  /** Content hashes of pictures; their files are in the picture folder. */
  pictures: string[];
  /** What this report cannot know, and `forget` cannot erase. */
  not_searched: readonly string[];
}

/** Places outside igminer's control that may have data on a person. */
const NOT_SEARCHED = [
  "files that commands wrote: exports, reports, recorded answers, log files, backups and dumps of the database; alerts that were sent",
  "the mailbox itself, and what Instantly keeps of its own beside the leads and the block list",
  "pictures that another machine fetched",
  "texts of others that mean the person by a word that may be anybody's, as a first name alone",
];

/**
 * All that is stored on one person (GDPR, article 15), at one moment. Rows of others are only identified, not copied.
 */
export function subjectReport(db: Kysely<Schema>, key: PersonKey): Promise<SubjectReport> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const person = await findPerson(tx, key);
      const report: SubjectReport = {
        known_by: {
          account_ids: person.accountIds.map(String),
          usernames: person.usernames,
          emails: person.emails,
          shared_emails: person.sharedEmails,
          phones: person.phones,
          display_names: person.displayNames,
        },
        kept_out: await isKeptOutBy(tx, key),
        stored: {},
        named_in: [],
        pictures: person.pictures,
        not_searched: NOT_SEARCHED,
      };
      for (const place of [...PERSONAL_TABLES.ownRows, ...PERSONAL_TABLES.identity]) {
        const rows = await rowsWhere(tx, place.table, place.isTheirs(person));
        if (rows.length > 0) report.stored[place.table] = [...(report.stored[place.table] ?? []), ...rows];
      }
      for (const place of PERSONAL_TABLES.namedByOthers) {
        const rows = await namedIn(tx, person, place);
        if (rows.length === 0) continue;
        if (place.kind === "records" && place.blank === undefined)
          report.stored[place.table] = [...(report.stored[place.table] ?? []), ...rows];
        else report.named_in.push({ table: place.table, what: place.what, rows });
      }
      return report;
    });
}

async function isKeptOutBy(tx: Kysely<Schema>, key: PersonKey): Promise<boolean> {
  const value = key.kind === "id" ? String(key.id) : key.kind === "email" ? key.email : key.username;
  return (await forgottenAmong(tx, key.kind, [value])).size > 0;
}

/** @returns the numbers of the rows; for records that an erasure deletes, the rows themselves. */
async function namedIn(tx: Kysely<Schema>, person: Person, place: PersonalTable): Promise<unknown[]> {
  const found: unknown[] = [];
  switch (place.kind) {
    case "texts":
      for await (const page of namingRows(tx, person, place)) found.push(...page.map(({ id }) => String(id)));
      return found;
    case "records":
      for await (const ids of recordsNaming(tx, person, place)) {
        if (place.blank === undefined)
          found.push(...(await rowsWhere(tx, place.table, sql`stored.id = any(${ids}::bigint[])`)));
        else found.push(...ids.map(String));
      }
      return found;
    default:
      return (await rowsWhere(tx, place.table, place.isTheirs(person))).map(
        (row) => (row as { id?: unknown }).id ?? null,
      );
  }
}
