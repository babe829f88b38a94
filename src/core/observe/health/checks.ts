import type { LoadedConfig } from "../../config.js";
import type { Database } from "../../db/database.js";
import { SOURCE_NAMES, type SourceName } from "../../sources/source.js";
import type { HealthCheck } from "./check.js";
import { databaseChecks } from "./database-checks.js";
import { diskCheck, dnsCheck, mailPortCheck } from "./machine-checks.js";
import { instantlyCheck, openaiCheck, slackCheck } from "./service-checks.js";
import { archiveCheck, balanceCheck, canaryCheck } from "./source-checks.js";

/**
 * The checks of what is configured here; what is not is not asked for. Sources are asked through their gates, which live in
 * the database: without it they cannot be.
 * @param database null: it could not be opened.
 */
export async function configuredChecks(
  { config, entries }: LoadedConfig,
  database: Database | null,
): Promise<HealthCheck[]> {
  const given = (environment: string): unknown => {
    const entry = entries.find(({ setting }) => setting.environment === environment);
    return entry?.origin === "default" ? undefined : entry?.value;
  };
  const textOf = (environment: string): string | null => {
    const value = entries.find(({ setting }) => setting.environment === environment)?.value;
    return typeof value === "string" ? value : null;
  };
  const checks: HealthCheck[] = [diskCheck(config.database.dataDir as string)];
  if (database !== null) {
    checks.push(...databaseChecks(database));
    for (const name of await sourcesInUse(database, config, given))
      checks.push(canaryCheck(name, database, config));
  }
  if (config.hiker.key !== null) checks.push(balanceCheck(config));
  if (config.archive.dir !== null) checks.push(archiveCheck(config.archive.dir));

  const openaiKey = textOf("OPENAI_API_KEY");
  if (openaiKey !== null) {
    const baseUrl = textOf("OPENAI_BASE_URL") ?? "https://api.openai.com/v1";
    checks.push(openaiCheck(openaiKey, baseUrl, config.http));
  }
  const instantlyKey = textOf("IGMINER_INSTANTLY_KEY");
  const instantlyUrl = textOf("IGMINER_INSTANTLY_BASE_URL");
  if (instantlyKey !== null && instantlyUrl !== null)
    checks.push(instantlyCheck(instantlyKey, instantlyUrl, config.http));
  if (config.alerts.slackUrl !== null) checks.push(slackCheck(config.alerts.slackUrl, config.http));

  const dnsServers = (given("IGMINER_DNS_SERVERS") as string[] | undefined) ?? [];
  const sender = textOf("IGMINER_MAIL_FROM");
  if (dnsServers.length > 0 || sender !== null) checks.push(dnsCheck(dnsServers));
  if (sender !== null) checks.push(mailPortCheck(Number(given("IGMINER_SMTP_PORT") ?? 25), dnsServers));
  return checks;
}

/** The sources that commands ask here: the one that is asked without --source, those with a key, and those asked before. */
async function sourcesInUse(
  { kysely: db }: Database,
  { hiker }: LoadedConfig["config"],
  given: (environment: string) => unknown,
): Promise<SourceName[]> {
  const rows = await db.selectFrom("SourceState").select("source").execute();
  const asked = new Set(rows.map(({ source }) => source));
  const keys: Partial<Record<string, string>> = {
    hiker: "IGMINER_HIKER_KEY",
    graph: "IGMINER_GRAPH_TOKEN",
    browser: "PUPPETEER_EXECUTABLE_PATH",
  };
  return SOURCE_NAMES.filter((name) => {
    if (name === "archive") return false;
    if (name === "hiker") return hiker.key !== null;
    if (name === "web" && hiker.key === null) return true;
    const key = keys[name];
    return asked.has(name) || (key !== undefined && given(key) !== undefined);
  });
}
