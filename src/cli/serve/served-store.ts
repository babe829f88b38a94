import type { Database } from "../../core/db/database.js";
import { requireCurrentSchema } from "../../core/db/migrate.js";
import type { CommandContext } from "../command.js";
import { openStore } from "../store.js";

/** Another igminer command is using the embedded store; it will be free again. */
export class StoreBusy extends Error {
  override name = "StoreBusy";
}

/** The store between requests. */
export interface ServedStore {
  kind: Database["kind"];
  /** Lets `work` use the store. @throws StoreBusy when another command holds the embedded one for longer than `waitMs`. */
  use<T>(work: (database: Database) => Promise<T>, waitMs: number): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the store for a server. PostgreSQL stays open. The embedded one is opened for each use and closed after it, one use
 * at a time: between requests, commands have it.
 * @throws Failure (exit 5) when it cannot be reached or its schema is not the one that igminer knows.
 */
export async function openServedStore(context: CommandContext): Promise<ServedStore> {
  const first = await openStore(context, context.interruption);
  try {
    await requireCurrentSchema(first.kysely);
  } catch (error) {
    await first.close();
    throw error;
  }
  if (first.kind === "postgres")
    return { kind: "postgres", use: (work) => work(first), close: () => first.close() };
  await first.close();
  return embeddedStore(context);
}

function embeddedStore(context: CommandContext): ServedStore {
  let last: Promise<unknown> = Promise.resolve();

  async function useAlone<T>(work: (database: Database) => Promise<T>, waitMs: number): Promise<T> {
    const patience = AbortSignal.timeout(waitMs);
    const database = await openStore(context, AbortSignal.any([patience, context.interruption])).catch(
      (error: unknown) => {
        throw patience.aborted ? new StoreBusy("Another igminer command is using the database.") : error;
      },
    );
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  return {
    kind: "embedded",
    use(work, waitMs) {
      const used = last.then(() => useAlone(work, waitMs));
      last = used.catch(() => {});
      return used;
    },
    close: async () => {
      await last;
    },
  };
}
