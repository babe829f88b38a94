import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";

/** What is needed before any address can become deliverable. */
export const WHAT_VERIFIES =
  "igminer verify-emails --smtp asks mail hosts whether mailboxes exist; it needs IGMINER_MAIL_FROM, an address of yours";

/** @returns whether a sequence is open, none has ever had a lead, and no address is known to be deliverable or risky. */
export async function isOutreachDry(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ is_dry: boolean }>`
    select exists (select from "EmailSequence" where closed_at is null)
      and not exists (select from "EmailSequenceLead")
      and not exists (
        select from "EmailVerification" where status in ('deliverable', 'risky') or decision in ('good', 'risky')
      ) as is_dry
  `.execute(db);
  return rows[0]?.is_dry === true;
}
