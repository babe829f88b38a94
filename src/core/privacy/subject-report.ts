import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { parseJson } from "../sources/json.js";
import { findPerson, type PersonKey } from "./person.js";
import { PERSONAL_TABLES } from "./personal-tables.js";

export interface SubjectReport {
  /** What the person is known by. */
  known_by: { account_ids: string[]; usernames: string[]; emails: string[]; shared_emails: string[] };
  /** Rows as they are stored, by table. */
  stored: Record<string, unknown[]>;
  /** Rows of others that name the person: where, and which row. */
  named_in: { table: string; what: string; rows: unknown[] }[];
  /** Content hashes of pictures; their files lie in the folder of pictures. */
  pictures: string[];
}

/** All that is stored on one person (GDPR, article 15), of one moment. Of rows of others only which they are. */
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
        },
        stored: {},
        named_in: [],
        pictures: person.pictures,
      };
      const seen = new Set<string>();
      for (const { table, what, isTheirs, blank } of PERSONAL_TABLES) {
        const { rows } = await sql<{ place: string; row: string }>`
          select stored.ctid::text as place, to_jsonb(stored)::text as row
          from ${sql.table(table)} as stored
          where ${isTheirs(person)}
          order by stored.ctid
        `.execute(tx);
        // A row may be the person's own and name them besides.
        const fresh = rows.filter(({ place }) => !seen.has(`${table} ${place}`));
        if (fresh.length === 0) continue;
        if (blank === undefined) {
          for (const { place } of fresh) seen.add(`${table} ${place}`);
          report.stored[table] = [...(report.stored[table] ?? []), ...fresh.map(({ row }) => parseJson(row))];
        } else {
          const named = fresh.map(({ row }) => (parseJson(row) as { id?: unknown }).id ?? null);
          report.named_in.push({ table, what, rows: named });
        }
      }
      return report;
    });
}
