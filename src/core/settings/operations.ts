import * as z from "zod";
import { count, setting } from "./setting.js";

const url = z
  .url({ protocol: /^https?$/ })
  .nullable()
  .default(null);
const days = (fallback: number) => count(fallback, 1, 36_500);
const daysIfSet = z.coerce.number().int().min(1).max(36_500).nullable().default(null);

/** Settings for alerts, retention and other operations. */
export const operationsSettings = {
  alerts: {
    slackUrl: setting("IGMINER_SLACK_WEBHOOK_URL", "Slack incoming webhook for alerts", () => url, true),
    webhookUrl: setting("IGMINER_ALERT_WEBHOOK_URL", "URL that receives alerts as JSON", () => url, true),
    timeoutMs: setting(
      "IGMINER_ALERT_TIMEOUT_MS",
      "Time limit of an alert channel or ping, in milliseconds; alerts are sent again later",
      () => count(5_000, 1, 60_000),
    ),
  },
  ping: {
    url: setting(
      "IGMINER_PING_URL",
      "URL to ping when a scheduled command starts and finishes (Healthchecks-compatible); {command} is replaced by its name",
      () =>
        z
          .string()
          .refine(
            (text) => URL.canParse(text) && /^https?:/.test(text),
            "expected a URL such as https://…/{command}",
          )
          .nullable()
          .default(null),
      true,
    ),
  },
  serve: {
    token: setting(
      "IGMINER_SERVE_TOKEN",
      "Token required by igminer serve; needed when it listens to other machines",
      () => z.string().min(16, "expected at least 16 characters").nullable().default(null),
      true,
    ),
  },
  keep: {
    errorsDays: setting("IGMINER_KEEP_ERRORS_DAYS", "Days for which errors and sent alerts are kept", () =>
      days(90),
    ),
    runsDays: setting(
      "IGMINER_KEEP_RUNS_DAYS",
      "Days for which runs are kept; the last run of each command is never deleted",
      () => days(90),
    ),
    metricsDays: setting("IGMINER_KEEP_METRICS_DAYS", "Days for which hourly metrics are kept", () =>
      days(400),
    ),
    accountsDays: setting(
      "IGMINER_KEEP_ACCOUNTS_DAYS",
      "Days after which an account not seen again is deleted with all its data (default: never)",
      () => daysIfSet,
    ),
    postsDays: setting(
      "IGMINER_KEEP_POSTS_DAYS",
      "Days after which a post is deleted, counted from its publication (default: never)",
      () => daysIfSet,
    ),
    leadsDays: setting(
      "IGMINER_KEEP_LEADS_DAYS",
      "Days after which a lead of a closed sequence is deleted, counted from the last contact (default: never)",
      () => daysIfSet,
    ),
    mailDays: setting(
      "IGMINER_KEEP_MAIL_DAYS",
      "Days after which stored data about a lead's messages is deleted (default: never)",
      () => daysIfSet,
    ),
  },
} as const;
