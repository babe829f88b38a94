import pg from "pg";

/** The application name of the harness's own connections, which it does not end. */
const HARNESS = "harness";

/** Queries a database on a new connection. @returns the rows of a single statement. */
export async function asked(url: string, statements: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: HARNESS });
  await client.connect();
  try {
    return (await client.query(statements)).rows;
  } finally {
    await client.end();
  }
}

/** Ends all of igminer's connections to a database. */
export async function endConnections(databaseUrl: string): Promise<void> {
  await asked(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> '${HARNESS}' and backend_type = 'client backend'`,
  );
}
