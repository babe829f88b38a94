import * as z from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, count, list, optional, setting } from "./setting.js";

/** Settings for the sources of profiles: addresses, initial and maximum rates (facts §1–3), and credentials. */
export const sourceSettings = {
  hiker: {
    baseUrl: setting("IGMINER_HIKER_BASE_URL", "Base URL of HikerAPI", () =>
      baseUrl("https://api.hikerapi.com"),
    ),
    ...serviceSettings("hiker", {
      startPerMinute: 300,
      floorPerMinute: 6,
      ceilingPerMinute: 900,
      dailyBudget: 50_000,
      backgroundBudget: 23_000,
    }),
    key: setting("IGMINER_HIKER_KEY", "Access key of HikerAPI", () => optional, true),
    keys: setting(
      "IGMINER_HIKER_KEYS",
      "Access keys of several HikerAPI accounts; each has its own rate, budget and circuit breaker",
      () => list([]),
      true,
    ),
    unitPriceUsd: setting(
      "IGMINER_HIKER_UNIT_PRICE",
      "Price of one HikerAPI request in US dollars, to show costs as money",
      () =>
        z.coerce
          .number()
          .positive("expected more than 0")
          .max(1, "expected at most 1")
          .nullable()
          .default(null),
    ),
    parts: setting(
      "IGMINER_HIKER_PARTS",
      "Parts to request besides the account, each paid separately: posts, related",
      () => list(["posts", "related"]).pipe(z.array(z.enum(["posts", "related"]))),
    ),
  },
  web: {
    baseUrl: setting("IGMINER_WEB_BASE_URL", "Base URL of Instagram's web", () =>
      baseUrl("https://www.instagram.com"),
    ),
    appId: setting(
      "IGMINER_WEB_APP_ID",
      "Header x-ig-app-id of requests to web: the app id of Instagram's own web page",
      () => z.string().regex(/^\d+$/, "expected digits").default("936619743392459"),
    ),
    userAgent: setting("IGMINER_WEB_USER_AGENT", "User agent of requests to web", () =>
      z
        .string()
        .min(1)
        .default(
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
        ),
    ),
    headers: setting(
      "IGMINER_WEB_HEADERS",
      "Further headers of requests to web, comma-separated, as x-asbd-id: 129477",
      () =>
        list([]).pipe(
          z.array(
            z
              .string()
              .regex(/^[\w-]+:\s*\S/, "expected headers such as x-asbd-id: 129477")
              .refine(
                (line) => !/^(cookie|authorization|host|content-length)\s*:/i.test(line),
                "igminer does not log in: no cookie or authorization, and no header of the connection",
              ),
          ),
        ),
    ),
    ...serviceSettings("web", {
      startPerMinute: 12,
      floorPerMinute: 1,
      ceilingPerMinute: 60,
      dailyBudget: null,
      backgroundBudget: null,
    }),
  },
  browser: {
    baseUrl: setting("IGMINER_BROWSER_BASE_URL", "Base URL of the pages opened by browser", () =>
      baseUrl("https://www.instagram.com"),
    ),
    // A page makes a dozen requests where the source web makes one.
    ...serviceSettings("browser", {
      startPerMinute: 6,
      floorPerMinute: 1,
      ceilingPerMinute: 30,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    executablePath: setting(
      "PUPPETEER_EXECUTABLE_PATH",
      "Path of Chrome or Chromium (default: Puppeteer's cache, then the PATH)",
      () => optional,
    ),
    cacheDir: setting(
      "PUPPETEER_CACHE_DIR",
      "Puppeteer's cache folder (default: ~/.cache/puppeteer)",
      () => optional,
    ),
    downloadUrl: setting(
      "PUPPETEER_CHROME_DOWNLOAD_BASE_URL",
      "Base URL from which igminer browser install downloads Chrome (default: Google)",
      () => optional,
    ),
    pages: setting("IGMINER_BROWSER_PAGES", "Number of browser pages open at once", () => count(2, 1, 50)),
    usesPerPage: setting(
      "IGMINER_BROWSER_USES_PER_PAGE",
      "Number of profiles after which a page is closed and its cookies are discarded",
      () => count(25),
    ),
    pageTimeoutMs: setting("IGMINER_BROWSER_PAGE_TIMEOUT_MS", "Time limit of a page, in milliseconds", () =>
      count(45_000),
    ),
  },
  graph: {
    baseUrl: setting("IGMINER_GRAPH_BASE_URL", "Base URL of the Graph API", () =>
      baseUrl("https://graph.facebook.com"),
    ),
    ...serviceSettings("graph", {
      startPerMinute: 12,
      floorPerMinute: 1,
      ceilingPerMinute: 120,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    version: setting("IGMINER_GRAPH_VERSION", "Version of the Graph API", () =>
      z
        .string()
        .regex(/^v\d+\.\d+$/, "expected a version such as v25.0")
        .default("v25.0"),
    ),
    token: setting(
      "IGMINER_GRAPH_TOKEN",
      "Access token with instagram_basic, instagram_manage_insights and pages_read_engagement",
      () => optional,
      true,
    ),
    userId: setting(
      "IGMINER_GRAPH_USER_ID",
      "Id of your own professional Instagram account, used for requests",
      () => z.string().regex(/^\d+$/, "expected digits").nullable().default(null),
    ),
  },
  archive: {
    baseUrl: setting(
      "IGMINER_ARCHIVE_BASE_URL",
      "Not used: the archive source reads IGMINER_ARCHIVE_DIR",
      () => z.string().default("file:///"),
    ),
    ...serviceSettings("archive", {
      startPerMinute: 1_000_000,
      floorPerMinute: 1,
      ceilingPerMinute: 1_000_000,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    dir: setting("IGMINER_ARCHIVE_DIR", "Folder or file of recorded answers", () => optional),
  },
} as const;
