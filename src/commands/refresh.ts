import * as z from "zod";
import { batchCommand } from "../cli/batch-command.js";
import { formatDuration } from "../cli/format.js";
import { isGiven, sourceOptions, timeSpanMs } from "../cli/options.js";
import { sourceTools } from "../cli/source-tools.js";
import { findAudience } from "../core/audiences/audiences.js";
import { PROFILE_PARTS } from "../core/instagram/profile.js";
import { claimDue, type DueAccount, type DueRule } from "../core/mining/claim-due.js";
import { findAgain } from "../core/mining/find-again.js";
import { isFrontierShort } from "../core/mining/wanted-parts.js";
import type { ProfileSource } from "../core/sources/source.js";

const PARTS = ["profile", ...PROFILE_PARTS] as const;
const partList = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(z.enum(PARTS, `expected one of: ${PARTS.join(", ")}`)).min(1));
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Accounts of an audience are refreshed after this share of the usual days, as often as those that change most. */
const AUDIENCE_SHARE = 1 / 4;

export default batchCommand({
  name: "refresh",
  group: "mining",
  summary: "Refresh mined accounts: counts, posts, renames and deletions",
  details:
    "Processes accounts last seen more than IGMINER_REFRESH_DAYS ago, the longest overdue first. Accounts that change often are due after a quarter of that, accounts that never change after four times that. Only changes are written, with a row of history. Accounts that have vanished are kept, and checked at growing intervals. If the parts of an account are billed separately (hiker), posts are requested only if their number or the picture has changed or they are older than IGMINER_POSTS_DAYS, and suggestions only if they are older than IGMINER_SUGGESTIONS_DAYS or the frontier is short.",
  examples: [
    "igminer refresh --batch 100",
    "igminer refresh --older-than 3d --max-seconds 240 --source web,hiker",
    "igminer refresh --force --batch 20",
    "igminer refresh --audience makers-de --batch 500",
  ],
  defaults: { batch: 100, concurrency: "auto" },
  options: {
    olderThan: {
      value: "SPAN",
      summary: "Refresh accounts last seen longer ago than this, such as 3d or 12h, whatever their pace",
      schema: timeSpanMs.optional(),
    },
    force: {
      summary: "Include accounts that are not due or were seen within IGMINER_FRESH_HOURS",
      schema: isGiven,
    },
    audience: {
      value: "NAME",
      summary: "Refresh only accounts of this audience, each after a quarter of IGMINER_REFRESH_DAYS",
      schema: z.string().min(1).optional(),
    },
    parts: {
      value: "PART[,PART]",
      summary: "Request only these parts, whatever their age: profile, posts, related",
      schema: partList.optional(),
    },
    ...sourceOptions,
  },
  definition: ({ olderThan, force, parts: asked, audience }, { settings }) => {
    const { days, freshHours, postsDays, relatedDays, frontierDays } = settings.config.refresh;
    const parts = {
      only: asked === undefined ? null : PROFILE_PARTS.filter((part) => asked.includes(part)),
      isWithoutProfile: asked !== undefined && !asked.includes("profile"),
      postsAfterMs: postsDays * DAY_MS,
      relatedAfterMs: relatedDays * DAY_MS,
      isFrontierShort: false,
    };
    const frequencyMs = days * DAY_MS;
    const usualMs = audience === undefined ? frequencyMs : frequencyMs * AUDIENCE_SHARE;
    const rule: DueRule = {
      afterMs: olderThan ?? (force ? 0 : usualMs),
      isPaced: olderThan === undefined && !force && audience === undefined,
      freshMs: force ? 0 : freshHours * HOUR_MS,
    };
    return {
      queue: "RefreshSchedule" as const,
      async prepare(db) {
        parts.isFrontierShort = await isFrontierShort(db, frontierDays);
        if (audience !== undefined) rule.whom = (await findAudience(db, audience)).criteria;
        return null;
      },
      claim: (db, runId, limit) => claimDue(db, runId, limit, rule),
      subject: ({ username }: DueAccount) => username,
      work: (account: DueAccount, source: ProfileSource, signal) => findAgain(account, source, signal, parts),
      async save(tx, done, context) {
        const { saveRefreshed } = await import("../core/mining/save-refreshed.js");
        return saveRefreshed(tx, done, context, frequencyMs);
      },
      async nothingToDo(db) {
        const any = await db.selectFrom("InstagramAccountBase").select("id").limit(1).executeTakeFirst();
        if (any === undefined) return "no account is mined yet; run first: igminer mine-new";
        const asked = olderThan ?? usualMs;
        const fresh = asked < rule.freshMs ? "; accounts seen within IGMINER_FRESH_HOURS need --force" : "";
        return `no account${audience === undefined ? "" : ` of "${audience}"`} is due: each is refreshed ${formatDuration(asked)} after it was last seen${rule.isPaced ? " (adapts from a quarter to four times that)" : ""}${fresh}.`;
      },
    };
  },
  openTools: sourceTools("refresh", "refresh"),
});
