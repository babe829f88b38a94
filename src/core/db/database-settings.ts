import type { Config } from "../settings/settings.js";
import type { DatabaseSettings } from "./database.js";

/** The store that the settings name. */
export function databaseSettings({
  database: { url, readUrl: _, dataDir, ...pool },
}: Pick<Config, "database">): DatabaseSettings {
  return { url, dataDir: dataDir as string, pool };
}

/** The read replica for commands that only read, or null if none is set. */
export function replicaSettings(config: Pick<Config, "database">): DatabaseSettings | null {
  const { readUrl } = config.database;
  if (readUrl === null) return null;
  return { ...databaseSettings(config), url: readUrl, urlSetting: "IGMINER_READ_DATABASE_URL" };
}
