import { randomUUID } from "node:crypto";
import { cpSync } from "node:fs";
import { rm } from "node:fs/promises";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { type Database, type DatabaseSettings, openDatabase } from "../../src/core/db/database.js";
import { POOL, TEMPLATE_DATABASE } from "./template.js";
import { temporaryFolder } from "./temporary-folder.js";

/** The two kinds of store; a test of SQL runs on both. */
export const STORES = ["postgres", "embedded"] as const;
export type Store = (typeof STORES)[number];

/** Creates a database on the test server, dropped when the test is finished. @returns its URL. */
async function newPostgres(template: string): Promise<string> {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name} template ${template}`);
  onTestFinished(() => onServer(server, `drop database ${name} with (force)`));
  return `${server}/${name}`;
}

/** Creates an empty folder, removed when the test is finished. */
export async function emptyFolder(): Promise<string> {
  const folder = temporaryFolder("test");
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Settings of an empty store for one test. */
export async function emptyStore(store: Store): Promise<DatabaseSettings> {
  return store === "postgres"
    ? { url: await newPostgres("template1"), dataDir: "", pool: POOL }
    : { url: null, dataDir: await emptyFolder(), pool: POOL };
}

/** Settings of a store for one test, with the current schema and no rows. */
export async function readyStore(store: Store): Promise<DatabaseSettings> {
  if (store === "postgres") return { url: await newPostgres(TEMPLATE_DATABASE), dataDir: "", pool: POOL };
  const dataDir = await emptyFolder();
  // The asynchronous copy takes five times as long.
  cpSync(inject("embeddedTemplate"), dataDir, { recursive: true });
  return { url: null, dataDir, pool: POOL };
}

/** Settings of a store for one test with the same contents. Nobody may have the original open. */
export async function copyOf({ url, dataDir, pool }: DatabaseSettings): Promise<DatabaseSettings> {
  if (url !== null) return { url: await newPostgres(new URL(url).pathname.slice(1)), dataDir, pool };
  const folder = await emptyFolder();
  cpSync(dataDir, folder, { recursive: true });
  return { url, dataDir: folder, pool };
}

/** The environment that a command needs to use the store. */
export function environmentOf(settings: DatabaseSettings): Record<string, string> {
  return settings.url === null ? { IGMINER_DATA_DIR: settings.dataDir } : { DATABASE_URL: settings.url };
}

/** Opens a store that stays open until the test is finished. */
export async function opened(settings: DatabaseSettings): Promise<Database> {
  const database = await openDatabase({ settings, notify: () => {} });
  onTestFinished(() => database.close());
  return database;
}

/** Opens a store with the current schema and no rows, until the test is finished. */
export async function migratedStore(store: Store): Promise<Database> {
  return opened(await readyStore(store));
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}
