import { z } from "zod";
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
} as const;
