import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type DatabaseSettings, openDatabase } from "../../db/database.js";
import { EMBEDDED_LOCK_TIMEOUT_MS } from "../../db/embedded.js";
import { hasEmbedded } from "../../db/embedded-folder.js";
import { lockEmbedded } from "../../db/embedded-lock.js";
import { requireCurrentSchema } from "../../db/migrate.js";
import { EXIT, Failure } from "../../failure.js";
import { privateFolder } from "../../private-folder.js";
import { fileSink, type Sink } from "../export/sink.js";
import { packStore } from "./archive.js";
import { copyStore } from "./copy-store.js";

/** How a backup or a restore tells why it waits, and is interrupted. */
export interface StoreAccess {
  notify(message: string): void;
  signal: AbortSignal;
}

/**
 * Writes the whole store into one file, as it is at one moment; the file is there whole or not at all, for this user alone.
 * Of the embedded database the folder is taken, while no other command can have it open; of PostgreSQL all rows of one snapshot,
 * put into an embedded database. The pictures of this machine go with it.
 * @returns the bytes of the file.
 * @throws Failure (exit 2) when there is no store or the file cannot be begun, (exit 1) when it cannot be written, (exit 5) when
 * the store does not open; the signal's reason when aborted.
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
      // A store that does not open is no backup; and opening it ends in order what a killed command has left.
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

/** Does something while no other command can open the embedded database of a data folder. */
export async function alone<T>(
  dataDir: string,
  { notify, signal }: StoreAccess,
  work: () => Promise<T>,
): Promise<T> {
  privateFolder(dataDir);
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
