import { rm } from "node:fs/promises";
import { join } from "node:path";
import { requireCurrentSchema } from "../../db/applied-migrations.js";
import { type DatabaseSettings, openDatabase } from "../../db/database.js";
import { EMBEDDED_LOCK_TIMEOUT_MS } from "../../db/embedded.js";
import { hasEmbedded } from "../../db/embedded-folder.js";
import { lockEmbedded } from "../../db/embedded-lock.js";
import { EXIT, Failure, messageOf } from "../../failure.js";
import { privateFolder } from "../../private-folder.js";
import { fileSink, type Sink } from "../export/sink.js";
import { packStore } from "./archive.js";
import { copyStore } from "./copy-store.js";

/** How a backup or a restore reports that it waits, and how it is interrupted. */
export interface StoreAccess {
  notify(message: string): void;
  signal: AbortSignal;
}

/**
 * Writes the whole store, as of one moment, to one file. The file appears complete or not at all, and only this user
 * can read it. An embedded database is copied as a folder, while no other command can open it. From PostgreSQL, all
 * rows of one snapshot are copied into an embedded database. This machine's pictures are included.
 * @returns the size of the file in bytes.
 * @throws Failure (exit 2) if there is no store or the file cannot be created, (exit 1) if it cannot be written, (exit
 * 5) if the store does not open; the signal's reason when aborted.
 */
export async function backUp(settings: DatabaseSettings, file: string, access: StoreAccess): Promise<number> {
  const { url, dataDir } = settings;
  if (url === null && !hasEmbedded(dataDir))
    throw new Failure(
      EXIT.usage,
      `There is no store in ${dataDir} yet.`,
      "igminer seed begins one; igminer config shows which settings say where it is.",
    );
  const sink = await fileSink(file);
  try {
    if (url !== null) await packCopy(settings, sink, access);
    else {
      // A store that does not open is not worth a backup; opening it also recovers from a killed command.
      await (await openDatabase({ settings, ...access })).close();
      await alone(dataDir, access, () =>
        packStore({ databaseIn: dataDir, picturesIn: dataDir }, sink, access.signal),
      );
    }
    await sink.finish();
    return sink.bytes();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/**
 * Runs `work` while no other command can open the embedded database of a data folder.
 * @throws Failure (exit 5) if the folder cannot be created or another command keeps the database.
 */
export async function alone<T>(
  dataDir: string,
  { notify, signal }: StoreAccess,
  work: () => Promise<T>,
): Promise<T> {
  try {
    privateFolder(dataDir);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      EXIT.database,
      `The data folder ${dataDir} cannot be created: ${messageOf(error)}`,
      "Choose another with IGMINER_DATA_DIR.",
      error,
    );
  }
  const waits = () => notify(`Another igminer command is using ${dataDir}; waiting for it …`);
  const unlock = await lockEmbedded(dataDir, EMBEDDED_LOCK_TIMEOUT_MS, waits, signal);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

async function packCopy(settings: DatabaseSettings, sink: Sink, access: StoreAccess): Promise<void> {
  const { dataDir } = settings;
  const copyIn = join(dataDir, "backup.unfinished");
  const database = await openDatabase({ settings, ...access });
  try {
    await requireCurrentSchema(database.kysely);
    await alone(dataDir, access, async () => {
      await rm(copyIn, { recursive: true, force: true });
      try {
        const copy = await openDatabase({ settings: { ...settings, url: null, dataDir: copyIn }, ...access });
        await copyStore(database.kysely, copy.kysely, access.signal).finally(() => copy.close());
        await packStore({ databaseIn: copyIn, picturesIn: dataDir }, sink, access.signal);
      } finally {
        await rm(copyIn, { recursive: true, force: true });
      }
    });
  } finally {
    await database.close();
  }
}
