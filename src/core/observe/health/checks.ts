import { sql } from "kysely";
import type { LoadedConfig } from "../../config/config.js";
import type { Database } from "../../db/database.js";
import { replicaSettings } from "../../db/database-settings.js";
import { sourceWithoutKey } from "../../net/keyed-gates.js";
import { hikerKeys } from "../../sources/hiker-keys.js";
import { SOURCE_NAMES, type SourceName } from "../../sources/source.js";
import { chromiumCheck } from "./browser-check.js";
import type { HealthCheck } from "./check.js";
import { databaseChecks } from "./database-checks.js";
import { diskCheck, dnsCheck, KNOWN_DOMAIN, mailPortCheck } from "./machine-checks.js";
import { replicaCheck } from "./replica-check.js";
import { gmailCheck, instantlyCheck, openaiCheck, slackCheck } from "./service-checks.js";
import { archiveCheck, balanceCheck, canaryCheck } from "./source-checks.js";

/**
 * The checks for everything that is configured here. Sources are asked through their gates, whose state is in the
 * database; without it they are left out.
 * @param database null if it could not be opened.
 */
export async function configuredChecks(
  { config, entries }: LoadedConfig,
  database: Database | null,
): Promise<HealthCheck[]> {
  const given = (environment: string): unknown => {
    const entry = entries.find(({ setting }) => setting.environment === environment);
    return entry?.origin === "default" ? undefined : entry?.value;
  };
  const checks: HealthCheck[] = [diskCheck(config.database.dataDir as string)];
  let isBrowserInUse = given("PUPPETEER_EXECUTABLE_PATH") !== undefined;
  if (database !== null) {
    const replica = replicaSettings(config);
    if (replica !== null) checks.push(replicaCheck(replica, database.kysely));
    const sources = await sourcesInUse(database, config, given);
    isBrowserInUse ||= sources.includes("browser");
    checks.push(...databaseChecks(database), ...sources.map((name) => canaryCheck(name, database, config)));
  }
  if (isBrowserInUse) checks.push(chromiumCheck(config.browser));
  const keys = hikerKeys(config);
  keys.forEach((key, index) => {
    checks.push(
      balanceCheck(config, key, keys.length === 1 ? "hiker balance" : `hiker balance, key ${index + 1}`),
    );
  });
  if (config.archive.dir !== null) checks.push(archiveCheck(config.archive.dir));

  const { openai, instantly, gmail, alerts, dns, smtp, http } = config;
  if (openai.key !== null) checks.push(openaiCheck(openai.key, openai.baseUrl, http));
  if (instantly.key !== null) checks.push(instantlyCheck(instantly.key, instantly.baseUrl, http));
  if (gmail.refreshToken !== null) checks.push(gmailCheck(gmail, http));
  if (alerts.slackUrl !== null) checks.push(slackCheck(alerts.slackUrl, http));
  const isMailChecked = dns.servers.length > 0 || smtp.mailFrom !== null;
  const domain = isMailChecked ? await seenMailDomain(database) : KNOWN_DOMAIN;
  if (isMailChecked) checks.push(dnsCheck(dns.servers, domain));
  if (smtp.mailFrom !== null) checks.push(mailPortCheck(smtp.port, dns.servers, domain));
  return checks;
}

/** A domain that had mail hosts at its last check: the configured servers may know no others. */
async function seenMailDomain(database: Database | null): Promise<string> {
  const seen = await database?.kysely
    .selectFrom("EmailDomain")
    .select("domain")
    .where(sql<boolean>`jsonb_array_length(mx) > 0`)
    .orderBy("checked_at", (by) => by.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return seen?.domain ?? KNOWN_DOMAIN;
}

/** The sources in use: the default one, those with a key, and those asked before. */
async function sourcesInUse(
  { kysely: db }: Database,
  config: LoadedConfig["config"],
  given: (environment: string) => unknown,
): Promise<SourceName[]> {
  const rows = await db.selectFrom("SourceState").select("source").execute();
  const asked = new Set(rows.map(({ source }) => sourceWithoutKey(source)));
  const hasHiker = hikerKeys(config).length > 0;
  const keys: Partial<Record<string, string>> = {
    graph: "IGMINER_GRAPH_TOKEN",
    browser: "PUPPETEER_EXECUTABLE_PATH",
  };
  return SOURCE_NAMES.filter((name) => {
    if (name === "archive") return false;
    if (name === "hiker") return hasHiker;
    if (name === "web" && !hasHiker) return true;
    const key = keys[name];
    return asked.has(name) || (key !== undefined && given(key) !== undefined);
  });
}
