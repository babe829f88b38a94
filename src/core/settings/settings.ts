import * as z from "zod";
import { isUsername } from "../instagram/username.js";
import { WELL_KNOWN_USERNAMES } from "../instagram/well-known.js";
import { budgetSettings } from "./budget.js";
import { cloneSettings } from "./clones.js";
import { emailSettings } from "./email.js";
import { miningSettings } from "./mining.js";
import { openAiSettings } from "./openai.js";
import { operationsSettings } from "./operations.js";
import { outreachSettings } from "./outreach.js";
import { parsePostgresUri } from "./postgres-uri.js";
import { count, list, optional, type Setting, type SettingTree, setting, type ValuesOf } from "./setting.js";
import { sourceSettings } from "./sources.js";

const postgresUrl = z
  .string()
  .refine(
    (text) => parsePostgresUri(text) !== null,
    "expected postgres://user:password@host:5432/database or host=… dbname=… (a list of hosts is not supported), with @ / ? # % in user and password written as %40 %2F %3F %23 %25",
  )
  .nullable()
  .default(null);

/** All settings, by their group and key in `igminer.config.json` and in the code. */
export const SETTINGS = {
  database: {
    url: setting(
      "DATABASE_URL",
      "URL of the PostgreSQL database (default: the embedded database)",
      () => postgresUrl,
      "url",
    ),
    readUrl: setting(
      "IGMINER_READ_DATABASE_URL",
      "URL of a read replica of it, for exports, reports, show, dashboard and serve (default: DATABASE_URL)",
      () => postgresUrl,
      "url",
    ),
    dataDir: setting("IGMINER_DATA_DIR", "Folder for the embedded database and pictures", () => optional),
    poolSize: setting("IGMINER_DB_POOL_SIZE", "Maximum number of database connections per process", () =>
      count(4, 1, 100),
    ),
    statementTimeoutMs: setting(
      "IGMINER_DB_STATEMENT_TIMEOUT_MS",
      "Time limit of a SQL statement in milliseconds; 0: none",
      () => count(60_000, 0),
    ),
    patienceSeconds: setting(
      "IGMINER_DB_PATIENCE_SECONDS",
      "Seconds for which a run keeps finished work in memory while the database is unavailable",
      () => z.coerce.number().min(0).max(3_600).default(60),
    ),
    connectTimeoutMs: setting(
      "IGMINER_DB_CONNECT_TIMEOUT_MS",
      "Time limit for connecting, in milliseconds",
      () => count(10_000),
    ),
    ssl: setting("IGMINER_DB_SSL", "TLS mode: disable, require or verify (default: from DATABASE_URL)", () =>
      z.enum(["disable", "require", "verify"]).nullable().default(null),
    ),
    applicationName: setting(
      "IGMINER_DB_APPLICATION_NAME",
      "Application name shown in pg_stat_activity",
      () => z.string().min(1).max(63).default("igminer"),
    ),
  },
  run: {
    heartbeatSeconds: setting(
      "IGMINER_HEARTBEAT_SECONDS",
      "Interval between heartbeats of a run, in seconds",
      () => z.coerce.number().positive().max(3_600).default(15),
    ),
    deadAfterSeconds: setting(
      "IGMINER_DEAD_AFTER_SECONDS",
      "Age of the last heartbeat, in seconds, after which a run counts as dead and its claims are released",
      () => z.coerce.number().positive().max(86_400).default(60),
    ),
  },
  http: {
    timeoutMs: setting(
      "IGMINER_HTTP_TIMEOUT_MS",
      "Time limit of an HTTP request including its body, in milliseconds",
      () => count(30_000),
    ),
    connectTimeoutMs: setting(
      "IGMINER_HTTP_CONNECT_TIMEOUT_MS",
      "Time limit for connecting to a host, in milliseconds",
      () => count(10_000),
    ),
    maxBytes: setting("IGMINER_HTTP_MAX_BYTES", "Maximum size of an answer in bytes", () =>
      count(10_000_000, 1_000),
    ),
    proxies: setting(
      "IGMINER_PROXIES",
      "Proxy URLs, comma-separated; used in rotation, failing ones are paused",
      () => list([]),
      true,
    ),
  },
  seeds: setting("IGMINER_SEEDS", "Usernames an empty frontier is seeded with", () =>
    list(WELL_KNOWN_USERNAMES).pipe(z.array(z.string().refine(isUsername, "not a username"))),
  ),
  ...sourceSettings,
  ...miningSettings,
  ...budgetSettings,
  ...cloneSettings,
  ...openAiSettings,
  ...emailSettings,
  ...outreachSettings,
  ...operationsSettings,
} as const satisfies SettingTree;

export type Config = ValuesOf<typeof SETTINGS>;
/** The rate and budget of an outside service, as a gate takes them. */
export type SourcePolicy = Pick<
  Config["web"],
  "ratePerMinute" | "minRatePerMinute" | "maxRatePerMinute" | "dailyBudget" | "backgroundBudget"
>;

function isSetting(node: Setting | SettingTree): node is Setting {
  return "environment" in node && typeof node.environment === "string";
}

/** All settings with their paths, such as `["hiker", "key"]`. */
export function allSettings(
  tree: SettingTree = SETTINGS,
  path: string[] = [],
): { path: string[]; setting: Setting }[] {
  return Object.entries(tree).flatMap(([key, node]) =>
    isSetting(node) ? [{ path: [...path, key], setting: node }] : allSettings(node, [...path, key]),
  );
}
