import { requireCurrentSchema } from "../core/db/applied-migrations.js";
import type { Database } from "../core/db/database.js";
import { EXIT, type ExitCode, Failure, messageOf } from "../core/failure.js";
import { tellDatabaseIsAway, tellDatabaseIsBack } from "../core/observe/database-alert.js";
import { type HealthResult, runChecks } from "../core/observe/health/check.js";
import { configuredChecks } from "../core/observe/health/checks.js";
import { noteObservations } from "../core/observe/watch.js";
import type { CommandContext } from "./command.js";
import { healthText } from "./health-text.js";
import { asShortRun } from "./short-run.js";

/** Runs all checks with an open database, shows the results, and records changes for alerts. */
export async function checkHealth(
  database: Database,
  timeoutMs: number,
  context: CommandContext,
): Promise<ExitCode> {
  const { settings } = context;
  const { kysely: db } = database;
  const behind = await requireCurrentSchema(db).then(
    () => null,
    (error: unknown) => error,
  );
  if (behind !== null) {
    const others = await runChecks(await configuredChecks(settings, null), timeoutMs);
    const advice = behind instanceof Failure ? behind.hint : "Run: igminer migrate";
    return show([failedResult("schema", behind, advice), ...others], context);
  }
  return asShortRun(database, context, async () => {
    const results = await runChecks(await configuredChecks(settings, database), timeoutMs);
    await tellDatabaseIsBack(db, settings.config);
    await noteObservations(
      db,
      results.map(({ name, status, detail }) => ({
        subject: name,
        isBad: status === "failed",
        message: status === "failed" ? prefixed(name, context.mask.text(detail)) : `${name}: has recovered`,
      })),
      { turnedBad: "health_bad", turnedGood: "health_good" },
    );
    return show(results, context);
  });
}

/**
 * Runs the other checks when the database cannot be opened and shows all results. The alert is sent directly, since it
 * cannot be stored.
 * @param error why it does not open.
 * @param isTimeUp whether the attempt hit its time limit.
 */
export async function checkWithoutDatabase(
  error: unknown,
  { fromMs, isTimeUp, timeoutMs }: { fromMs: number; isTimeUp: boolean; timeoutMs: number },
  context: CommandContext,
): Promise<ExitCode> {
  const { settings, mask, log } = context;
  const durationMs = performance.now() - fromMs;
  const isBusy = isTimeUp && settings.config.database.url === null;
  const hint = error instanceof Failure ? error.hint : "Check the server and DATABASE_URL.";
  const database: HealthResult = isBusy
    ? {
        name: "database",
        status: "warning",
        detail: "another igminer command is using the embedded database",
        advice: "Try again when it has ended; with PostgreSQL (DATABASE_URL), many commands can run at once.",
        durationMs,
      }
    : { ...failedResult("database", error, hint), durationMs };
  const others = await runChecks(await configuredChecks(settings, null), timeoutMs);
  if (context.isService && !isBusy) {
    for (const trouble of await tellDatabaseIsAway(settings.config, mask, `database: ${database.detail}`))
      log.warn(`The alert did not arrive: ${trouble}`);
  }
  return show([database, ...others], context);
}

function failedResult(name: string, error: unknown, advice: string): HealthResult {
  return { name, status: "failed", detail: messageOf(error), advice, durationMs: 0 };
}

function show(results: readonly HealthResult[], { output, mask }: CommandContext): ExitCode {
  const bad = results.filter(({ status }) => status !== "ok");
  const isFailed = results.some(({ status }) => status === "failed");
  if (output.isJson) {
    output.json({
      ok: !isFailed,
      checks: results.map(({ name, status, detail, advice, durationMs }) => ({
        name,
        status,
        detail: mask.text(detail),
        advice: advice ?? null,
        duration_ms: Math.round(durationMs),
      })),
    });
    return isFailed ? EXIT.failed : EXIT.done;
  }
  const shown = output.isQuiet ? bad : results;
  if (shown.length > 0) output.text(healthText(shown, mask));
  return isFailed ? EXIT.failed : EXIT.done;
}

/** Messages from sources already start with their name. */
function prefixed(name: string, detail: string): string {
  return detail.startsWith(`${name}:`) ? detail : `${name}: ${detail}`;
}
