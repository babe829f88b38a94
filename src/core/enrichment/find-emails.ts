import { sql, type Transaction } from "kysely";
import type { Swept } from "../batch/sweep.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { BioLink } from "../instagram/profile.js";
import { addressesOf, holdOptOuts } from "../keep-out/opt-outs.js";
import { EMAIL_RULES, firstEmail } from "../text/emails.js";

interface DueAccount {
  id: bigint;
  username: string;
  full_name: string | null;
  biography: string | null;
  external_link: string | null;
  bio_links: BioLink[] | null;
}

/**
 * Looks for an e-mail address in up to `limit` accounts that have none and were not looked at with the present rules.
 * A known address is never replaced.
 */
export async function findEmails(tx: Transaction<Schema>, limit: number): Promise<Swept> {
  const { rows } = await sql<DueAccount>`
    select id, username, full_name, biography, external_link, bio_links
    from "InstagramAccountBase"
    -- By "InstagramAccountBase_email_due": the number of the rules stands in it.
    where email_rules < ${sql.lit(EMAIL_RULES)} and ig_email is null
    order by id
    limit ${limit}
    for no key update skip locked
  `.execute(tx);
  const accounts = rows.map(({ id, username, biography, full_name, external_link, bio_links }) => ({
    id,
    username,
    texts: {
      publicEmail: null,
      biography,
      fullName: full_name,
      externalLink: external_link,
      bioLinks: bio_links,
    },
  }));
  const finds = accounts.map(({ id, texts }) => ({ id, found: firstEmail(texts) }));
  if (finds.length > 0) {
    await sql`
      update "InstagramAccountBase" as account
      set ig_email = looked.email,
          ig_email_source = looked.source,
          email_rules = ${EMAIL_RULES}
      from ${rowsAs("looked", finds, {
        id: ["bigint", ({ id }) => id],
        email: ["text", ({ found }) => found?.email],
        source: ["text", ({ found }) => found?.source],
      })}
      where account.id = looked.id
    `.execute(tx);
    await holdOptOuts(
      tx,
      accounts.map(({ id, username, texts }) => ({ id, username, emails: () => addressesOf(texts) })),
    );
  }
  return {
    subjects: rows.map(({ username }) => username),
    tallies: { emails_found: finds.filter(({ found }) => found !== null).length },
  };
}
