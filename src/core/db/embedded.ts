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
/** The PostgreSQL version of PGlite, as in PG_VERSION of its data folder. */
export const EMBEDDED_POSTGRES = "18";

/**
 * Opens the embedded PostgreSQL of a data folder as a pool of one connection for kysely. Only one process can use it;
 * others wait for the lock (see `lockEmbedded`).
 * @throws Failure (exit 5) if the lock stays taken or another PostgreSQL version created the folder, (exit 2) if other
 * users can write to it.
 */
export async function embeddedPool(
  dataDir: string,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<PostgresPool> {
  // V8 would optimise most of the embedded PostgreSQL at start-up: 1.9 s of processor time for a command with one
  // query, against 0.9 s with this flag. Hot code is still optimised (20,000 names seeded: 2.5 s, then 1.9 s).
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
        // A lost session cannot be closed properly. It is left as after a kill, and recovered when the store is next
        // opened.
        if (!isLost()) await pglite.close();
        // WebAssembly creates files with its own mode and ignores the umask.
        closeTree(folder);
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A data folder can only be read by the major version that created it (PostgreSQL documentation, 18.6). */
function refuseOtherVersion(folder: string): void {
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version === EMBEDDED_POSTGRES) return;
  throw new Failure(
    EXIT.database,
    `The embedded database in ${folder} was made by PostgreSQL ${version}; this igminer brings ${EMBEDDED_POSTGRES}.`,
    "Use the igminer that made it to move its contents: igminer backup there, into a PostgreSQL server.",
  );
}

/**
 * Creates the data folder in a temporary place and renames it when complete, so that a killed process leaves nothing
 * half-made.
 */
async function createCluster(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    const pglite = await PGlite.create({ dataDir: unfinished });
    await pglite.close();
    closeTree(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Hands out the one connection in order of request; its holder (a transaction) has it alone. A session that cannot even
 * roll back, as on a full disk, is lost; from then on every caller gets the original error, not its consequences.
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
  // Without parameters the simple protocol is used, as in pg: it accepts a whole migration file.
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

/** PGlite has no standard output, so a copy goes to a file of its own. */
async function copyOut(pglite: PGlite, statement: string): Promise<CopyResult> {
  const at = statement.lastIndexOf(" to stdout ");
  const intoFile = `${statement.slice(0, at)} to '/dev/blob' ${statement.slice(at + " to stdout ".length)}`;
  const { blob, affectedRows = 0 } = await pglite.query(intoFile);
  return copied(new Uint8Array((await blob?.arrayBuffer()) ?? []), affectedRows);
}
