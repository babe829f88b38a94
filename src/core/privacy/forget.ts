import { type Kysely, sql } from "kysely";
import type { PictureFiles } from "../clones/picture-files.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { keepOut } from "../keep-out/forgotten.js";
import { findPerson, type Person, type PersonKey } from "./person.js";
import { PERSONAL_TABLES } from "./personal-tables.js";

export interface Erased {
  /** What was erased, in the order in which it was; nothing of which there was none. */
  erased: { table: string; what: string; rows: number }[];
  files: number;
  /** Leads that Instantly has under these ids: they are to be deleted there too. */
  instantlyLeadIds: string[];
  /** Addresses that stay, since other accounts show them. */
  sharedEmails: string[];
}

/**
 * Erases a person everywhere, in one transaction, and keeps them out from then on. Picture files go before the commit: a
 * crash leaves a row without its file, which `fetch-pictures` mends, never a file that nobody finds any more. A second
 * erasure of the same person does no harm.
 */
export function forget(
  db: Kysely<Schema>,
  key: PersonKey,
  files: Pick<PictureFiles, "remove">,
): Promise<Erased> {
  return inTransaction(db, async (tx) => {
    // Waits for every save that has judged by the list as it was, and lets none judge until this is over.
    await sql`lock table "Forgotten" in access exclusive mode`.execute(tx);
    const person = await findPerson(tx, key);
    const { rows: leads } = await sql<{ id: string }>`
      select instantly_lead_id as id
      from "EmailSequenceLead"
      where instantly_lead_id is not null
        and (account_id = any(${person.accountIds}::bigint[]) or email = any(${person.emails}::text[]))
      order by id
    `.execute(tx);
    const erased = [];
    for (const { table, what, isTheirs, blank } of PERSONAL_TABLES) {
      const result = await (blank === undefined
        ? sql`delete from ${sql.table(table)} as stored where ${isTheirs(person)}`
        : sql`update ${sql.table(table)} as stored set ${blank(person)} where ${isTheirs(person)}`
      ).execute(tx);
      const rows = Number(result.numAffectedRows ?? 0);
      if (rows > 0) erased.push({ table, what, rows });
    }
    await keepPersonOut(tx, person);
    let removed = 0;
    for (const sha256 of person.pictures) removed += (await files.remove(sha256)) ? 1 : 0;
    return {
      erased,
      files: removed,
      instantlyLeadIds: leads.map(({ id }) => id),
      sharedEmails: person.sharedEmails,
    };
  });
}

async function keepPersonOut(db: Kysely<Schema>, { accountIds, usernames, emails }: Person): Promise<void> {
  await keepOut(db, "id", accountIds.map(String));
  await keepOut(db, "username", usernames);
  await keepOut(db, "email", emails);
}
