import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import { WITHOUT_ANSWERS, whatVerifies, whyOutreachIsDry } from "../outreach/dry-outreach.js";
import { missingSettingOf, sequencersInUse } from "../outreach/open-sequencers.js";
import type { Config } from "../settings/settings.js";

/** Fewer addresses without a result in one day may be a coincidence. */
const UNDETERMINED_TO_TELL = 10;

/** @returns why open sequences get no leads or hand none over, one sentence each; empty if nothing is known to be wrong. */
export async function outreachTroubles(db: Kysely<Schema>, config: Config): Promise<string[]> {
  const why = (await whyOutreachIsDry(db, config.smtp)) ?? (await whyNoneIsDeliverable(db, config));
  const missing = (await isHandedOver(db))
    ? []
    : (await sequencersInUse(db)).map((name) => missingSettingOf(name, config));
  return [
    ...(why === null ? [] : [`Outreach gets no leads: ${why}.`]),
    ...missing
      .filter((setting) => setting !== null)
      .map((setting) => `Outreach hands over no leads: ${setting} is not set.`),
  ];
}

/** Whatever the runs end with: a closed port or an address on a block list is no error of any address. */
async function whyNoneIsDeliverable(db: Kysely<Schema>, { smtp }: Config): Promise<string | null> {
  const { rows } = await sql<{ undetermined: number }>`
    select sum(value)::float8 as undetermined
    from (
      select name, value
      from "Metrics"
      where name in ('unknown', 'deliverable') and tags ->> 'command' = 'verify-emails' and at > now() - interval '1 day'
      union all
      select name, sum
      from "MetricsHourly"
      where name in ('unknown', 'deliverable') and tags ->> 'command' = 'verify-emails' and hour > now() - interval '1 day'
    ) as told
    where exists (select from "EmailSequence" where closed_at is null)
    having not bool_or(name = 'deliverable' and value > 0)
  `.execute(db);
  const undetermined = rows[0]?.undetermined ?? 0;
  if (undetermined < UNDETERMINED_TO_TELL) return null;
  const advice = smtp.mailFrom === null || smtp.helo === null ? whatVerifies(smtp) : WITHOUT_ANSWERS;
  return `none of the ${undetermined} addresses verified within a day is known to be deliverable; ${advice}`;
}

/** Whether a machine handed over within the last day: it has the settings that this one may lack. */
async function isHandedOver(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`
    select from "Run" where command = 'hand-over' and started_at > now() - interval '1 day' limit 1
  `.execute(db);
  return rows.length > 0;
}
