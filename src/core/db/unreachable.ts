import { EXIT, Failure, messageOf } from "../failure.js";
import { parsePostgresUri } from "../settings/postgres-uri.js";
import { troubleFailure, troubleOf } from "./trouble.js";

interface Words {
  reason: string;
  hint: string;
}

const CHECK_URL = "Check host and port in DATABASE_URL (igminer config shows its origin)";
const SILENT: Words = {
  reason: "nothing answered in time",
  hint: `${CHECK_URL}, the firewall, and that PostgreSQL listens on that address. connect_timeout in the URL sets how long to wait.`,
};
const HUNG_UP: Words = {
  reason: "the connection was closed before PostgreSQL answered",
  hint: `${CHECK_URL}: something else may listen there. If it is PostgreSQL, look at its log.`,
};
const NO_ROUTE: Words = {
  reason: "there is no network route to it",
  hint: `${CHECK_URL}, and that this machine is online.`,
};

/** By error code of the operating system, of Node.js, or ours (`ConnectionLost`). */
const BY_CODE: Readonly<Record<string, Words>> = {
  ECONNREFUSED: {
    reason: "nothing accepts connections on that port",
    hint: "Is the server running, and does DATABASE_URL name the right host and port? igminer config shows where it was set.",
  },
  ENOENT: {
    reason: "there is no socket of PostgreSQL in that folder",
    hint: "Is the server running, and is its socket in the folder that DATABASE_URL names?",
  },
  EACCES: {
    reason: "this user may not use its socket",
    hint: "Check the permissions of the folder that DATABASE_URL names, or connect over TCP.",
  },
  ENOTFOUND: {
    reason: "its host name does not exist in DNS",
    hint: "Check the spelling of the host in DATABASE_URL (igminer config shows its origin).",
  },
  EAI_AGAIN: {
    reason: "DNS did not answer when its host name was looked up",
    hint: "Check this machine's network and DNS; then run the command again.",
  },
  ECONNRESET: HUNG_UP,
  EPIPE: HUNG_UP,
  NO_ANSWER: SILENT,
  ETIMEDOUT: SILENT,
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  EHOSTDOWN: NO_ROUTE,
};

/** By SQLSTATE (PostgreSQL documentation, appendix A). */
const BY_STATE: Readonly<Record<string, (server: Server) => Words>> = {
  "28P01": ({ user }) => ({
    reason: `it rejects the password of user ${user}`,
    hint: "Correct the password in DATABASE_URL, PGPASSWORD or the password file.",
  }),
  "3D000": ({ database }) => ({
    reason: `it has no database named ${database}`,
    hint: `Create the database first, for example: createdb ${database}`,
  }),
};

interface Server {
  where: string;
  user: string;
  database: string;
}

/**
 * Explains in igminer's words why a server could not be reached or refused the login (exit 5); the driver's error is
 * the cause.
 * @param url shown without its password and parameters.
 * @param setting the setting that holds the URL.
 */
export function unreachable(url: string, setting: string | undefined, error: unknown): Failure {
  const server = serverOf(url);
  const { reason, hint } = wordsOf(server, error);
  // A full disk is reported by a server that was reached.
  const what = troubleOf(error) === "resources" ? "used" : "reached";
  return new Failure(
    EXIT.database,
    `The database at ${server.where} cannot be ${what}: ${reason}.`,
    setting === undefined ? hint : hint.replaceAll("DATABASE_URL", setting),
    error,
  );
}

function wordsOf(server: Server, error: unknown): Words {
  const { code } = error as { code?: unknown };
  const message = messageOf(error);
  // The driver's own errors, which have no code.
  if (message.includes("terminated due to connection timeout")) return SILENT;
  if (message.includes("password must be a"))
    return {
      reason: `it asks for the password of user ${server.user}, and none is set`,
      hint: "Put it into DATABASE_URL, PGPASSWORD or the password file (~/.pgpass).",
    };
  if (code === "CONNECTION_LOST" && message.includes("terminated")) return HUNG_UP;
  if (typeof code === "string") {
    const known = BY_STATE[code]?.(server) ?? sslWords(code, message) ?? BY_CODE[code];
    if (known !== undefined) return known;
  }
  return {
    reason: message.replace(/\.$/, ""),
    hint: troubleFailure(error)?.hint ?? "Check DATABASE_URL (igminer config shows its origin).",
  };
}

/**
 * Explains TLS errors. Codes for a rejected certificate are Node's (tls documentation, "X509 certificate error codes").
 * If only one side wants encryption, neither the driver nor PostgreSQL sends a code, so the wording is matched.
 */
function sslWords(code: string, message: string): Words | undefined {
  if (message.includes("does not support SSL"))
    return {
      reason: "the server offers no encryption, and sslmode demands it",
      hint: "Turn ssl on at the server, or set sslmode=prefer (or disable) where you trust the network.",
    };
  if (message.includes("no encryption"))
    return {
      reason: "the server takes encrypted connections only",
      hint: "Add ?sslmode=require to DATABASE_URL, or set IGMINER_DB_SSL=require.",
    };
  if (message.includes("establishing an SSL connection"))
    return {
      reason: "what answers there is not PostgreSQL: it did not understand the request for encryption",
      hint: `${CHECK_URL}.`,
    };
  if (/ALTNAME/.test(code))
    return {
      reason: "the server's certificate is for another host name",
      hint: "Name the host as in the certificate, or set sslmode=verify-ca to accept any name that your authority has signed for.",
    };
  if (/CERT|SIGNATURE/.test(code))
    return {
      reason: `the server's certificate was not accepted (${message})`,
      hint: "sslrootcert=FILE names the authority that signed it. sslmode=require (or IGMINER_DB_SSL=require) encrypts without checking it.",
    };
  if (code.includes("_SSL_"))
    return {
      reason: `no encrypted connection could be agreed on (${message})`,
      hint: "Check the server's ssl settings, and that nothing between this machine and the server changes the connection.",
    };
  return undefined;
}

function serverOf(url: string): Server {
  const { host = "the local socket", port, user = "", database = user } = parsePostgresUri(url) ?? {};
  return { where: `${host}${port === undefined ? "" : `:${port}`}/${database}`, user, database };
}
