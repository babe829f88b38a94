import { Kysely, PostgresDialect, sql } from "kysely";
import { EXIT, Failure, messageOf } from "../failure.js";
import { parsePostgresUri } from "../settings/postgres-uri.js";
import type { PostgresSettings, ServerOptions } from "./connection-options.js";
import { fullDiskFailure } from "./disk-room.js";
import { migrate } from "./migrate.js";
import { newReach, type Reach } from "./reach.js";
import type { Schema } from "./schema.js";
import { setTraits } from "./traits.js";
import { troubleFailure, troubleOf } from "./trouble.js";

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
    const what = `The embedded database in ${dataDir} cannot be opened`;
    throw (
      fullDiskFailure(dataDir, what, error) ?? new Failure(EXIT.database, ...unopened(what, error), error)
    );
  }
}

/** The file system gives its reasons a code; what PGlite throws has none, or is no Error at all. */
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

function unreachable(settings: DatabaseSettings, error: unknown): Failure {
  const where = settings.url === null ? settings.dataDir : locationOf(settings.url);
  const { code } = error as { code?: unknown };
  const { urlSetting: setting = "DATABASE_URL" } = settings;
  const unanswered = `Nothing answers there: check host and port in ${setting} (igminer config shows its origin), the firewall, and that PostgreSQL listens on that address. connect_timeout in the URL sets how long to wait.`;
  const hints: Record<string, string> = {
    "28P01": `The password is wrong: check ${setting}, PGPASSWORD or the password file.`,
    "28000": `The server rejects this user: check ${setting} and pg_hba.conf.`,
    "3D000": "Create the database first, for example: createdb igminer",
    ECONNREFUSED: `Is the server running, and does ${setting} name the right host and port?`,
    ENOENT: `The socket does not exist: is the server running, and is its socket in the folder that ${setting} names?`,
    ENOTFOUND: `The host name in ${setting} does not resolve.`,
    // Nobody listens on the port, or whatever does is not PostgreSQL.
    CONNECTION_LOST: unanswered,
    NO_ANSWER: unanswered,
    ETIMEDOUT: unanswered,
    EHOSTUNREACH: unanswered,
  };
  const otherwise = setting === "DATABASE_URL" ? "use the embedded database" : "read from DATABASE_URL";
  const hint = typeof code === "string" ? hints[code] : undefined;
  // A full disk is reported by a server that was reached.
  const what = troubleOf(error) === "resources" ? "used" : "reached";
  return new Failure(
    EXIT.database,
    `The database at ${where} cannot be ${what}: ${messageOf(error)}`,
    sslOfferHint(messageOf(error)) ??
      hint ??
      sslHint(code) ??
      (troubleOf(error) === "connection" ? null : troubleFailure(error)?.hint) ??
      `Check ${setting} (igminer config shows its origin), or unset it to ${otherwise}.`,
    error,
  );
}

/** Node's codes for a certificate that was rejected (tls documentation, "X509 certificate error codes"). */
function sslHint(code: unknown): string | null {
  return typeof code === "string" && /CERT|SIGNATURE|ALTNAME|_SSL_/.test(code)
    ? "The server's certificate was not accepted. sslmode=require (or IGMINER_DB_SSL=require) encrypts without checking it; sslrootcert=FILE names the authority that signed it."
    : null;
}

/** Messages of the driver and of PostgreSQL when only one side wants encryption; neither has a code of its own. */
function sslOfferHint(message: string): string | null {
  if (message.includes("does not support SSL"))
    return "The server offers no encryption: turn ssl on there, or set sslmode=prefer (or disable) where you trust the network.";
  return message.includes("no encryption")
    ? "The server takes encrypted connections only: add ?sslmode=require to DATABASE_URL, or set IGMINER_DB_SSL=require."
    : null;
}

/** The host, port and database name of a URL, without user and password. */
function locationOf(url: string): string {
  const { host = "the local socket", port, database = "" } = parsePostgresUri(url) ?? {};
  return `${host}${port === undefined ? "" : `:${port}`}/${database}`;
}
