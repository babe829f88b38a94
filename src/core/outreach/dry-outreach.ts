import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Config } from "../settings/settings.js";

/** @returns what makes addresses deliverable, as the end of a sentence, with the setting that is missing for it. */
export function whatVerifies({ mailFrom, helo }: Config["smtp"]): string {
  const asks = "igminer verify-emails --smtp asks mail hosts whether mailboxes exist";
  if (mailFrom === null) return `${asks}; it needs IGMINER_MAIL_FROM, an address of yours`;
  if (helo === null) return `${asks}; it needs IGMINER_HELO, the full host name of this machine`;
  return asks;
}

/** What to do where mail hosts were asked and said nothing that helps. */
export const WITHOUT_ANSWERS = "igminer health checks whether mail hosts can be reached";

/**
 * @returns why open sequences have never had a lead and no address is known to be deliverable, as the end of a sentence;
 * null if that is not so, or if no address was looked at yet.
 */
export async function whyOutreachIsDry(db: Kysely<Schema>, smtp: Config["smtp"]): Promise<string | null> {
  if (!(await isOutreachDry(db))) return null;
  if (smtp.mailFrom === null || smtp.helo === null) return whatVerifies(smtp);
  const doubt = await commonestDoubt(db);
  if (doubt === null) return null;
  if (doubt === "mailbox_not_asked") return `no mail host was asked; ${whatVerifies(smtp)}`;
  return `mail hosts gave no result for any address, most often ${doubt}; ${WITHOUT_ANSWERS}`;
}

/** Whether a sequence is open, none has ever had a lead, and no address is known to be deliverable or risky. */
async function isOutreachDry(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ is_dry: boolean }>`
    select exists (select from "EmailSequence" where closed_at is null)
      and not exists (select from "EmailSequenceLead")
      and not exists (
        select from "EmailVerification" where status in ('deliverable', 'risky') or decision in ('good', 'risky')
      ) as is_dry
  `.execute(db);
  return rows[0]?.is_dry === true;
}

/** Enough rows to tell what is the matter. */
const SAMPLE = 1_000;

/** @returns the reason of most addresses without a result, or null if there are none, or hosts only asked to come again. */
async function commonestDoubt(db: Kysely<Schema>): Promise<string | null> {
  const { rows } = await sql<{ reason: string }>`
    select reason
    from (select reason from "EmailVerification" where status = 'unknown' limit ${SAMPLE}) as sample
    where reason not in ('greylisted', 'host_busy')
    group by reason
    order by count(*) desc, reason
    limit 1
  `.execute(db);
  return rows[0]?.reason ?? null;
}
