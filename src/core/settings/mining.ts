import * as z from "zod";
import { isUsername } from "../instagram/username.js";
import { setting } from "./setting.js";

const hours = z.coerce.number().min(0).max(8_760);

/** Settings for mining: how often accounts are refreshed, and how absences are confirmed. */
export const miningSettings = {
  refresh: {
    days: setting(
      "IGMINER_REFRESH_DAYS",
      "Days between refreshes of an account; adapts from a quarter to four times this",
      () => z.coerce.number().positive().max(3_650).default(7),
    ),
    postsDays: setting(
      "IGMINER_POSTS_DAYS",
      "Days after which refresh requests posts again although their number has not changed",
      () => z.coerce.number().positive("expected more than 0").max(3_650).default(28),
    ),
    relatedDays: setting(
      "IGMINER_SUGGESTIONS_DAYS",
      "Days after which refresh requests an account's suggestions again",
      () => z.coerce.number().positive("expected more than 0").max(3_650).default(90),
    ),
    frontierDays: setting(
      "IGMINER_FRONTIER_DAYS",
      "Days of work the frontier should hold; below that, refresh requests suggestions as well",
      () => z.coerce.number().min(0, "expected 0 or more").max(3_650).default(3),
    ),
    freshHours: setting(
      "IGMINER_FRESH_HOURS",
      "Hours within which an account seen before is skipped, unless --force is given",
      () => hours.default(6),
    ),
  },
  canary: {
    username: setting(
      "IGMINER_CANARY_USERNAME",
      "Account known to exist, requested as a check when many in a row are reported missing",
      () => z.string().refine(isUsername, "not a username").default("instagram"),
    ),
  },
} as const;
