import { existsSync } from "node:fs";
import { join } from "node:path";

/** The name of the embedded database's folder in a data folder and in a backup. */
export const DATABASE_FOLDER = "pgdata";

/** @returns the path of a data folder's embedded database, whether it exists or not. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, DATABASE_FOLDER);
}

/** Whether a data folder has an embedded database. */
export function hasEmbedded(dataDir: string): boolean {
  return existsSync(embeddedFolder(dataDir));
}
