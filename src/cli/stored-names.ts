import { type Database, type DatabaseSettings, openDatabase } from "../core/db/database.js";
import { hasEmbedded } from "../core/db/embedded-folder.js";

/** Objects in a store whose names users type. */
export const NAMED = ["sequences", "audiences"] as const;
export type Named = (typeof NAMED)[number];

/** Short, because a user is waiting for the completion. */
const PATIENCE_MS = 2_000;

/**
 * The names of open sequences, or of audiences. Empty if there is no store, it does not answer at once, or another
 * command is using it, since shell completion must not print errors.
 */
export async function storedNames(named: Named, settings: DatabaseSettings): Promise<string[]> {
  const { url, dataDir, pool } = settings;
  if (url === null && !hasEmbedded(dataDir)) return [];
  const hurried = { ...settings, pool: { ...pool, connectTimeoutMs: PATIENCE_MS, patienceSeconds: 0 } };
  // Give up instead of waiting if another command has the embedded database.
  const waiting = new AbortController();
  try {
    const database = await openDatabase({
      settings: hurried,
      notify: () => waiting.abort(),
      signal: waiting.signal,
    });
    return await namesIn(database, named).finally(() => database.close());
  } catch {
    return [];
  }
}

async function namesIn({ kysely: db }: Database, named: Named): Promise<string[]> {
  const rows =
    named === "sequences"
      ? await db
          .selectFrom("EmailSequence")
          .select("name")
          .where("closed_at", "is", null)
          .orderBy("name")
          .execute()
      : await db.selectFrom("Audiences").select("name").orderBy("name").execute();
  return rows.map(({ name }) => name);
}
