import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../../src/core/db/database.js";
import { migrate } from "../../src/core/db/migrate.js";
import { startPostgres } from "./postgres-server.js";
import { POOL, TEMPLATE_DATABASE } from "./template.js";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the test server, without a database. */
    postgresUrl: string;
    /** Folder of a migrated embedded database that no one uses: tests copy it. */
    embeddedTemplate: string;
  }
}

/** Starts the test server, and makes a migrated store of each kind for tests to copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres();
  await recreate(url, TEMPLATE_DATABASE);
  await migrated({ url: `${url}/${TEMPLATE_DATABASE}`, dataDir: "", pool: POOL });
  const embedded = await mkdtemp(join(tmpdir(), "igminer-template-"));
  await migrated({ url: null, dataDir: embedded, pool: POOL });
  project.provide("postgresUrl", url);
  project.provide("embeddedTemplate", embedded);
  return async () => {
    await stop();
    await rm(embedded, { recursive: true, force: true });
  };
}

async function recreate(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query(`drop database if exists ${name}`);
  await client.query(`create database ${name}`);
  await client.end();
}

async function migrated(settings: Parameters<typeof openDatabase>[0]["settings"]): Promise<void> {
  const database = await openDatabase({ settings, notify: () => {} });
  await migrate(database.kysely);
  await database.close();
}
