import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSettings } from "../src/core/db/database.js";
import { type MailSandbox, startMailSandbox } from "../src/sandbox/mail/mail-sandbox.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../src/sandbox/server.js";
import { gmailEnvironment } from "../test/support/gmail.js";
import { instantlyEnvironment } from "../test/support/outreach.js";
import type { PostgresServer } from "../test/support/postgres-server.js";
import { POOL } from "../test/support/template.js";
import { temporaryFolder } from "../test/support/temporary-folder.js";
import { asked } from "./ask.js";
import { startIgminer } from "./process.js";
import { layWire, type Wire } from "./proxy.js";

/** More than the disturbed calls of any command take in two rounds. */
export const ACCOUNTS = 700;

/** One installation of igminer with its own services, which answer the same in every world with the same seed. */
export interface World {
  seed: number;
  postgres: PostgresServer;
  /** A direct connection around the wire, for the harness. */
  databaseUrl: string;
  settings: DatabaseSettings;
  databaseWire: Wire;
  serviceWire: Wire;
  sandbox: Sandbox;
  mail: MailSandbox;
  /** igminer's environment, with database and services at the far end of the wires. */
  environment: Record<string, string>;
  /** A folder for the harness itself. */
  folder: string;
  /** Queries the database directly, around the wire. */
  query(statement: string): Promise<Record<string, unknown>[]>;
  /** Runs igminer, and expects it to succeed. */
  run(...args: string[]): Promise<void>;
  close(): Promise<void>;
}

/** Sets up an empty, migrated installation. */
export async function openWorld(
  name: string,
  {
    seed,
    postgres,
    sandbox: own = {},
    prepare = async () => {},
  }: {
    seed: number;
    postgres: PostgresServer;
    sandbox?: Partial<SandboxOptions>;
    /** Called with the database's URL before the migration. */
    prepare?(databaseUrl: string): Promise<unknown>;
  },
): Promise<World> {
  const databaseUrl = `${postgres.url}/${name}`;
  const sandbox = await startSandbox({
    accounts: ACCOUNTS,
    seed,
    postsPerAccount: 4,
    relatedPerAccount: 5,
    copied: 12,
    isInstantlyCareless: true,
    ...own,
  });
  const mail = await startMailSandbox();
  const databaseWire = await layWire(Number(new URL(postgres.url).port));
  const serviceWire = await layWire(Number(new URL(sandbox.url).port));
  const folder = temporaryFolder("chaos");
  const services = { ...sandbox, url: `http://127.0.0.1:${serviceWire.port}` };
  const throughWire = new URL(databaseUrl);
  throughWire.port = String(databaseWire.port);
  const unlimited = (source: string) => ({
    [`IGMINER_${source}_RATE_PER_MINUTE`]: "600000",
    [`IGMINER_${source}_MAX_RATE_PER_MINUTE`]: "600000",
  });
  const environment = {
    ...mail.environment,
    IGMINER_DNS_TIMEOUT_MS: "1500",
    IGMINER_SMTP_TIMEOUT_MS: "3000",
    ...instantlyEnvironment(services),
    ...gmailEnvironment(services),
    ...unlimited("WEB"),
    ...unlimited("HIKER"),
    IGMINER_WEB_BASE_URL: services.url,
    IGMINER_HIKER_BASE_URL: services.url,
    IGMINER_HIKER_KEY: "key-of-the-harness",
    IGMINER_HTTP_TIMEOUT_MS: "1000",
    // A process stopped in a transaction holds its locks; processes beside it must not wait for a minute.
    IGMINER_DB_STATEMENT_TIMEOUT_MS: "5000",
    IGMINER_DATA_DIR: join(folder, "data"),
    DATABASE_URL: throughWire.href,
  };
  mkdirSync(join(folder, "data"), { mode: 0o700 });
  await asked(`${postgres.url}/postgres`, `create database ${name}`);
  await prepare(databaseUrl);
  const query = (statement: string) => asked(databaseUrl, statement);
  async function run(...args: string[]): Promise<void> {
    const { code, stderr } = await startIgminer(args, environment).ended;
    if (code !== 0) throw new Error(`igminer ${args.join(" ")} ended with ${code}:\n${stderr}`);
  }
  await run("migrate");
  return {
    query,
    run,
    seed,
    postgres,
    databaseUrl,
    settings: { url: databaseUrl, dataDir: "", pool: POOL },
    databaseWire,
    serviceWire,
    sandbox,
    mail,
    environment,
    folder,
    async close() {
      await Promise.all([databaseWire.close(), serviceWire.close(), sandbox.close(), mail.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
