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
