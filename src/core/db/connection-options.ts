import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import type { ClientConfig } from "pg";
import pgpass, { type PasswordFileQuery } from "pgpass";
import { EXIT, Failure, messageOf } from "../failure.js";
import { type PostgresUri, parsePostgresUri } from "../settings/postgres-uri.js";

export interface PostgresSettings {
  url: string;
  poolSize: number;
  /** 0 for none. */
  statementTimeoutMs: number;
  connectTimeoutMs: number;
  /** null to follow the URL. */
  ssl: "disable" | "require" | "verify" | null;
  applicationName: string;
  /** How long finished work waits for an unreachable database. */
  patienceSeconds: number;
}

interface SslOptions extends Pick<ConnectionOptions, "ca" | "cert" | "key"> {
  rejectUnauthorized: boolean;
  /** The certificate may be for another host, as with verify-ca. */
  isAnyHost?: boolean;
}

/** How to reach a server, in the driver's terms. Plain data, so that it can be passed to a worker thread. */
export interface ServerOptions {
  host?: string;
  port?: number;
  user: string;
  /** If omitted, the driver uses PGPASSWORD. */
  password?: string;
  database?: string;
  options?: string;
  ssl: false | SslOptions;
  application_name: string;
  connectionTimeoutMillis: number;
}

/** The default folders of the server's socket: Debian's, then that of a plain build. */
const SOCKET_FOLDERS = ["/var/run/postgresql", "/tmp"];

/**
 * Resolves the URL and the settings by libpq's conventions. Only the plain protocol is used, so that a pooler in
 * between has nothing to refuse.
 * @throws Failure (exit 2) if a certificate named in the URL cannot be read, or the SSL mode is unknown.
 */
export async function serverOptions(settings: PostgresSettings): Promise<ServerOptions> {
  const uri = parsePostgresUri(settings.url);
  if (uri === null)
    throw new Failure(EXIT.usage, "DATABASE_URL is not a valid connection URI.", "See: igminer config");
  const port = Number(uri.port ?? 5432);
  const host = uri.host ?? socketFolder(port);
  const { options, application_name, connect_timeout } = uri.parameters;
  const user = uri.user ?? process.env.PGUSER ?? userInfo().username;
  const password =
    uri.password ??
    (process.env.PGPASSWORD
      ? undefined
      : await storedPassword({ host, port, user, database: uri.database ?? user }));
  return {
    host,
    port,
    user,
    ...(password !== undefined && { password }),
    ...(uri.database !== undefined && { database: uri.database }),
    ...(options !== undefined && { options }),
    ssl: host.startsWith("/") ? false : await sslOf(uri, settings, { host, port }),
    application_name: application_name ?? settings.applicationName,
    connectionTimeoutMillis: Number(connect_timeout) * 1_000 || settings.connectTimeoutMs,
  };
}

/** The password for a server in `~/.pgpass` or in the file named by PGPASSFILE (PostgreSQL documentation, 34.16). */
function storedPassword(server: PasswordFileQuery): Promise<string | undefined> {
  // The driver reads this file too, but warns on stderr that this will be removed.
  return new Promise((resolve) => pgpass(server, resolve));
}

/** The options, with those that cannot be passed to a worker thread. */
export function driverOptions({ ssl, ...server }: ServerOptions): ClientConfig {
  if (ssl === false) return { ...server, ssl };
  const { isAnyHost, ...options } = ssl;
  return {
    ...server,
    ssl: isAnyHost ? { ...options, checkServerIdentity: () => undefined } : options,
  };
}

function socketFolder(port: number): string {
  const isThere = (folder: string) => {
    try {
      readFileSync(join(folder, `.s.PGSQL.${port}.lock`));
      return true;
    } catch {
      return false;
    }
  };
  return SOCKET_FOLDERS.find(isThere) ?? "localhost";
}

/** The SSL modes of libpq (PostgreSQL documentation, 34.19.1): only verify-ca and verify-full check the certificate. */
async function sslOf(
  { parameters }: PostgresUri,
  { ssl, connectTimeoutMs }: PostgresSettings,
  server: { host: string; port: number },
): Promise<ServerOptions["ssl"]> {
  const mode = ssl === null ? (parameters.sslmode ?? "disable") : ssl === "verify" ? "verify-full" : ssl;
  const files = {
    ...fileOf("ca", parameters.sslrootcert),
    ...fileOf("cert", parameters.sslcert),
    ...fileOf("key", parameters.sslkey),
  };
  switch (mode) {
    case "disable":
      return false;
    case "allow":
    case "prefer":
      return (await offersSsl(server, connectTimeoutMs)) ? { ...files, rejectUnauthorized: false } : false;
    case "require":
      // With a root certificate, it means verify-ca: "for backwards compatibility" (34.19.1).
      return { ...files, rejectUnauthorized: "ca" in files, isAnyHost: true };
    case "verify-ca":
      return { ...files, rejectUnauthorized: true, isAnyHost: true };
    case "verify-full":
      return { ...files, rejectUnauthorized: true };
    default:
      throw new Failure(
        EXIT.usage,
        `sslmode=${mode} in DATABASE_URL is not a known value.`,
        "One of: disable, allow, prefer, require, verify-ca, verify-full.",
      );
  }
}

function fileOf(name: "ca" | "cert" | "key", path: string | undefined): Partial<Record<typeof name, string>> {
  if (path === undefined || path === "system") return {};
  try {
    return { [name]: readFileSync(path.replace(/^~(?=$|\/)/, homedir()), "utf8") };
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `The file ${path} in DATABASE_URL cannot be read: ${messageOf(error)}`,
      "Check the path and its permissions.",
      error,
    );
  }
}

/** SSLRequest (PostgreSQL documentation, 55.7): the server answers S or N before anything else. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Whether a server speaks TLS. For one that cannot be reached the answer is no; connecting to it will report why. */
function offersSsl({ host, port }: { host: string; port: number }, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isOffered: boolean) => {
      socket.destroy();
      resolve(isOffered);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once("error", () => end(false));
    socket.once("close", () => end(false));
    socket.once("connect", () => socket.write(SSL_REQUEST));
    socket.once("data", (answer) => end(answer.toString("latin1") === "S"));
  });
}
