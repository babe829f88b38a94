import { existsSync } from "node:fs";
import { join } from "node:path";

/** What the folder of the embedded database is called, in a data folder and in a backup. */
export const DATABASE_FOLDER = "pgdata";

/** @returns where the embedded database of a data folder lies, whether it is there or not. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, DATABASE_FOLDER);
}

/** Whether a data folder has an embedded database. */
export function hasEmbedded(dataDir: string): boolean {
  return existsSync(embeddedFolder(dataDir));
}
