import type { Config } from "../settings/settings.js";
import type { DatabaseSettings } from "./database.js";

/** Which store the settings name. */
export function databaseSettings({
  database: { url, readUrl: _, dataDir, ...pool },
}: Pick<Config, "database">): DatabaseSettings {
  return { url, dataDir: dataDir as string, pool };
}

/** Where what only reads may read instead; null: only in the store itself. */
export function replicaSettings(config: Pick<Config, "database">): DatabaseSettings | null {
  const { readUrl } = config.database;
  if (readUrl === null) return null;
  return { ...databaseSettings(config), url: readUrl, urlSetting: "IGMINER_READ_DATABASE_URL" };
}
