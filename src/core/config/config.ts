import { homedir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import envPaths from "env-paths";
import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { EXIT, Failure, messageOf } from "../failure.js";
import { uriOfVariables } from "../settings/postgres-uri.js";
import { MASKED, secretsInUrl, shownUrl } from "../settings/secret-urls.js";
import type { Setting } from "../settings/setting.js";
import { allSettings, type Config } from "../settings/settings.js";
import { asUri, uriOfService } from "./connection-string.js";
import type { Origin, SettingEntry } from "./entry.js";
import { readTrusted, requireNoWeakerPlace } from "./trust.js";

/** The result of reading all settings. */
export interface LoadedConfig {
  config: Config;
  /** All settings with their values and origins, in the order of the schema. */
  entries: SettingEntry[];
  /** Odd but harmless findings, such as an unknown IGMINER_* name. */
  warnings: string[];
}

/** All input from outside, passed in so that a test can simulate any machine. */
export interface ConfigInputs {
  environment: Record<string, string | undefined>;
  /** The project folder, with `.env` and `igminer.config.json`. */
  folder: string;
  /** Values given by command-line flags, by environment name: `{ DATABASE_URL: … }`. */
  flags?: Record<string, string>;
}

const CONFIG_FILE = "igminer.config.json";
/** Settings that take what libpq takes. */
const DATABASE_URLS = ["DATABASE_URL", "IGMINER_READ_DATABASE_URL"];

/**
 * Reads all settings: flag > environment > .env > igminer.config.json (project, then XDG) > default. An empty environment
 * variable counts as not set. Files that other users could have written are refused, and so are settings of a folder that
 * would send the user's keys elsewhere (`trust.ts`).
 * @throws Failure (exit 2) that names the setting, the origin of its value and the values allowed.
 */
export function loadConfig({ environment, folder, flags = {} }: ConfigInputs): LoadedConfig {
  const paths = envPaths("igminer", { suffix: "" });
  // An empty HOME, as some schedulers set, is no folder: what would lie there belonged to whatever folder one is in.
  const home = homedir() || userInfo().homedir;
  const dotenv = readDotenv(join(folder, ".env"));
  const projectFile = readJson(join(folder, CONFIG_FILE));
  const userFolder = environment.XDG_CONFIG_HOME
    ? join(environment.XDG_CONFIG_HOME, "igminer")
    : resolve(home, paths.config);
  const userFile = readJson(join(userFolder, CONFIG_FILE));

  const entries = allSettings().map(({ path, setting }) => {
    const candidates: [Origin, unknown][] = [
      ["flag", flags[setting.environment]],
      ["environment", environment[setting.environment]],
      [".env", dotenv[setting.environment]],
      ["project file", valueAt(projectFile, path)],
      ["user file", valueAt(userFile, path)],
      ...fromLibpq(setting, environment, dotenv),
    ];
    const [origin, raw] = candidates.find(([, value]) => value !== undefined && value !== "") ?? [
      "default",
      undefined,
    ];
    const told =
      DATABASE_URLS.includes(setting.environment) && typeof raw === "string"
        ? asUri(raw, origin === "environment" ? environment : { ...dotenv, ...environment })
        : raw;
    const entry = { path, setting, origin: origin as Origin } as SettingEntry;
    if (origin !== "default") return { ...entry, value: parseValue(setting, told, origin as Origin) };
    return withLazyValue(entry, "value", () => parseValue(setting, undefined, "default"));
  });

  requireNoWeakerPlace(entries, environment);
  const config = {} as Config;
  for (const entry of entries) setAt(config, entry);
  config.database.dataDir ??= environment.XDG_DATA_HOME
    ? join(environment.XDG_DATA_HOME, "igminer")
    : resolve(home, paths.data);
  config.database.dataDir = config.database.dataDir.replace(/^~(?=$|\/)/, home);
  checkTogether(config, entries);
  return { config, entries, warnings: unknownNames({ ...dotenv, ...environment }, entries) };
}

/**
 * The URI given by libpq's own variables, which apply without DATABASE_URL as they do for psql. A service comes before the
 * other variables. The origin is `.env` if any part comes from there.
 */
function fromLibpq(
  { environment: name }: Setting,
  environment: ConfigInputs["environment"],
  dotenv: ConfigInputs["environment"],
): [Origin, string][] {
  if (name !== "DATABASE_URL") return [];
  const uriOf = (variables: ConfigInputs["environment"]) =>
    uriOfService(variables) ?? uriOfVariables(variables);
  const uri = uriOf({ ...dotenv, ...environment });
  if (uri === null) return [];
  return [[uri === uriOf(environment) ? "environment" : ".env", uri]];
}

/**
 * @returns a setting's value for display, with secrets masked, including those inside a URL of a setting that is not secret
 * itself.
 */
export function displayValue(setting: Setting, value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (setting.secret === true) return Array.isArray(value) && value.length === 0 ? "—" : MASKED;
  if (setting.secret === "url") return shownUrl(String(value));
  const texts = Array.isArray(value)
    ? value.map(String)
    : typeof value === "object"
      ? Object.entries(value).map(([name, part]) => `${name}=${part}`)
      : [String(value)];
  return texts.map((text) => (secretsInUrl(text).length > 0 ? shownUrl(text) : text)).join(",");
}

function parseValue(setting: Setting, raw: unknown, origin: Origin): unknown {
  const parsed = (setting.schema as z.ZodType).safeParse(raw);
  if (parsed.success) return parsed.data;
  const shown = setting.secret || mayHoldSecret(String(raw)) ? "its value" : `"${String(raw)}"`;
  throw new Failure(
    EXIT.usage,
    `${setting.environment}: ${shown} (from ${origin}) is not valid: ${whyNot(parsed.error.issues[0])}`,
    `Meaning: ${setting.summary}. See: igminer config`,
  );
}

/**
 * Whether an invalid value looks like a URL or contains a user: none of it is shown then, since any part may belong to a
 * password.
 */
function mayHoldSecret(text: string): boolean {
  return /:\/\/|@/.test(text);
}

function checkTogether(config: Config, entries: readonly SettingEntry[]): void {
  if (config.run.deadAfterSeconds < 2 * config.run.heartbeatSeconds) {
    throw new Failure(
      EXIT.usage,
      `IGMINER_DEAD_AFTER_SECONDS (${config.run.deadAfterSeconds}) is less than twice IGMINER_HEARTBEAT_SECONDS (${config.run.heartbeatSeconds}).`,
      "A living run could be marked as dead: raise the first or lower the second.",
    );
  }
  if (config.database.readUrl !== null && config.database.url === null) {
    throw new Failure(
      EXIT.usage,
      "IGMINER_READ_DATABASE_URL is set, but DATABASE_URL is not.",
      "The embedded database has no replica: set DATABASE_URL to the primary server, or unset IGMINER_READ_DATABASE_URL.",
    );
  }
  const given = entries
    .filter(({ origin }) => origin !== "default")
    .map(({ path }) => path[0] as keyof Config);
  for (const name of new Set(given)) {
    const group = config[name];
    if (group === null || typeof group !== "object" || !("minRatePerMinute" in group)) continue;
    if (group.minRatePerMinute <= group.maxRatePerMinute) continue;
    throw new Failure(
      EXIT.usage,
      `IGMINER_${name.toUpperCase()}_MIN_RATE_PER_MINUTE (${group.minRatePerMinute}) is above the maximum (${group.maxRatePerMinute}).`,
      `Lower it, or raise IGMINER_${name.toUpperCase()}_MAX_RATE_PER_MINUTE.`,
    );
  }
}

function unknownNames(environment: Record<string, unknown>, entries: readonly SettingEntry[]): string[] {
  const known = new Set(entries.map(({ setting }) => setting.environment));
  return Object.keys(environment)
    .filter((name) => name.startsWith("IGMINER_") && !known.has(name))
    .map((name) => `Unknown setting ${name}; did you mean ${closest(name, [...known])}?`);
}

function readDotenv(path: string): Record<string, string | undefined> {
  const text = readIfThere(path);
  return text === null ? {} : (parseEnv(text) as Record<string, string | undefined>);
}

function readJson(path: string): unknown {
  const text = readIfThere(path);
  if (text === null) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `${path} is not valid JSON: ${messageOf(error)}`,
      "Fix or remove the file.",
      error,
    );
  }
}

function readIfThere(path: string): string | null {
  try {
    return readTrusted(path);
  } catch (error) {
    // ENOTDIR: a HOME of /dev/null, as users of services have, holds no settings.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    if (error instanceof Failure) throw error;
    throw new Failure(
      EXIT.usage,
      `${path} cannot be read: ${messageOf(error)}`,
      "Check its permissions.",
      error,
    );
  }
}

function valueAt(tree: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined,
    tree,
  );
}

function setAt(config: object, entry: SettingEntry): void {
  const { path } = entry;
  const last = path.length - 1;
  let node = config as Record<string, unknown>;
  for (const key of path.slice(0, last)) {
    node[key] ??= {};
    node = node[key] as Record<string, unknown>;
  }
  withLazyValue(node, path[last] as string, () => entry.value);
}

/** Gives an object a property whose value is only made when it is read: a command reads few defaults. */
function withLazyValue<T extends object>(target: T, key: string, make: () => unknown): T {
  const keep = (value: unknown) =>
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  return Object.defineProperty(target, key, {
    get() {
      const value = make();
      keep(value);
      return value;
    },
    set: keep,
    enumerable: true,
    configurable: true,
  });
}

function whyNot(issue: z.core.$ZodIssue | undefined): string {
  // zod's message would mention NaN, which the user has not written.
  return issue?.code === "invalid_type" && issue.expected === "number"
    ? "expected a number"
    : (issue?.message ?? "wrong type");
}
