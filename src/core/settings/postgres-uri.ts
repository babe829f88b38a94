/** The parts of a connection URI, decoded; undefined if missing. */
export interface PostgresUri {
  user?: string;
  password?: string;
  /** A host name, an address, or the folder of a Unix socket. */
  host?: string;
  port?: string;
  database?: string;
  /** Parameters by libpq's names: sslmode, host, port, user, dbname, application_name, options … */
  parameters: Readonly<Record<string, string>>;
}

/**
 * Parses a connection URI as libpq does (PostgreSQL documentation, 34.1.1.2): every part may be missing, and the host may be
 * a percent-encoded folder or a parameter. (WHATWG URLs do not allow an empty host after a user.) A password may contain any
 * character, but @ / ? # % must be written %40 %2F %3F %23 %25, since unescaped they can move the host.
 * @returns null if the text is not such a URI.
 */
export function parsePostgresUri(text: string): PostgresUri | null {
  const parts = FORM.exec(text)?.groups;
  if (parts === undefined) return null;
  try {
    const [user, password] = splitOnce(parts.credentials ?? "", ":");
    const parameters = Object.fromEntries(
      (parts.query ?? "")
        .split("&")
        .filter((pair) => pair !== "")
        .map((pair) => splitOnce(pair, "=").map((part) => decodeURIComponent(part ?? ""))),
    ) as Record<string, string>;
    const named = parts.name?.replace(/^\[(.*)\]$/, "$1");
    return withoutEmpty({
      user: parameters.user || decodeURIComponent(user),
      password: parameters.password || decodeURIComponent(password ?? ""),
      host: parameters.host || decodeURIComponent(named ?? ""),
      port: parameters.port || parts.port,
      database: parameters.dbname || decodeURIComponent(parts.database ?? ""),
      parameters,
    });
  } catch {
    return null; // A percent sign that starts no escape.
  }
}

/** Only one host; libpq also accepts several and takes the first that answers. */
const FORM =
  /^postgres(?:ql)?:\/\/(?:(?<credentials>[^@/?#]*)@)?(?<name>\[[^\]@]*\]|[^:,/?#@]*)(?::(?<port>\d*))?(?:\/(?<database>[^?#@]*))?(?:\?(?<query>[^#]*))?$/s;

/** Variables that name a server to libpq; any one of them is enough. */
const SERVER_VARIABLES = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE"] as const;

/**
 * The connection URI equivalent to libpq's variables (PostgreSQL documentation, 34.15), without the password, which the
 * driver takes from PGPASSWORD or the password file.
 * @returns null if none of them names a server.
 */
export function uriOfVariables(environment: Record<string, string | undefined>): string | null {
  if (!SERVER_VARIABLES.some((name) => environment[name])) return null;
  const { PGHOST, PGHOSTADDR, PGPORT, PGDATABASE, PGUSER, PGSSLMODE, PGSSLROOTCERT } = environment;
  return uriOfParameters({
    host: PGHOST || PGHOSTADDR,
    port: PGPORT,
    user: PGUSER,
    dbname: PGDATABASE,
    sslmode: PGSSLMODE,
    sslrootcert: PGSSLROOTCERT,
  });
}

/** @returns the connection URI for parameters by libpq's names; empty ones are left out. */
export function uriOfParameters(parameters: Readonly<Record<string, string | undefined>>): string {
  const { dbname, hostaddr, ...others } = parameters;
  const pairs = Object.entries({ ...others, host: others.host || hostaddr }).flatMap(([name, value]) =>
    value ? [`${name}=${encodeURIComponent(value)}`] : [],
  );
  return `postgresql:///${encodeURIComponent(dbname ?? "")}?${pairs.join("&")}`;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function withoutEmpty(uri: { [Key in keyof PostgresUri]: PostgresUri[Key] | undefined }): PostgresUri {
  return Object.fromEntries(
    Object.entries(uri).filter(([, value]) => value !== "" && value !== undefined),
  ) as unknown as PostgresUri;
}
