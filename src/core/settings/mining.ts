import * as z from "zod";
import { isUsername } from "../instagram/username.js";
import { setting } from "./setting.js";

const hours = z.coerce.number().min(0).max(8_760);

/** How often accounts are looked at, and how absences are proven. */
export const miningSettings = {
  refresh: {
    days: setting(
      "IGMINER_REFRESH_DAYS",
      "An account is looked at again after; a quarter to four times as long, as it changes",
      z.coerce.number().positive().max(3_650).default(7),
    ),
    postsDays: setting(
      "IGMINER_POSTS_DAYS",
      "Days after which refresh buys posts again though their count has not changed",
      z.coerce.number().positive("it is more than 0").max(3_650).default(28),
    ),
    relatedDays: setting(
      "IGMINER_SUGGESTIONS_DAYS",
      "Days after which refresh buys the suggested accounts of an account again",
      z.coerce.number().positive("it is more than 0").max(3_650).default(90),
    ),
    frontierDays: setting(
      "IGMINER_FRONTIER_DAYS",
      "Days of mining that the frontier is to hold; with less, refresh buys suggestions as well",
      z.coerce.number().min(0, "it is 0 or more").max(3_650).default(3),
    ),
    freshHours: setting(
      "IGMINER_FRESH_HOURS",
      "What was seen within is not asked for again, except with --force",
      hours.default(6),
    ),
  },
  canary: {
    username: setting(
      "IGMINER_CANARY_USERNAME",
      "An account known to exist: asked for when many in a row do not",
      z.string().refine(isUsername, "not a username").default("instagram"),
    ),
  },
} as const;
