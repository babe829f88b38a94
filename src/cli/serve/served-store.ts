import { requireCurrentSchema } from "../../core/db/applied-migrations.js";
import type { Database } from "../../core/db/database.js";
import { ownSignal } from "../../core/deadline.js";
import type { CommandContext } from "../command.js";
import { openReplica, openStore } from "../store.js";

/** Another igminer command is using the embedded store, which will be free again. */
export class StoreBusy extends Error {
  override name = "StoreBusy";
}

/** Access to the store for each request. */
export interface ServedStore {
  kind: Database["kind"];
  /** Runs `work` with the store. @throws StoreBusy if another command holds the embedded one for longer than `waitMs`. */
  use<T>(work: (database: Database) => Promise<T>, waitMs: number): Promise<T>;
  /** Like `use`, but for reading only: from the read replica, if one is set. */
  read<T>(work: (database: Database) => Promise<T>, waitMs: number): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the store for a server. PostgreSQL stays open. The embedded store is opened for each use and closed afterwards,
 * one use at a time, so that commands can use it between requests.
 * @throws Failure (exit 5) if it cannot be reached or its schema is not the one that igminer knows.
 */
export async function openServedStore(context: CommandContext): Promise<ServedStore> {
  const first = await openStore(context, context.interruption);
  try {
    await requireCurrentSchema(first.kysely);
  } catch (error) {
    await first.close();
    throw error;
  }
  if (first.kind === "postgres") return postgresStore(first, context);
  await first.close();
  return embeddedStore(context);
}

async function postgresStore(first: Database, context: CommandContext): Promise<ServedStore> {
  try {
    const replica = await openReplica(context);
    return {
      kind: "postgres",
      use: (work) => work(first),
      read: (work) => work(replica ?? first),
      close: async () => {
        await Promise.all([first.close(), replica?.close()]);
      },
    };
  } catch (error) {
    await first.close();
    throw error;
  }
}

function embeddedStore(context: CommandContext): ServedStore {
  let last: Promise<unknown> = Promise.resolve();

  async function useAlone<T>(work: (database: Database) => Promise<T>, waitMs: number): Promise<T> {
    const { signal, end } = ownSignal(context.interruption, waitMs);
    const database = await openStore(context, signal)
      .catch((error: unknown) => {
        const isOver = signal.aborted && !context.interruption.aborted;
        throw isOver ? new StoreBusy("Another igminer command is using the database.") : error;
      })
      .finally(end);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  function use<T>(work: (database: Database) => Promise<T>, waitMs: number): Promise<T> {
    const used = last.then(() => useAlone(work, waitMs));
    last = used.catch(() => {});
    return used;
  }

  return {
    kind: "embedded",
    use,
    read: use,
    close: async () => {
      await last;
    },
  };
}
