import type { PostgresPool } from "kysely";
import pg from "pg";
import { cleanParameters } from "./parameters.js";
import { PLANNER_SETTINGS } from "./planner.js";

export interface PostgresSettings {
  url: string;
  poolSize: number;
  /** 0: none. */
  statementTimeoutMs: number;
  connectTimeoutMs: number;
  /** null: as the URL says. */
  ssl: "disable" | "require" | "verify" | null;
  applicationName: string;
}

/**
 * A connection pool for kysely. `bigint` columns arrive as JavaScript bigint; texts are cleaned before they are bound.
 * Connects when first used.
 * @param onIdleError told when an idle connection breaks; the pool replaces it by itself.
 */
export function postgresPool(settings: PostgresSettings, onIdleError: (error: Error) => void): PostgresPool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, BigInt);
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.poolSize,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    application_name: settings.applicationName,
    keepAlive: true,
    types,
    ...(settings.statementTimeoutMs > 0 && { statement_timeout: settings.statementTimeoutMs }),
    ...(settings.ssl !== null && { ssl: sslOption(settings.ssl) }),
  });
  pool.on("error", onIdleError);
  const prepared = new WeakSet<pg.PoolClient>();

  async function connected(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    if (prepared.has(client)) return client;
    try {
      await client.query(PLANNER_SETTINGS);
      prepared.add(client);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  return {
    async connect() {
      const client = await connected();
      // A connection cut while idle inside a transaction reports here; the next query on it fails and tells the caller.
      client.on("error", onIdleError);
      return {
        // biome-ignore lint/suspicious/noExplicitAny: kysely's interface overloads this method for cursors, which igminer does not use here.
        query: (text: any, parameters?: readonly unknown[]): any =>
          client.query(text, cleanParameters(parameters ?? [])),
        release: () => {
          client.off("error", onIdleError);
          client.release();
        },
      };
    },
    end: () => pool.end(),
  };
}

function sslOption(mode: "disable" | "require" | "verify"): false | { rejectUnauthorized: boolean } {
  return mode === "disable" ? false : { rejectUnauthorized: mode === "verify" };
}
