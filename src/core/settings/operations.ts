import * as z from "zod";
import { count, setting } from "./setting.js";

const url = z
  .url({ protocol: /^https?$/ })
  .nullable()
  .default(null);
const days = (fallback: number) => count(fallback, 1, 36_500);
const daysIfSet = z.coerce.number().int().min(1).max(36_500).nullable().default(null);

/** Who is told when something is wrong, and how long records are kept. */
export const operationsSettings = {
  alerts: {
    slackUrl: setting("IGMINER_SLACK_WEBHOOK_URL", "Slack incoming webhook that alerts go to", url, true),
    webhookUrl: setting("IGMINER_ALERT_WEBHOOK_URL", "URL that alerts are posted to as JSON", url, true),
    timeoutMs: setting(
      "IGMINER_ALERT_TIMEOUT_MS",
      "A channel or ping that has not answered by then is given up; alerts are sent again later",
      count(5_000, 1, 60_000),
    ),
  },
  ping: {
    url: setting(
      "IGMINER_PING_URL",
      "Pinged by scheduled commands: URL/start, then URL or URL/fail (Healthchecks); {command} is replaced",
      z
        .string()
        .refine((text) => URL.canParse(text) && /^https?:/.test(text), "it looks like https://…/{command}")
        .nullable()
        .default(null),
      true,
    ),
  },
  serve: {
    token: setting(
      "IGMINER_SERVE_TOKEN",
      "What igminer serve asks for before it shows anything; needed when it listens to other machines",
      z.string().min(16, "it has at least 16 characters").nullable().default(null),
      true,
    ),
  },
  keep: {
    errorsDays: setting("IGMINER_KEEP_ERRORS_DAYS", "Errors and sent alerts are kept for", days(90)),
    runsDays: setting(
      "IGMINER_KEEP_RUNS_DAYS",
      "Runs are kept for; the last of each command for good",
      days(90),
    ),
    metricsDays: setting("IGMINER_KEEP_METRICS_DAYS", "Metrics by the hour are kept for", days(400)),
    accountsDays: setting(
      "IGMINER_KEEP_ACCOUNTS_DAYS",
      "Days after which an account that was not seen again is deleted with all that is stored of it; not set: never",
      daysIfSet,
    ),
    postsDays: setting(
      "IGMINER_KEEP_POSTS_DAYS",
      "Days after which a post is deleted, counted from when it was taken; not set: never",
      daysIfSet,
    ),
    leadsDays: setting(
      "IGMINER_KEEP_LEADS_DAYS",
      "Days after which a lead of a closed sequence is deleted, counted from the last contact; not set: never",
      daysIfSet,
    ),
    mailDays: setting(
      "IGMINER_KEEP_MAIL_DAYS",
      "Days after which what is stored of a message about a lead is deleted; not set: never",
      daysIfSet,
    ),
  },
} as const;
