import { Kysely, PostgresDialect, sql } from "kysely";
import { EXIT, Failure, messageOf } from "../failure.js";
import type { PostgresSettings, ServerOptions } from "./connection-options.js";
import { fullDiskFailure } from "./disk-room.js";
import { migrate } from "./migrate.js";
import { newReach, type Reach } from "./reach.js";
import type { Schema } from "./schema.js";
import { setTraits } from "./traits.js";
import { unreachable } from "./unreachable.js";

export interface DatabaseSettings {
  /** null for the embedded database in `dataDir`. */
  url: string | null;
  /** The setting that the URL comes from, for messages. */
  urlSetting?: "DATABASE_URL" | "IGMINER_READ_DATABASE_URL";
  dataDir: string;
  pool: Omit<PostgresSettings, "url">;
}

export interface Database {
  kysely: Kysely<Schema>;
  kind: "embedded" | "postgres";
  /** The database's clock, continued with a monotonic one; this machine's clock does not matter. */
  now(): Date;
  /** Whether it answers, and how long to wait for it. */
  reach: Reach;
  /** How another thread can connect to it, or null if only this process can. */
  server: ServerOptions | null;
  close(): Promise<void>;
}

export interface OpenOptions {
  settings: DatabaseSettings;
  /** Called with a message for a person while something delays the opening. */
  notify(message: string): void;
  signal?: AbortSignal;
}

/**
 * Opens the store and checks that it answers. The embedded database migrates itself; a PostgreSQL schema is left as it
 * is. Only the driver in use is loaded.
 * @throws Failure (exit 5) if it cannot be reached, with the reason and what to do.
 */
export async function openDatabase({ settings, notify, signal }: OpenOptions): Promise<Database> {
  const reach = newReach(settings.pool.patienceSeconds * 1_000);
  const { kysely, server } =
    settings.url === null
      ? { kysely: await openEmbedded(settings.dataDir, notify, signal), server: null }
      : await openPostgres(settings.url, settings.pool, reach, notify);
  setTraits(kysely, {
    reach,
    connections: server === null ? 1 : settings.pool.poolSize,
    isMarked: server !== null,
  });
  try {
    if (settings.url === null) await migrate(kysely);
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(kysely);
    const readAtMs = performance.now();
    const databaseTimeMs = rows[0]?.now.getTime() ?? Date.now();
    return {
      kysely,
      kind: settings.url === null ? "embedded" : "postgres",
      now: () => new Date(databaseTimeMs + performance.now() - readAtMs),
      reach,
      server,
      close: () => kysely.destroy(),
    };
  } catch (error) {
    await kysely.destroy();
    if (error instanceof Failure) throw error;
    throw settings.url === null
      ? openingFailure(settings.dataDir, error)
      : unreachable(settings.url, settings.urlSetting, error);
  }
}

async function openEmbedded(dataDir: string, notify: (message: string) => void, signal?: AbortSignal) {
  const { embeddedPool, EMBEDDED_LOCK_TIMEOUT_MS } = await import("./embedded.js");
  try {
    const pool = await embeddedPool(
      dataDir,
      () =>
        notify(
          `Another igminer command is using ${dataDir}; waiting for it (up to ${EMBEDDED_LOCK_TIMEOUT_MS / 1000} s) …`,
        ),
      signal,
    );
    return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  } catch (error) {
    if (error instanceof Failure || signal?.aborted) throw error;
    throw openingFailure(dataDir, error);
  }
}

function openingFailure(dataDir: string, error: unknown): Failure {
  const what = `The embedded database in ${dataDir} cannot be opened`;
  return fullDiskFailure(dataDir, what, error) ?? new Failure(EXIT.database, ...unopened(what, error), error);
}

/** Errors of the file system have a code; what PGlite throws has none, and may not even be an Error. */
function unopened(what: string, error: unknown): [message: string, hint: string] {
  return typeof (error as NodeJS.ErrnoException).code === "string"
    ? [
        `${what}: ${messageOf(error)}`,
        "Check that the folder can be written, or choose another with IGMINER_DATA_DIR.",
      ]
    : [
        `${what}: its files may be damaged, or cannot be written (${messageOf(error)}).`,
        "Check that the folder can be written. If it can: restore a backup (igminer restore FILE), or set IGMINER_DATA_DIR to another folder.",
      ];
}

async function openPostgres(
  url: string,
  pool: DatabaseSettings["pool"],
  reach: Reach,
  notify: (message: string) => void,
): Promise<{ kysely: Kysely<Schema>; server: ServerOptions }> {
  const [{ postgresPool }, { serverOptions }] = await Promise.all([
    import("./postgres.js"),
    import("./connection-options.js"),
  ]);
  const server = await serverOptions({ ...pool, url });
  const dialect = new PostgresDialect({
    pool: postgresPool(pool, server, reach, (error) =>
      notify(`An idle database connection broke: ${error.message}`),
    ),
  });
  return { kysely: new Kysely<Schema>({ dialect }), server };
}
