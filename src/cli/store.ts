import { setFlagsFromString } from "node:v8";
import { requireCurrentSchema } from "../core/db/applied-migrations.js";
import { type Database, type DatabaseSettings, openDatabase } from "../core/db/database.js";
import { databaseSettings, replicaSettings } from "../core/db/database-settings.js";
import { troubleFailure } from "../core/db/trouble.js";
import { EXIT, Failure, messageOf, NotSetUp } from "../core/failure.js";
import { isLogged, logErrors } from "../core/record/error-log.js";
import { readPause } from "../core/record/pause.js";
import { serviceOf } from "../core/schedule/services.js";
import type { CommandContext } from "./command.js";
import { isAttended } from "./confirm.js";
import type { Log } from "./log.js";
import { Paused } from "./paused.js";

/**
 * Opens a command's store, passes it to `use`, and always closes it.
 * @throws Failure (exit 5) if it cannot be reached or its schema is not the one that igminer knows.
 */
export async function withDatabase<T>(
  context: CommandContext,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  return withUncheckedDatabase(context, async (database) => {
    await requireCurrentSchema(database.kysely);
    await heedPause(database, context);
    return use(database);
  });
}

/**
 * Like `withDatabase`, but for reading only: from the read replica, if one is set. It may be some seconds behind, and
 * cannot be written to.
 */
export async function withReadDatabase<T>(
  context: CommandContext,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openReplica(context);
  if (database === null) return withDatabase(context, use);
  try {
    await requireCurrentSchema(database.kysely);
    return await use(database);
  } finally {
    await database.close();
  }
}

/** @throws Paused for a scheduled command while the schedule is paused. A user on a terminal is only informed. */
async function heedPause(
  { kysely: db }: Database,
  { command, isService, log }: CommandContext,
): Promise<void> {
  if (!isService || serviceOf(command)?.runsInPause !== false) return;
  const pause = await readPause(db);
  if (pause === null) return;
  const paused = new Paused(pause.until);
  if (!isAttended()) throw paused;
  log.warn(`${command} runs because it was started in a terminal; ${paused.message}`);
}

/** Like `withDatabase`, but with any schema. */
export async function withUncheckedDatabase<T>(
  context: CommandContext,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openStore(context, context.interruption);
  try {
    return await use(database);
  } catch (thrown) {
    const error = troubleFailure(thrown) ?? thrown;
    await logFailure(database, error, context);
    throw error;
  } finally {
    await sendAlerts(database, context);
    await database.close();
  }
}

/**
 * Opens the store, whatever its schema; the caller closes it.
 * @param signal ends the wait for an embedded store in use by another command; its reason is thrown.
 * @throws Failure (exit 5) if it cannot be reached.
 */
export async function openStore({ settings, log }: CommandContext, signal: AbortSignal): Promise<Database> {
  return opened(databaseSettings(settings.config), log, signal);
}

/**
 * Opens the read replica, whatever its schema, or returns null if none is set; the caller closes it.
 * @throws as `openStore`.
 */
export async function openReplica({ settings, log, interruption }: CommandContext): Promise<Database | null> {
  const replica = replicaSettings(settings.config);
  return replica === null ? null : opened(replica, log, interruption);
}

async function opened(settings: DatabaseSettings, log: Log, signal: AbortSignal): Promise<Database> {
  const database = await openDatabase({ settings, notify: (message) => log.warn(message), signal });
  // By default V8 lets a heap of short-lived objects grow to four times its live size before it collects, so a long
  // batch would hold twice the memory of a short one (bench/mining/mine-new). Twofold growth costs no measurable time
  // once the modules are loaded; set earlier, loading them would take a fifth longer.
  setFlagsFromString("--heap-growing-percent=100");
  return database;
}

/** Logs why a command without a run of its own failed. An interruption is not a failure. */
async function logFailure(
  database: Database,
  error: unknown,
  { command, isService, mask, log }: CommandContext,
) {
  const isNoFailure = error instanceof NotSetUp || error instanceof Paused;
  if (isLogged(error) || isNoFailure || error === "SIGINT" || error === "SIGTERM") return;
  // A user sees a usage error on the terminal; it is only logged for a scheduled command.
  if (!isService && error instanceof Failure && error.exitCode === EXIT.usage) return;
  try {
    await logErrors(database.kysely, { id: null, command, mask }, [{ subject: null, error }]);
  } catch (logError) {
    // The database itself failed, or has no tables yet; the error is rethrown and shown.
    log.debug(`The error could not be written into ErrorLog: ${messageOf(logError)}`);
  }
}

/** Sends pending alerts at the end of a scheduled command. A channel that is down costs no more than its time limit. */
async function sendAlerts(database: Database, { isService, settings, mask, log }: CommandContext) {
  const { slackUrl, webhookUrl } = settings.config.alerts;
  if (!isService || (slackUrl === null && webhookUrl === null)) return;
  try {
    const { sendDueAlerts } = await import("../core/observe/send-alerts.js");
    const { errors } = await sendDueAlerts(database.kysely, settings.config, mask);
    for (const [channel, error] of Object.entries(errors))
      log.warn(`Alerts did not reach ${channel}: ${error}. They are kept and will be sent again.`);
  } catch (error) {
    log.warn(`Alerts could not be sent: ${messageOf(error)}`);
  }
}
