import { type Kysely, sql } from "kysely";
import type { Schema } from "../../db/schema.js";
import { readErrorGroups } from "../../record/error-log.js";
import type { Service } from "../../schedule/services.js";
import { barrenServices } from "../barren.js";
import { serviceStates } from "../chain.js";
import { problemsIn } from "../checks.js";
import { isDismissed } from "../dismissed.js";
import { readStatus } from "../status.js";
import { readCampaignWeeks } from "./read-campaigns.js";
import { readCoverage } from "./read-coverage.js";
import { readItems, readQueueSizes, readSourceRates, readWorkTimes } from "./read-curves.js";

const DAY_MS = 86_400_000;
/** The default of `status`. */
const MAX_ERROR_SHARE = 0.2;
const SHOWN = 8;

export interface LookAlike {
  watched: string;
  lookAlike: string;
  verdict: string;
  score: number | null;
}

export type DashboardData = Awaited<ReturnType<typeof readDashboard>>;

/**
 * Reads everything that the dashboard shows. Writes nothing.
 * @param deadAfterSeconds a run without a heartbeat for longer is dead.
 */
export async function readDashboard(
  db: Kysely<Schema>,
  { services, deadAfterSeconds, now }: { services: readonly Service[]; deadAfterSeconds: number; now: Date },
) {
  const report = await readStatus(db);
  return {
    at: now,
    report,
    problems: problemsIn(report, { maxErrorShare: MAX_ERROR_SHARE, deadAfterSeconds }),
    services: serviceStates(services, report.lastRuns, deadAfterSeconds, await barrenServices(db, services)),
    items: await readItems(db),
    workTimes: await readWorkTimes(db),
    queueSizes: await readQueueSizes(db),
    sourceRates: await readSourceRates(db),
    coverage: await readCoverage(db),
    campaigns: await readCampaignWeeks(db),
    errors: await readErrorGroups(db, { sinceMs: DAY_MS, command: null, limit: SHOWN }),
    newest: await readNewest(db),
    lookAlikes: await readLookAlikes(db),
  };
}

function readNewest(db: Kysely<Schema>) {
  return db
    .selectFrom("InstagramAccountBase")
    .select(["username", "full_name", "biography", "followers_count", "first_seen"])
    .orderBy("first_seen", "desc")
    .limit(SHOWN)
    .execute();
}

/** Look-alikes that were found and still exist, most likely imitations first. */
async function readLookAlikes(
  db: Kysely<Schema>,
): Promise<{ byVerdict: { verdict: string; pairs: number }[]; likeliest: LookAlike[] }> {
  const { rows: byVerdict } = await sql<{ verdict: string; pairs: number }>`
    select coalesce(verdict, 'not judged') as verdict, count(*)::int as pairs
    from "UsersToClone"
    where clone_id is not null and gone_at is null and not ${isDismissed(sql`"UsersToClone"`)}
    group by 1
    order by 2 desc
  `.execute(db);
  const { rows: likeliest } = await sql<LookAlike>`
    select watched.username as watched, clone.username as "lookAlike", pair.verdict, pair.score
    from "UsersToClone" as pair
    join "InstagramAccountBase" as watched on watched.id = pair.account_id
    join "InstagramAccountBase" as clone on clone.id = pair.clone_id
    where pair.verdict in ('clone', 'suspicious') and pair.gone_at is null and not ${isDismissed(sql`pair`)}
    order by pair.score desc nulls last, pair.id
    limit ${SHOWN}
  `.execute(db);
  return { byVerdict, likeliest };
}
