import { type Database, openDatabase } from "../core/db/database.js";
import { requireCurrentSchema } from "../core/db/migrate.js";
import type { Config } from "../core/settings.js";
import type { CommandContext } from "./command.js";

/**
 * Opens the store a command works on, hands it to `use`, and closes it whatever happens.
 * @throws Failure (exit 5) when it cannot be reached or its schema is not the one that igminer knows.
 */
export async function withDatabase<T>(
  context: CommandContext,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  return withUncheckedDatabase(context, async (database) => {
    await requireCurrentSchema(database.kysely);
    return use(database);
  });
}

/** As `withDatabase`, whatever the schema is. */
export async function withUncheckedDatabase<T>(
  { settings, log, interruption }: CommandContext,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({
    settings: databaseSettings(settings.config),
    notify: (message) => log.warn(message),
    signal: interruption,
  });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

function databaseSettings({ database: { url, dataDir, ...pool } }: Config) {
  return { url, dataDir: dataDir as string, pool };
}
