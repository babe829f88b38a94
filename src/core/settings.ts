import { z } from "zod";
import { isUsername } from "./profiles/username.js";
import { WELL_KNOWN_USERNAMES } from "./profiles/well-known.js";
import type { SourceName } from "./sources/source.js";

/** One setting: the name it has in the environment, what it takes, what it is without. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  environment: string;
  schema: Schema;
  /** What `igminer config` and the README say of it. */
  summary: string;
  /** Never shown. "url": shown without its user and password. */
  secret?: true | "url";
}

function setting<Schema extends z.ZodType>(
  environment: string,
  summary: string,
  schema: Schema,
  secret?: true | "url",
): Setting<Schema> {
  return { environment, summary, schema, ...(secret && { secret }) };
}

const count = (fallback: number, least = 1, most = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(least).max(most).default(fallback);
const ratePerMinute = (fallback: number) => z.coerce.number().positive().max(10_000_000).default(fallback);
const baseUrl = (fallback: string) => z.url({ protocol: /^https?$/ }).default(fallback);
const optional = z.string().min(1).nullable().default(null);
/** A list in one text, comma-separated, or a JSON array in the configuration file. */
const list = (fallback: readonly string[]) =>
  z
    .union([z.array(z.string()), z.string().transform((text) => text.split(","))])
    .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ""))
    .default([...fallback]);

/** What a source is like before it has told us anything (facts §1–3): polite, and for the paid one within its plan. */
const SOURCE_DEFAULTS: Record<
  SourceName,
  {
    baseUrl: string;
    start: number;
    floor: number;
    ceiling: number;
    daily: number | null;
    background: number | null;
  }
> = {
  hiker: {
    baseUrl: "https://api.hikerapi.com",
    start: 300,
    floor: 6,
    ceiling: 900,
    daily: 50_000,
    background: 23_000,
  },
  web: {
    baseUrl: "https://www.instagram.com",
    start: 12,
    floor: 1,
    ceiling: 60,
    daily: null,
    background: null,
  },
  archive: {
    baseUrl: "file:///",
    start: 1_000_000,
    floor: 1,
    ceiling: 1_000_000,
    daily: null,
    background: null,
  },
};

function sourceSettings<Name extends SourceName>(name: Name) {
  const defaults = SOURCE_DEFAULTS[name];
  const prefix = `IGMINER_${name.toUpperCase()}`;
  const budget = (fallback: number | null) => z.coerce.number().int().min(0).nullable().default(fallback);
  return {
    baseUrl: setting(
      `${prefix}_BASE_URL`,
      `Where ${name} is asked`,
      name === "archive" ? z.string().default(defaults.baseUrl) : baseUrl(defaults.baseUrl),
    ),
    ratePerMinute: setting(
      `${prefix}_RATE_PER_MINUTE`,
      "Requests a minute a source that has never run starts with",
      ratePerMinute(defaults.start),
    ),
    minRatePerMinute: setting(
      `${prefix}_MIN_RATE_PER_MINUTE`,
      "The adaptive rate never falls below",
      ratePerMinute(defaults.floor),
    ),
    maxRatePerMinute: setting(
      `${prefix}_MAX_RATE_PER_MINUTE`,
      "The adaptive rate never rises above",
      ratePerMinute(defaults.ceiling),
    ),
    dailyBudget: setting(
      `${prefix}_DAILY_BUDGET`,
      "Requests a UTC day, all commands together",
      budget(defaults.daily),
    ),
    backgroundBudget: setting(
      `${prefix}_BACKGROUND_BUDGET`,
      "The day's use at which background commands stop; the rest is kept for what a person asks",
      budget(defaults.background),
    ),
  };
}

/** All settings, by the group and key they have in `igminer.config.json` and in the code. */
export const SETTINGS = {
  database: {
    url: setting(
      "DATABASE_URL",
      "PostgreSQL to store in; not set: the embedded database",
      z
        .string()
        .refine(
          (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
          "it looks like postgres://user:password@host:5432/database",
        )
        .nullable()
        .default(null),
      "url",
    ),
    dataDir: setting("IGMINER_DATA_DIR", "Folder of the embedded database and of pictures", optional),
    poolSize: setting("IGMINER_DB_POOL_SIZE", "Connections a process holds at most", count(4, 1, 100)),
    statementTimeoutMs: setting(
      "IGMINER_DB_STATEMENT_TIMEOUT_MS",
      "A statement is given up after; 0: never",
      count(60_000, 0),
    ),
    connectTimeoutMs: setting("IGMINER_DB_CONNECT_TIMEOUT_MS", "Connecting is given up after", count(10_000)),
    ssl: setting(
      "IGMINER_DB_SSL",
      "disable, require or verify; not set: as DATABASE_URL says",
      z.enum(["disable", "require", "verify"]).nullable().default(null),
    ),
    applicationName: setting(
      "IGMINER_DB_APPLICATION_NAME",
      "Name in pg_stat_activity",
      z.string().min(1).max(63).default("igminer"),
    ),
  },
  run: {
    heartbeatSeconds: setting(
      "IGMINER_HEARTBEAT_SECONDS",
      "A run shows that it lives every",
      z.coerce.number().positive().max(3_600).default(15),
    ),
    deadAfterSeconds: setting(
      "IGMINER_DEAD_AFTER_SECONDS",
      "A run whose heartbeat is older is dead; its claims are given back",
      z.coerce.number().positive().max(86_400).default(60),
    ),
  },
  http: {
    timeoutMs: setting("IGMINER_HTTP_TIMEOUT_MS", "One request, headers and body", count(30_000)),
    connectTimeoutMs: setting("IGMINER_HTTP_CONNECT_TIMEOUT_MS", "Connecting to a host", count(10_000)),
    maxBytes: setting("IGMINER_HTTP_MAX_BYTES", "A larger answer is refused", count(10_000_000, 1_000)),
    proxies: setting(
      "IGMINER_PROXIES",
      "Proxy URLs, comma-separated; used in turn, a failing one rests",
      list([]),
      true,
    ),
  },
  seeds: setting(
    "IGMINER_SEEDS",
    "Usernames an empty frontier is seeded with",
    list(WELL_KNOWN_USERNAMES).pipe(z.array(z.string().refine(isUsername, "not a username"))),
  ),
  hiker: {
    ...sourceSettings("hiker"),
    key: setting("IGMINER_HIKER_KEY", "Access key of HikerAPI", optional, true),
    parts: setting(
      "IGMINER_HIKER_PARTS",
      "What a profile is to have besides the account, each paid apart: posts, related",
      list(["posts", "related"]).pipe(z.array(z.enum(["posts", "related"]))),
    ),
  },
  web: sourceSettings("web"),
  archive: {
    ...sourceSettings("archive"),
    dir: setting("IGMINER_ARCHIVE_DIR", "Folder or file of saved responses", optional),
  },
} as const satisfies SettingTree;

export interface SettingTree {
  [key: string]: Setting | SettingTree;
}

/** The values that a tree of settings parses to. */
export type ValuesOf<Tree> = {
  -readonly [Key in keyof Tree]: Tree[Key] extends Setting<infer Schema>
    ? z.output<Schema>
    : ValuesOf<Tree[Key]>;
};

export type Config = ValuesOf<typeof SETTINGS>;
/** The settings that every source has. */
export type SourcePolicy = Pick<
  Config["web"],
  "ratePerMinute" | "minRatePerMinute" | "maxRatePerMinute" | "dailyBudget" | "backgroundBudget"
>;

function isSetting(node: Setting | SettingTree): node is Setting {
  return "environment" in node && typeof node.environment === "string";
}

/** Every setting with its path, as `["hiker", "key"]`. */
export function allSettings(
  tree: SettingTree = SETTINGS,
  path: string[] = [],
): { path: string[]; setting: Setting }[] {
  return Object.entries(tree).flatMap(([key, node]) =>
    isSetting(node) ? [{ path: [...path, key], setting: node }] : allSettings(node, [...path, key]),
  );
}
