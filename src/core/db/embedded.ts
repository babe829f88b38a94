import { existsSync, readFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite, types } from "@electric-sql/pglite";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import { EXIT, Failure } from "../failure.js";
import { closeTree, privateFolder } from "../private-folder.js";
import { type CopyResult, copied, copiesOut } from "./copy-out.js";
import { embeddedFolder } from "./embedded-folder.js";
import { lockEmbedded } from "./embedded-lock.js";
import { cleanParameters } from "./parameters.js";

export const EMBEDDED_LOCK_TIMEOUT_MS = 30_000;
/** The PostgreSQL that PGlite is, as PG_VERSION of its data folder says. */
export const EMBEDDED_POSTGRES = "18";

/**
 * Opens the embedded PostgreSQL of a data folder, as a pool of one connection for kysely.
 * One process at a time: another one waits for the lock (see `lockEmbedded`).
 * @throws Failure (exit 5) when the lock stays taken or another PostgreSQL made the folder, (exit 2) when others can write into
 * it.
 */
export async function embeddedPool(
  dataDir: string,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<PostgresPool> {
  // V8 would optimise most of the embedded PostgreSQL while it starts: 1.9 s of processor time for a command that asks one
  // thing, 0.9 s so. What is called often is optimised all the same (20,000 names seeded: 2.5 s, then 1.9 s).
  setFlagsFromString("--wasm-tiering-budget=50000000");
  privateFolder(dataDir);
  const unlock = await lockEmbedded(dataDir, EMBEDDED_LOCK_TIMEOUT_MS, onWait, signal);
  try {
    const folder = embeddedFolder(dataDir);
    if (existsSync(folder)) refuseOtherVersion(folder);
    else await createCluster(folder);
    const pglite = await PGlite.create({ dataDir: folder, parsers: { [types.INT8]: BigInt } });
    const { connect, isLost } = oneConnection(pglite);
    return {
      connect,
      async end() {
        // A lost session cannot be ended in order: it is left as by a kill, and recovered from when the store is opened next.
        if (!isLost()) await pglite.close();
        // WebAssembly makes files with a mode of its own, and asks no umask.
        closeTree(folder);
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A data folder can be read by the major version that made it alone (PostgreSQL documentation, 18.6). */
function refuseOtherVersion(folder: string): void {
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version === EMBEDDED_POSTGRES) return;
  throw new Failure(
    EXIT.database,
    `The embedded database in ${folder} was made by PostgreSQL ${version}; this igminer brings ${EMBEDDED_POSTGRES}.`,
    "Use the igminer that made it to move its contents: igminer backup there, into a PostgreSQL server.",
  );
}

/** Makes the data folder aside and renames it when it is complete: a process killed meanwhile leaves nothing half-made. */
async function createCluster(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const pglite = await PGlite.create({ dataDir: unfinished });
  await pglite.close();
  closeTree(unfinished);
  await rename(unfinished, folder);
}

/**
 * Hands the one connection out in order of asking: whoever holds it (a transaction) is alone with it. A session that cannot even
 * roll back, as on a full disk, is lost; what led to it is told from then on, not what follows from it.
 */
function oneConnection(pglite: PGlite): { connect(): Promise<PostgresPoolClient>; isLost(): boolean } {
  let lastHolder: Promise<void> = Promise.resolve();
  let lostBy: unknown = null;
  let lastError: unknown = null;
  async function query(text: string, parameters: readonly unknown[]) {
    if (lostBy !== null) throw lostBy;
    if (text.toLowerCase() === "begin") lastError = null;
    try {
      return await runQuery(pglite, text, parameters);
    } catch (error) {
      if (text.toLowerCase() === "rollback") {
        lostBy = lastError ?? error;
        throw lostBy;
      }
      lastError = error;
      throw error;
    }
  }
  async function connect(): Promise<PostgresPoolClient> {
    let release = (): void => {};
    const before = lastHolder;
    lastHolder = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return {
      // biome-ignore lint/suspicious/noExplicitAny: kysely's interface overloads this method for cursors, which PGlite does not have.
      query: (text: any, parameters?: readonly unknown[]): any => query(text, parameters ?? []),
      release,
    };
  }
  return { connect, isLost: () => lostBy !== null };
}

async function runQuery(pglite: PGlite, text: string, parameters: readonly unknown[]) {
  if (copiesOut(text)) return copyOut(pglite, text);
  // Without parameters the simple protocol is used, as pg does: it takes a whole migration file.
  const result =
    parameters.length === 0
      ? (await pglite.exec(text)).at(-1)
      : await pglite.query(text, cleanParameters(parameters));
  const rows = result?.rows ?? [];
  return {
    command: text.trimStart().split(/\s/, 1)[0]?.toUpperCase(),
    rowCount: result?.affectedRows || rows.length,
    rows,
  };
}

/** PGlite has no standard output: what is copied goes into a file of its own. */
async function copyOut(pglite: PGlite, statement: string): Promise<CopyResult> {
  const at = statement.lastIndexOf(" to stdout ");
  const intoFile = `${statement.slice(0, at)} to '/dev/blob' ${statement.slice(at + " to stdout ".length)}`;
  const { blob, affectedRows = 0 } = await pglite.query(intoFile);
  return copied(new Uint8Array((await blob?.arrayBuffer()) ?? []), affectedRows);
}
