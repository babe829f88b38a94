import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Kysely, PostgresDialect } from "kysely";
import { appliedMigrations } from "../../db/applied-migrations.js";
import { type DatabaseSettings, openDatabase } from "../../db/database.js";
import { fullDiskFailure } from "../../db/disk-room.js";
import { embeddedPool } from "../../db/embedded.js";
import { embeddedFolder, hasEmbedded } from "../../db/embedded-folder.js";
import { migrate } from "../../db/migrate.js";
import type { Schema } from "../../db/schema.js";
import { EXIT, Failure, messageOf } from "../../failure.js";
import { unpackStore } from "./archive.js";
import { alone, type StoreAccess } from "./back-up.js";
import { copyStore, isEmptyStore } from "./copy-store.js";

export interface Restored {
  accounts: number;
  /** Where the previous embedded database was moved, or null if there was none. */
  movedAside: string | null;
}

/** Whether a restore would replace an embedded database. */
export function wouldReplace({ url, dataDir }: DatabaseSettings): boolean {
  return url === null && hasEmbedded(dataDir);
}

/**
 * Restores a file of `backUp` into the store that the settings name. The backup is first opened and migrated in a
 * separate place, so an unusable one changes nothing. An existing embedded database is moved aside, never deleted. A
 * PostgreSQL database must be empty, and gets all rows or none. Pictures are added to existing ones.
 * @param amend changes the unpacked backup before it is used; its pictures are in the folder.
 * @throws Failure (exit 2) if the file is not a backup or the PostgreSQL database is not empty, (exit 5) if the backup
 * is of a newer igminer, the disk is full or the store does not open; the signal's reason when aborted.
 */
export async function restore(
  settings: DatabaseSettings,
  file: string,
  access: StoreAccess,
  amend: (db: Kysely<Schema>, folder: string) => Promise<void> = async () => {},
): Promise<Restored> {
  const { url, dataDir } = settings;
  return alone(dataDir, access, async () => {
    const unpacked = join(dataDir, "restore.unfinished");
    await rm(unpacked, { recursive: true, force: true });
    await mkdir(unpacked, { mode: 0o700 });
    try {
      await unpackStore(file, unpacked, access.signal);
      const accounts = await withBackup(file, unpacked, access.signal, async (db) => {
        await amend(db, unpacked);
        if (url !== null) await fillPostgres(db, settings, access);
        return countAccounts(db);
      });
      access.signal.throwIfAborted();
      await addPictures(unpacked, dataDir);
      return { accounts, movedAside: url === null ? await takePlace(unpacked, dataDir) : null };
    } catch (error) {
      if (access.signal.aborted || !isOfFiles(error)) throw error;
      throw fullDiskFailure(dataDir, `${file} cannot be restored`, error) ?? error;
    } finally {
      await rm(unpacked, { recursive: true, force: true });
    }
  });
}

/** Whether reading the backup or writing its contents failed: a full disk shows in any of these. */
function isOfFiles(error: unknown): boolean {
  return !(error instanceof Failure) || error.cause !== undefined;
}

async function withBackup<T>(
  file: string,
  folder: string,
  signal: AbortSignal,
  use: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const pool = await embeddedPool(folder, () => {}, signal).catch((error: unknown) => {
    if (error instanceof Failure || signal.aborted) throw error;
    throw new Failure(
      EXIT.usage,
      `The database in ${file} cannot be opened: ${messageOf(error)}`,
      "The file is damaged: take another backup. Nothing was changed.",
      error,
    );
  });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    if ((await appliedMigrations(db)).length === 0)
      throw new Failure(
        EXIT.usage,
        `The database in ${file} is not igminer's.`,
        "Name a file that igminer backup has written. Nothing was changed.",
      );
    await migrate(db, { signal });
    return await use(db);
  } finally {
    await db.destroy();
  }
}

async function fillPostgres(
  backup: Kysely<Schema>,
  settings: DatabaseSettings,
  access: StoreAccess,
): Promise<void> {
  const { kysely: db, close } = await openDatabase({ settings, ...access });
  try {
    await migrate(db, { onProgress: access.notify, signal: access.signal });
    if (!(await isEmptyStore(db)))
      throw new Failure(
        EXIT.usage,
        "The PostgreSQL database holds data already, and a backup is never mixed into it.",
        "Restore into an empty database (createdb), or bring single tables with igminer export and import.",
      );
    await copyStore(backup, db, access.signal);
  } finally {
    await close();
  }
}

async function countAccounts(db: Kysely<Schema>): Promise<number> {
  const { accounts } = await db
    .selectFrom("InstagramAccountBase")
    .select((select) => select.fn.countAll<bigint>().as("accounts"))
    .executeTakeFirstOrThrow();
  return Number(accounts);
}

/** Pictures are named after their content, so existing ones are identical. */
async function addPictures(unpacked: string, dataDir: string): Promise<void> {
  const pictures = join(unpacked, "pictures");
  if (existsSync(pictures)) await cp(pictures, join(dataDir, "pictures"), { recursive: true, force: false });
}

async function takePlace(unpacked: string, dataDir: string): Promise<string | null> {
  const place = embeddedFolder(dataDir);
  const aside = `${place}.before-${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`;
  const isTaken = hasEmbedded(dataDir);
  if (isTaken) await rename(place, aside);
  await rename(embeddedFolder(unpacked), place);
  return isTaken ? aside : null;
}
