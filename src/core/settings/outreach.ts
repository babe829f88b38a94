import * as z from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, count, optional, setting } from "./setting.js";

/**
 * Settings for outreach. Instantly's limits (facts §5): 100 requests a second and 6,000 a minute, for all keys of a workspace
 * together.
 */
export const outreachSettings = {
  instantly: {
    baseUrl: setting("IGMINER_INSTANTLY_BASE_URL", "Base URL of Instantly's API", () =>
      baseUrl("https://api.instantly.ai/api/v2"),
    ),
    ...serviceSettings("instantly", {
      startPerMinute: 1_200,
      floorPerMinute: 30,
      ceilingPerMinute: 6_000,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    key: setting("IGMINER_INSTANTLY_KEY", "Key of Instantly's API, version 2", () => optional, true),
    listingLagSeconds: setting(
      "IGMINER_INSTANTLY_LISTING_LAG_SECONDS",
      "Seconds for which a new lead may be missing from Instantly's lists; only a later list proves that it did not arrive",
      () => z.coerce.number().min(0).max(3_600).default(60),
    ),
    syncMinutes: setting(
      "IGMINER_INSTANTLY_SYNC_MINUTES",
      "Minutes between two complete reads of a campaign",
      () => count(30),
    ),
  },
  csv: {
    dir: setting(
      "IGMINER_CSV_DIR",
      "Folder for the files of sequences with --via csv (default: hand-over in the data folder)",
      () => optional,
    ),
  },
  webhook: {
    url: setting(
      "IGMINER_WEBHOOK_URL",
      "URL that receives the leads of sequences with --via webhook, as signed JSON",
      () =>
        z
          .url({ protocol: /^https?$/ })
          .nullable()
          .default(null),
      // Automation services put the key to a hook into the path of its URL.
      true,
    ),
    secret: setting(
      "IGMINER_WEBHOOK_SECRET",
      "Secret for the signatures (Standard Webhooks; whsec_… or any text)",
      () => optional,
      true,
    ),
    ...serviceSettings("webhook", {
      startPerMinute: 60,
      floorPerMinute: 6,
      ceilingPerMinute: 600,
      dailyBudget: null,
      backgroundBudget: null,
    }),
  },
  gmail: {
    baseUrl: setting("IGMINER_GMAIL_BASE_URL", "Base URL of Gmail's API", () =>
      baseUrl("https://gmail.googleapis.com"),
    ),
    authUrl: setting("IGMINER_GMAIL_AUTH_URL", "URL of Google's consent page", () =>
      baseUrl("https://accounts.google.com/o/oauth2/v2/auth"),
    ),
    tokenUrl: setting("IGMINER_GMAIL_TOKEN_URL", "URL of Google's token endpoint", () =>
      baseUrl("https://oauth2.googleapis.com/token"),
    ),
    // 15,000 quota units a minute (facts §6): a message costs 5, a batch of labels 50.
    ...serviceSettings("gmail", {
      startPerMinute: 1_200,
      floorPerMinute: 30,
      ceilingPerMinute: 2_400,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    clientId: setting("IGMINER_GMAIL_CLIENT_ID", "OAuth client id of your Google project", () => optional),
    clientSecret: setting(
      "IGMINER_GMAIL_CLIENT_SECRET",
      "OAuth client secret of your Google project",
      () => optional,
      true,
    ),
    refreshToken: setting(
      "IGMINER_GMAIL_REFRESH_TOKEN",
      "Refresh token printed by igminer gmail auth",
      () => optional,
      true,
    ),
    mailbox: setting(
      "IGMINER_GMAIL_MAILBOX",
      "Mailbox to read: me, or an address that the token may read",
      () => z.string().min(1).default("me"),
    ),
    fullDays: setting(
      "IGMINER_GMAIL_FULL_DAYS",
      "Days to read back when a mailbox is read for the first time or its history has expired",
      () => count(60, 1, 3_650),
    ),
    interestedLabel: setting(
      "IGMINER_GMAIL_INTERESTED_LABEL",
      "Label that you put on the message of an interested lead",
      () => z.string().min(1).default("igminer/interested"),
    ),
    unsubscribeLabel: setting(
      "IGMINER_GMAIL_UNSUBSCRIBE_LABEL",
      "Label that you put on the message of a lead that wants no more mail",
      () => z.string().min(1).default("igminer/unsubscribe"),
    ),
    continueLabel: setting(
      "IGMINER_GMAIL_CONTINUE_LABEL",
      "Label that you put on an unclear message that was no answer, to resume its lead",
      () => z.string().min(1).default("igminer/continue"),
    ),
  },
} as const;
