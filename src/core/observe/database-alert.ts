import { rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { makeFolder } from "../make-folder.js";
import { openHttpClient } from "../net/http.js";
import { raiseAlerts } from "../record/alerts.js";
import type { Mask } from "../record/secrets.js";
import type { Config } from "../settings/settings.js";
import { openChannels } from "./alert-channels.js";

const TOLD_EVERY_MS = 3_600_000;

/** A file in the data folder while the database is away; its modification time is that of the last alert. */
const markerIn = (config: Pick<Config, "database">) =>
  join(config.database.dataDir as string, "database-unreachable");

/**
 * Alerts the channels directly, without the outbox, that the database cannot be reached: the one alert that the
 * database cannot store. A file in the data folder limits it to once an hour.
 * @returns the errors of sending, by channel.
 */
export async function tellDatabaseIsAway(
  config: Pick<Config, "alerts" | "http" | "database">,
  mask: Mask,
  message: string,
): Promise<string[]> {
  const marker = markerIn(config);
  const toldAtMs = await stat(marker).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - toldAtMs < TOLD_EVERY_MS) return [];
  const http = openHttpClient({ ...config.http, proxies: [], timeoutMs: config.alerts.timeoutMs });
  try {
    const now = new Date();
    const alert = {
      id: 0n,
      kind: "health_bad" as const,
      subject: "database",
      message: mask.text(message),
      count: 1n,
      first_at: now,
      last_at: now,
      run_id: null,
      channel: null,
    };
    const told = await Promise.allSettled(
      openChannels(config.alerts, http, hostname()).map((channel) =>
        channel.send([alert], AbortSignal.timeout(config.alerts.timeoutMs)),
      ),
    );
    if (told.some(({ status }) => status === "fulfilled")) {
      makeFolder(dirname(marker));
      await writeFile(marker, `${now.toISOString()}\n`);
    }
    return told.flatMap((each) => (each.status === "rejected" ? [mask.text(String(each.reason))] : []));
  } finally {
    await http.close();
  }
}

/** When the database answers again, reports that, if its absence was reported. */
export async function tellDatabaseIsBack(
  db: Kysely<Schema>,
  config: Pick<Config, "database">,
): Promise<void> {
  const marker = markerIn(config);
  const wasAway = await stat(marker).then(
    () => true,
    () => false,
  );
  if (!wasAway) return;
  await raiseAlerts(db, [
    {
      kind: "health_good",
      subject: "database",
      message: `The database can be reached from ${hostname()} again.`,
    },
  ]);
  await rm(marker, { force: true });
}
