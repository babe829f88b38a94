import * as z from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, count, optional, setting } from "./setting.js";

/** Instantly (facts §5): 100 requests a second and 6,000 a minute, for all keys of a workspace together. */
export const outreachSettings = {
  instantly: {
    baseUrl: setting(
      "IGMINER_INSTANTLY_BASE_URL",
      "Where Instantly is asked",
      baseUrl("https://api.instantly.ai/api/v2"),
    ),
    ...serviceSettings("instantly", {
      startPerMinute: 1_200,
      floorPerMinute: 30,
      ceilingPerMinute: 6_000,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    key: setting("IGMINER_INSTANTLY_KEY", "Key of Instantly's API, version 2", optional, true),
    listingLagSeconds: setting(
      "IGMINER_INSTANTLY_LISTING_LAG_SECONDS",
      "A lead that was added may be missing from Instantly's lists so long; only then is a list proof that it did not arrive",
      z.coerce.number().min(0).max(3_600).default(60),
    ),
    syncMinutes: setting(
      "IGMINER_INSTANTLY_SYNC_MINUTES",
      "A campaign whose leads were read to the end is read again after",
      count(30),
    ),
  },
  csv: {
    dir: setting(
      "IGMINER_CSV_DIR",
      "Folder for the rows of sequences that are carried out by hand (--via csv); not set: hand-over in the data directory",
      optional,
    ),
  },
  webhook: {
    url: setting(
      "IGMINER_WEBHOOK_URL",
      "URL that gets the leads of sequences added with --via webhook, as signed JSON",
      z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
      "url",
    ),
    secret: setting(
      "IGMINER_WEBHOOK_SECRET",
      "Secret for the signatures (Standard Webhooks; whsec_… or any text)",
      optional,
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
    baseUrl: setting(
      "IGMINER_GMAIL_BASE_URL",
      "Where Gmail is asked",
      baseUrl("https://gmail.googleapis.com"),
    ),
    authUrl: setting(
      "IGMINER_GMAIL_AUTH_URL",
      "Where a person consents to the reading of a mailbox",
      baseUrl("https://accounts.google.com/o/oauth2/v2/auth"),
    ),
    tokenUrl: setting(
      "IGMINER_GMAIL_TOKEN_URL",
      "Where the refresh token is traded in",
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
    clientId: setting("IGMINER_GMAIL_CLIENT_ID", "OAuth client of the mailbox's Google project", optional),
    clientSecret: setting("IGMINER_GMAIL_CLIENT_SECRET", "Its secret", optional, true),
    refreshToken: setting("IGMINER_GMAIL_REFRESH_TOKEN", "What igminer gmail auth printed", optional, true),
    mailbox: setting(
      "IGMINER_GMAIL_MAILBOX",
      "The mailbox that is read: me, or an address that the token may read",
      z.string().min(1).default("me"),
    ),
    fullDays: setting(
      "IGMINER_GMAIL_FULL_DAYS",
      "A mailbox that is read for the first time, or whose history is gone, is read back so many days",
      count(60, 1, 3_650),
    ),
    interestedLabel: setting(
      "IGMINER_GMAIL_INTERESTED_LABEL",
      "A person puts it on the message of a lead that is interested",
      z.string().min(1).default("igminer/interested"),
    ),
    unsubscribeLabel: setting(
      "IGMINER_GMAIL_UNSUBSCRIBE_LABEL",
      "A person puts it on the message of a lead that wants no more mail",
      z.string().min(1).default("igminer/unsubscribe"),
    ),
    continueLabel: setting(
      "IGMINER_GMAIL_CONTINUE_LABEL",
      "Put on an unclear message that was no answer, so that its lead is no longer paused",
      z.string().min(1).default("igminer/continue"),
    ),
  },
} as const;
