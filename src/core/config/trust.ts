import { closeSync, fstatSync, openSync, readFileSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { EXIT, Failure } from "../failure.js";
import { parsePostgresUri } from "../settings/postgres-uri.js";
import type { Origin, SettingEntry } from "./entry.js";

const OTHERS_WRITE = 0o022;
const EVERYBODY_WRITES = 0o002;
/** In a folder with this bit, such as /tmp, nobody can replace another user's file. */
const STICKY = 0o1000;

/**
 * Reads a settings file, under the conditions that OpenSSH sets for its own files (StrictModes): it belongs to this user or
 * to root, and nobody else can write or replace it. Settings decide where keys are sent and which programs run.
 * @throws Failure (exit 2) with the command that fixes it; the file system's error if the file cannot be read.
 */
export function readTrusted(path: string): string {
  const file = openSync(path, "r");
  try {
    requireTrusted(path, file);
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

function requireTrusted(path: string, file: number): void {
  if (process.getuid === undefined) return;
  const stats = fstatSync(file);
  const own = process.getuid();
  if (stats.uid !== own && stats.uid !== 0)
    throw untrusted(path, `belongs to another user (${stats.uid})`, own);
  if ((stats.mode & OTHERS_WRITE) !== 0)
    throw new Failure(
      EXIT.usage,
      `Other users can write to ${path}, so settings that decide where keys are sent are not read from it.`,
      `Check its content, then: chmod go-w '${path}'`,
    );
  const folder = statSync(dirname(path));
  if (isOpenToAll(folder))
    throw new Failure(
      EXIT.usage,
      `${path} is in a folder that everybody can write to, so anybody could replace it.`,
      `Move it elsewhere, or: chmod o-w '${dirname(path)}'`,
    );
}

function isOpenToAll({ mode }: Stats): boolean {
  return (mode & EVERYBODY_WRITES) !== 0 && (mode & STICKY) === 0;
}

function untrusted(path: string, why: string, own: number): Failure {
  return new Failure(
    EXIT.usage,
    `${path} ${why}, so settings that decide where keys are sent are not read from it.`,
    `Run igminer in a folder of your own, or make the file yours: chown ${own} '${path}'`,
  );
}

/** Secrets that are sent to services, by environment name. */
const SERVICE_SECRETS = {
  hiker: ["IGMINER_HIKER_KEY", "IGMINER_HIKER_KEYS"],
  graph: ["IGMINER_GRAPH_TOKEN"],
  openai: ["OPENAI_API_KEY"],
  instantly: ["IGMINER_INSTANTLY_KEY"],
  gmail: ["IGMINER_GMAIL_CLIENT_SECRET", "IGMINER_GMAIL_REFRESH_TOKEN"],
  webhook: ["IGMINER_WEBHOOK_SECRET"],
} as const;
const ALL_SECRETS = [...Object.values(SERVICE_SECRETS).flat(), "DATABASE_URL", "IGMINER_READ_DATABASE_URL"];

/** Settings that decide where secrets are sent or what is run, each with the secrets that it can expose. */
const MEETS: Record<string, readonly string[]> = {
  IGMINER_HIKER_BASE_URL: SERVICE_SECRETS.hiker,
  IGMINER_GRAPH_BASE_URL: SERVICE_SECRETS.graph,
  OPENAI_BASE_URL: SERVICE_SECRETS.openai,
  IGMINER_INSTANTLY_BASE_URL: SERVICE_SECRETS.instantly,
  IGMINER_GMAIL_BASE_URL: SERVICE_SECRETS.gmail,
  IGMINER_GMAIL_AUTH_URL: SERVICE_SECRETS.gmail,
  IGMINER_GMAIL_TOKEN_URL: SERVICE_SECRETS.gmail,
  IGMINER_WEBHOOK_URL: SERVICE_SECRETS.webhook,
  DATABASE_URL: ["PGPASSWORD"],
  IGMINER_READ_DATABASE_URL: ["PGPASSWORD"],
  IGMINER_PROXIES: ALL_SECRETS,
  PUPPETEER_EXECUTABLE_PATH: ALL_SECRETS,
  PUPPETEER_CACHE_DIR: ALL_SECRETS,
  PUPPETEER_CHROME_DOWNLOAD_BASE_URL: ALL_SECRETS,
};

/** Origins that come with the working folder, which may be a download from anybody. */
const OF_THE_WORKING_FOLDER: readonly Origin[] = [".env", "project file"];

/**
 * Protects keys that the user keeps elsewhere from the settings of a working folder: where a key is sent, and what runs with
 * access to it, must not come from a less trusted origin than the key itself.
 * @param environment for `PGPASSWORD`, which is not a setting but is sent to any database whose URL has no password.
 * @throws Failure (exit 2) that says how to allow it deliberately.
 */
export function requireNoWeakerPlace(
  entries: readonly SettingEntry[],
  environment: Record<string, string | undefined>,
): void {
  const originOf = new Map(entries.map(({ setting, origin }) => [setting.environment, origin]));
  const takesPassword = entries.some(
    (entry) =>
      MEETS[entry.setting.environment]?.includes("PGPASSWORD") &&
      typeof entry.value === "string" &&
      parsePostgresUri(entry.value)?.password === undefined,
  );
  if (environment.PGPASSWORD && takesPassword) originOf.set("PGPASSWORD", "environment");
  for (const entry of entries) {
    const { setting, origin } = entry;
    const secrets = MEETS[setting.environment];
    if (secrets === undefined || !OF_THE_WORKING_FOLDER.includes(origin)) continue;
    const stronger = secrets.find((name) => {
      const place = originOf.get(name) ?? "default";
      return place !== "default" && !OF_THE_WORKING_FOLDER.includes(place);
    });
    if (stronger === undefined) continue;
    throw new Failure(
      EXIT.usage,
      `${setting.environment} of this folder's ${origin === ".env" ? ".env" : "igminer.config.json"} decides where ${stronger} is sent, which comes from the ${originOf.get(stronger)}: such a setting is not read from a less trusted place.`,
      `To use it anyway: --set ${setting.environment}=${Array.isArray(entry.value) || setting.secret ? "…" : String(entry.value)}, or set both in the same place.`,
    );
  }
}
