import { Kysely, PostgresDialect, sql } from "kysely";
import { EXIT, Failure, messageOf } from "../failure.js";
import { migrate } from "./migrate.js";
import type { PostgresSettings } from "./postgres.js";
import type { Schema } from "./schema.js";

export interface DatabaseSettings {
  /** null: the embedded database in `dataDir`. */
  url: string | null;
  dataDir: string;
  pool: Omit<PostgresSettings, "url">;
}

export interface Database {
  kysely: Kysely<Schema>;
  kind: "embedded" | "postgres";
  /** The database's clock, kept by a monotonic one: what this machine believes the time is does not matter. */
  now(): Date;
  close(): Promise<void>;
}

export interface OpenOptions {
  settings: DatabaseSettings;
  /** Told, in words for a person, while something holds the opening up. */
  notify(message: string): void;
  signal?: AbortSignal;
}

/**
 * Opens the store and proves that it answers. The embedded one migrates itself; a PostgreSQL schema is left as it is.
 * Each driver is loaded only when it is the one used.
 * @throws Failure (exit 5) when it cannot be reached, with the reason and what to do.
 */
export async function openDatabase({ settings, notify, signal }: OpenOptions): Promise<Database> {
  const kysely =
    settings.url === null
      ? await openEmbedded(settings.dataDir, notify, signal)
      : await openPostgres(settings.url, settings.pool, notify);
  try {
    if (settings.url === null) await migrate(kysely);
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(kysely);
    const readAtMs = performance.now();
    const databaseTimeMs = rows[0]?.now.getTime() ?? Date.now();
    return {
      kysely,
      kind: settings.url === null ? "embedded" : "postgres",
      now: () => new Date(databaseTimeMs + performance.now() - readAtMs),
      close: () => kysely.destroy(),
    };
  } catch (error) {
    await kysely.destroy();
    throw error instanceof Failure ? error : unreachable(settings, error);
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
    throw new Failure(
      EXIT.database,
      `The embedded database in ${dataDir} does not open: ${messageOf(error)}`,
      "Check that the folder can be written and the disk is not full, or choose another with IGMINER_DATA_DIR.",
      error,
    );
  }
}

async function openPostgres(
  url: string,
  pool: DatabaseSettings["pool"],
  notify: (message: string) => void,
): Promise<Kysely<Schema>> {
  const { postgresPool } = await import("./postgres.js");
  return new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: postgresPool({ ...pool, url }, (error) =>
        notify(`An idle database connection broke: ${error.message}`),
      ),
    }),
  });
}

function unreachable(settings: DatabaseSettings, error: unknown): Failure {
  const where = settings.url === null ? settings.dataDir : locationOf(settings.url);
  const code = (error as { code?: unknown }).code;
  const hints: Record<string, string> = {
    "28P01": "The password is wrong: check DATABASE_URL.",
    "28000": "The server does not let this user in: check DATABASE_URL and pg_hba.conf.",
    "3D000": "Create the database first, for example: createdb igminer",
    ECONNREFUSED: "Is the server running, and does DATABASE_URL name the right host and port?",
    ENOTFOUND: "The host name in DATABASE_URL does not resolve.",
  };
  const hint = typeof code === "string" ? hints[code] : undefined;
  return new Failure(
    EXIT.database,
    `The database at ${where} cannot be reached: ${messageOf(error)}`,
    hint ??
      "Check DATABASE_URL (igminer config shows where it came from), or unset it to use the embedded database.",
    error,
  );
}

/** The host, port and database name of a URL: never the user or the password. */
function locationOf(url: string): string {
  if (!URL.canParse(url)) return "DATABASE_URL";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
