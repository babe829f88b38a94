import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "../failure.js";
import { parsePostgresUri, uriOfParameters } from "../settings/postgres-uri.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** `key = value` or `key = 'a value'`; a backslash escapes quotes and backslashes (PostgreSQL documentation, 34.1.1.1). */
const PAIR = /\s*(\w+)\s*=\s*('(?:\\.|[^'\\])*'|(?:\\.|[^\s'\\])*)\s*/y;

/**
 * Converts any of libpq's connection strings to a URI: a URI, `host=… dbname=…`, or either with `service=NAME`, whose other
 * parameters come from the connection service file (PostgreSQL documentation, 34.1.1 and 34.17). Any other text is returned
 * unchanged.
 * @throws Failure (exit 2) if no file defines the service.
 */
export function asUri(text: string, environment: Environment): string {
  const { parameters, uri } = parsed(text);
  if (parameters.service === undefined) return uri;
  const { service, ...own } = parameters;
  return uriOfParameters({ ...serviceParameters(service, environment), ...own });
}

/** The URI of the service named by PGSERVICE, completed by libpq's other variables. @returns null if PGSERVICE is not set. */
export function uriOfService(environment: Environment): string | null {
  const { PGSERVICE, PGUSER, PGDATABASE } = environment;
  if (!PGSERVICE) return null;
  const others = { ...(PGUSER && { user: PGUSER }), ...(PGDATABASE && { dbname: PGDATABASE }) };
  return uriOfParameters({ ...others, ...serviceParameters(PGSERVICE, environment) });
}

function parsed(text: string): { parameters: Readonly<Record<string, string>>; uri: string } {
  const uri = parsePostgresUri(text);
  if (uri !== null) {
    const { parameters, database, ...named } = uri;
    return { parameters: { ...parameters, ...named, ...(database && { dbname: database }) }, uri: text };
  }
  const parameters: Record<string, string> = {};
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const pair = PAIR.exec(text);
    if (pair === null) return { parameters: {}, uri: text };
    const [, name, value] = pair as unknown as [string, string, string];
    parameters[name] = value.replace(/^'(.*)'$/s, "$1").replace(/\\(.)/gs, "$1");
  }
  return { parameters, uri: uriOfParameters(parameters) };
}

function serviceParameters(service: string, environment: Environment): Record<string, string> {
  const files = [
    environment.PGSERVICEFILE || join(environment.HOME || homedir(), ".pg_service.conf"),
    ...(environment.PGSYSCONFDIR ? [join(environment.PGSYSCONFDIR, "pg_service.conf")] : []),
    "/etc/postgresql-common/pg_service.conf",
  ];
  for (const file of files) {
    const section = sectionOf(file, service);
    if (section !== null) return section;
  }
  throw new Failure(
    EXIT.usage,
    `The connection service "${service}" is in none of these files: ${files.join(", ")}.`,
    "Check PGSERVICE and PGSERVICEFILE, or set DATABASE_URL instead.",
  );
}

function sectionOf(file: string, service: string): Record<string, string> | null {
  const lines = textOf(file)
    .split(/\r?\n/)
    .map((line) => line.trim());
  const start = lines.indexOf(`[${service}]`);
  if (start < 0) return null;
  const parameters: Record<string, string> = {};
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith("[")) break;
    const at = line.indexOf("=");
    if (at > 0 && !line.startsWith("#")) parameters[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return parameters;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw new Failure(
      EXIT.usage,
      `${file} cannot be read: ${messageOf(error)}`,
      "Check its permissions.",
      error,
    );
  }
}
