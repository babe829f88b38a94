import pg from "pg";

/** Asks a database on a connection of its own. @returns the rows of a single statement. */
export async function asked(url: string, statements: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statements)).rows;
  } finally {
    await client.end();
  }
}

/** Ends all connections of clients to a database, but for the one that asks. */
export async function endConnections(databaseUrl: string): Promise<void> {
  await asked(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
}
