import { EXIT, Failure, messageOf } from "../failure.js";

/** Faults of the database itself, independent of the statement. */
export type DatabaseTrouble =
  /** The connection was lost, cannot be made, or has gone silent. */
  | "connection"
  /** The server is starting, stopping or recovering, or has no free connection. */
  | "busy"
  /** A standby, or a server that its operator has set to read-only. */
  | "read_only"
  /** The disk is full, or memory or another resource of the server is exhausted. */
  | "resources"
  /** A lock or a statement exceeded its time limit. */
  | "timeout"
  /** The transaction lost a conflict with another one; it can be run again at once. */
  | "conflict"
  /** The server no longer accepts our login, the database is gone, or the role lacks a privilege. */
  | "refused"
  /** The server cannot read or write its own files. */
  | "damaged";

/**
 * An error of the driver that is not an answer of the server: a socket error, or a wait that was given up. `code` is
 * the system's, such as ECONNREFUSED, or one of ours: CONNECTION_LOST, NO_ANSWER.
 */
export class ConnectionLost extends Error {
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ConnectionLost";
    this.code = code;
  }
}

/** By SQLSTATE (PostgreSQL documentation, appendix A): single states first, then classes. */
const STATES: Readonly<Record<string, DatabaseTrouble>> = {
  "25006": "read_only",
  "25P03": "connection", // idle in a transaction for too long: the server has closed it
  "25P04": "timeout", // the transaction took longer than allowed
  "42501": "refused",
  "53300": "busy",
  "55006": "timeout", // an object is in use
  "55P03": "timeout",
  "57014": "timeout",
  "57P01": "connection",
  "57P02": "connection",
  "57P04": "refused", // the database was dropped
  "57P05": "connection",
  "3D000": "refused",
};
const CLASSES: Readonly<Record<string, DatabaseTrouble>> = {
  "08": "connection",
  "28": "refused",
  "40": "conflict",
  "53": "resources",
  "57": "busy", // operator intervention
  "58": "damaged",
  F0: "damaged",
  XX: "damaged",
};

/**
 * Classifies a fault of the database by SQLSTATE or by the driver's own error, never by wording.
 * @returns null if the error does not concern the database itself.
 */
export function troubleOf(error: unknown): DatabaseTrouble | null {
  if (error instanceof ConnectionLost) return "connection";
  const state = stateOf(error);
  if (state === null) return null;
  return STATES[state] ?? CLASSES[state.slice(0, 2)] ?? null;
}

/** @returns the SQLSTATE of an error sent by the server. Both drivers add a severity, which system errors lack. */
function stateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("severity" in error)) return null;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : null;
}

const WORDS: Record<DatabaseTrouble, { message: string; hint: string }> = {
  connection: {
    message: "The connection to the database was lost",
    hint: "Finished work that was saved is kept. Check that the server runs, then run the command again.",
  },
  busy: {
    message: "The database accepts no connections at the moment",
    hint: "Wait until it has started, or allow more connections: max_connections, the role's limit, or a smaller IGMINER_DB_POOL_SIZE.",
  },
  read_only: {
    message: "The database is read-only",
    hint: "Point DATABASE_URL at the primary server, or end read-only mode: show default_transaction_read_only.",
  },
  resources: {
    message: "The database has run out of disk space or memory",
    hint: "Make room on the disk of the database (and in IGMINER_DATA_DIR, if it is the embedded one), then run the command again.",
  },
  timeout: {
    message: "The database took too long",
    hint: "Another session holds a lock (see pg_stat_activity), or IGMINER_DB_STATEMENT_TIMEOUT_MS is too short for this store.",
  },
  conflict: {
    message: "The database aborted the transaction repeatedly, in favour of others",
    hint: "Run the command again, with fewer commands at once or a smaller --concurrency.",
  },
  refused: {
    message: "The database refuses this user",
    hint: "Check user and password in DATABASE_URL, pg_hba.conf, and the rights of the role on the tables.",
  },
  damaged: {
    message: "The database cannot read or write its files",
    hint: "Check the server's log before anything else is written.",
  },
};

/** The database's fault as a message with a remedy (exit 5), or null for any other error. */
export function troubleFailure(error: unknown): Failure | null {
  const trouble = troubleOf(error);
  if (trouble === null) return null;
  const { message, hint } = WORDS[trouble];
  return new Failure(EXIT.database, `${message}: ${messageOf(error)}`, hint, error);
}
