import { z } from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, list, optional, setting } from "./setting.js";

/** The sources of profiles: where each is asked, how fast at first and at most (facts §1–3), and what it needs. */
export const sourceSettings = {
  hiker: {
    baseUrl: setting("IGMINER_HIKER_BASE_URL", "Where hiker is asked", baseUrl("https://api.hikerapi.com")),
    ...serviceSettings("hiker", {
      startPerMinute: 300,
      floorPerMinute: 6,
      ceilingPerMinute: 900,
      dailyBudget: 50_000,
      backgroundBudget: 23_000,
    }),
    key: setting("IGMINER_HIKER_KEY", "Access key of HikerAPI", optional, true),
    parts: setting(
      "IGMINER_HIKER_PARTS",
      "What a profile is to have besides the account, each paid apart: posts, related",
      list(["posts", "related"]).pipe(z.array(z.enum(["posts", "related"]))),
    ),
  },
  web: {
    baseUrl: setting("IGMINER_WEB_BASE_URL", "Where web is asked", baseUrl("https://www.instagram.com")),
    ...serviceSettings("web", {
      startPerMinute: 12,
      floorPerMinute: 1,
      ceilingPerMinute: 60,
      dailyBudget: null,
      backgroundBudget: null,
    }),
  },
  archive: {
    baseUrl: setting("IGMINER_ARCHIVE_BASE_URL", "Where archive is asked", z.string().default("file:///")),
    ...serviceSettings("archive", {
      startPerMinute: 1_000_000,
      floorPerMinute: 1,
      ceilingPerMinute: 1_000_000,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    dir: setting("IGMINER_ARCHIVE_DIR", "Folder or file of saved responses", optional),
  },
} as const;
