import { sql, type Transaction } from "kysely";
import { isBehind, type Swept } from "../batch/sweep.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";
import type { BioLink } from "../instagram/profile.js";
import { holdOptOuts } from "../keep-out/opt-outs.js";
import { EMAIL_RULES } from "../text/email-rules.js";
import type { EmailOfProfile } from "../text/emails.js";

interface DueAccount {
  id: bigint;
  username: string;
  full_name: string | null;
  biography: string | null;
  external_link: string | null;
  bio_links: BioLink[] | null;
  ig_email: string | null;
  ig_email_source: string | null;
  ig_email_confidence: number | null;
}

/**
 * Looks for e-mail addresses in up to `limit` accounts not checked with the current rules. A contact address, or one of
 * unknown origin, is never replaced. An address that older rules read in a text is replaced if the current rules do not
 * find it.
 */
export async function findEmails(
  tx: Transaction<Schema>,
  limit: number,
  after: bigint | null = null,
): Promise<Swept> {
  const { rows } = await sql<DueAccount>`
    select id, username, full_name, biography, external_link, bio_links, ig_email, ig_email_source, ig_email_confidence
    from "InstagramAccountBase"
    -- By "InstagramAccountBase_email_due": the number of the rules stands in it.
    where email_rules < ${sql.lit(EMAIL_RULES)} and ${isBehind(after)}
    order by id
    limit ${limit}
    for no key update skip locked
  `.execute(tx);
  if (rows.length === 0) return { subjects: [], tallies: { emails_found: 0, emails_corrected: 0 } };
  // The rules for addresses are most of what this command would load if it finds nothing to do.
  const [{ emailsOf }, { addressesOf }] = await Promise.all([
    import("../text/emails.js"),
    import("../keep-out/shown-addresses.js"),
  ]);
  const accounts = rows.map((row) => {
    const { id, username, biography, full_name, external_link, bio_links } = row;
    const texts = {
      username,
      publicEmail: null,
      biography,
      fullName: full_name,
      externalLink: external_link,
      bioLinks: bio_links,
    };
    return { id, username, texts, before: row.ig_email, ...chosen(row, emailsOf(texts)) };
  });
  await sql`
    update "InstagramAccountBase" as account
    set ig_email = looked.email,
        ig_email_source = looked.source,
        ig_email_confidence = looked.confidence,
        ig_emails_other = nullif(looked.others::text[], '{}'),
        email_rules = ${EMAIL_RULES}
    from ${rowsAs("looked", accounts, {
      id: ["bigint", ({ id }) => id],
      email: ["text", ({ email }) => email],
      source: ["text", ({ source }) => source],
      confidence: ["smallint", ({ confidence }) => confidence],
      others: ["text[]", ({ others }) => others],
    })}
    where account.id = looked.id
  `.execute(tx);
  await holdOptOuts(
    tx,
    accounts.map(({ id, username, texts }) => ({ id, username, emails: () => addressesOf(texts) })),
  );
  return {
    subjects: rows.map(({ username }) => username),
    last: rows.at(-1)?.id,
    tallies: {
      emails_found: accounts.filter(({ email, before }) => email !== null && before === null).length,
      emails_corrected: accounts.filter(({ email, before }) => before !== null && email !== before).length,
    },
  };
}

interface Chosen {
  email: string | null;
  source: string | null;
  confidence: number | null;
  others: string[];
}

function chosen(
  { ig_email, ig_email_source, ig_email_confidence }: DueAccount,
  found: readonly EmailOfProfile[],
): Chosen {
  const isFromText = ig_email_source !== null && ig_email_source !== "contact";
  const known = found.find(({ email }) => email === ig_email?.toLowerCase());
  const keeps = ig_email !== null && (!isFromText || known !== undefined);
  const best = keeps
    ? { email: ig_email, source: ig_email_source, confidence: known?.confidence ?? ig_email_confidence }
    : (found[0] ?? { email: null, source: null, confidence: null });
  const others = found.map(({ email }) => email).filter((email) => email !== best.email?.toLowerCase());
  return { email: best.email, source: best.source, confidence: best.confidence, others };
}
