import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
    /** Folder of an unused migrated embedded database that tests copy. */
    embeddedTemplate: string;
  }
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CACHE = join(ROOT, "node_modules/.cache/igminer-test");

/** Starts the test server, and creates a migrated store of each kind for tests to copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres();
  await recreate(url, TEMPLATE_DATABASE);
  await migrated({ url: `${url}/${TEMPLATE_DATABASE}`, dataDir: "", pool: POOL });
  project.provide("postgresUrl", url);
  project.provide("embeddedTemplate", await embeddedTemplate());
  return stop;
}

/** @returns a migrated embedded database. It takes seconds to create, so it is cached until its sources change. */
async function embeddedTemplate(): Promise<string> {
  const folder = join(CACHE, `embedded-${digestOfSchema()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const outdated = readdirSync(CACHE).filter((entry) => entry.startsWith("embedded-"));
  for (const entry of outdated) rmSync(join(CACHE, entry), { recursive: true });
  const made = await mkdtemp(join(CACHE, "making-"));
  await migrated({ url: null, dataDir: made, pool: POOL });
  // Another test run may have created it in the meantime.
  if (existsSync(folder)) rmSync(made, { recursive: true });
  else renameSync(made, folder);
  return folder;
}

function digestOfSchema(): string {
  const digest = createHash("sha256");
  const migrations = readdirSync(join(ROOT, "sql")).map((file) => `sql/${file}`);
  const code = ["database.ts", "embedded.ts", "migrate.ts"].map((file) => `src/core/db/${file}`);
  const files = [...migrations.sort(), ...code, "node_modules/@electric-sql/pglite/package.json"];
  for (const file of files) digest.update(file).update(readFileSync(join(ROOT, file)));
  return digest.digest("hex").slice(0, 16);
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
