import pg from "pg";

/** By this name the harness knows its own connections, which it does not end. */
const HARNESS = "harness";

/** Asks a database on a connection of its own. @returns the rows of a single statement. */
export async function asked(url: string, statements: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: HARNESS });
  await client.connect();
  try {
    return (await client.query(statements)).rows;
  } finally {
    await client.end();
  }
}

/** Ends all connections of igminer's to a database. */
export async function endConnections(databaseUrl: string): Promise<void> {
  await asked(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> '${HARNESS}' and backend_type = 'client backend'`,
  );
}
