import { spawn } from "node:child_process";
import pg from "pg";
import type { PostgresServer } from "../../test/support/postgres-server.js";

/** An igminer under test, given by the path of its launcher, with a store of its own. */
export interface Installation {
  launcher: string;
  settings: Record<string, string>;
  client: pg.Client;
}

/**
 * Runs one command to its end, or kills it after a while.
 * @returns the output of `--json`, or null if it cannot be parsed.
 */
export function run(
  { launcher, settings }: Pick<Installation, "launcher" | "settings">,
  args: readonly string[],
  killAfterMs?: number,
): Promise<Record<string, unknown> | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, ...args, "--quiet", "--json"], {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", ...settings },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.once("close", () => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(stdout) as Record<string, unknown>);
      } catch {
        resolve(null);
      }
    });
  });
}

/** Creates a migrated store for this igminer. */
export async function install(
  postgres: PostgresServer,
  launcher: string,
  name: string,
  settings: Record<string, string>,
): Promise<Installation> {
  const admin = new pg.Client(`${postgres.url}/postgres`);
  await admin.connect();
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name}`);
  await admin.end();
  const client = new pg.Client(`${postgres.url}/${name}`);
  await client.connect();
  const installation = {
    launcher,
    client,
    settings: { ...settings, DATABASE_URL: `${postgres.url}/${name}` },
  };
  await run(installation, ["migrate"]);
  return installation;
}

/**
 * Lets a day pass over an idle store by moving all its times a day back. It uses the catalogue, so that it fits any
 * schema.
 */
export async function passDay({ client }: Installation, { withDates = true } = {}): Promise<void> {
  await moveBack(client, withDates ? ["timestamp with time zone", "date"] : ["timestamp with time zone"]);
}

/**
 * Lets midnight come while commands are running: today's bookings become yesterday's. Times stay, so that no live run
 * looks dead. It locks in the order of gates and in one transaction, so that no gate sees half of it.
 */
export async function passMidnight({ client }: Installation): Promise<void> {
  await client.query("begin");
  try {
    await client.query('lock table "SourceState" in exclusive mode');
    await moveBack(client, ["date"]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function moveBack(client: pg.Client, types: readonly string[]): Promise<void> {
  const { rows } = await client.query(
    `
    select table_name, array_agg(column_name::text order by column_name) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
      and data_type = any($1) and table_name <> 'SchemaMigration'
    group by table_name
    order by table_name
  `,
    [types],
  );
  // Triggers would treat the move as new data.
  await client.query("set session_replication_role = replica");
  for (const { table_name: table, columns } of rows as { table_name: string; columns: string[] }[]) {
    // In two steps, so that no day conflicts with the one before it in a key.
    for (const move of ["interval '36501 days'", "interval '-36500 days'"])
      await client.query(
        `update "${table}" set ${columns.map((name) => `"${name}" = "${name}" - ${move}`).join(", ")}`,
      );
  }
  await client.query("set session_replication_role = default");
}
