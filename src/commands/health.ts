import * as z from "zod";
import { type CommandContext, command } from "../cli/command.js";
import { healthText } from "../cli/health-text.js";
import { asShortRun } from "../cli/short-run.js";
import { withUncheckedDatabase } from "../cli/store.js";
import type { Database } from "../core/db/database.js";
import { requireCurrentSchema } from "../core/db/migrate.js";
import { ownSignal } from "../core/deadline.js";
import { EXIT, type ExitCode, Failure, messageOf } from "../core/failure.js";
import { tellDatabaseIsAway, tellDatabaseIsBack } from "../core/observe/database-alert.js";
import { type HealthResult, runChecks } from "../core/observe/health/check.js";
import { configuredChecks } from "../core/observe/health/checks.js";
import { noteObservations } from "../core/observe/watch.js";

export default command({
  name: "health",
  group: "operations",
  summary: "Check the database, the sources and all configured services",
  details:
    "Runs all checks at once, each within --timeout. Only configured services are contacted, and no check spends more than one paid request. Exits with 1 if a check fails. A check that starts to fail, or recovers, raises an alert.",
  options: {
    timeout: {
      value: "S",
      summary: "Time limit per check in seconds (default 10)",
      schema: z.coerce.number("not a number").positive("expected more than 0").max(300).default(10),
    },
  },
  json: z.strictObject({
    ok: z.boolean(),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        status: z.enum(["ok", "warning", "failed"]),
        detail: z.string(),
        advice: z.string().nullable(),
        duration_ms: z.int(),
      }),
    ),
  }),
  examples: ["igminer health", "igminer health --json", "igminer health --timeout 3 --quiet"],
  async run({ timeout }, _names, context) {
    const { signal: opening, end } = ownSignal(context.interruption, timeout * 1_000);
    const fromMs = performance.now();
    let isOpen = false;
    try {
      return await withUncheckedDatabase({ ...context, interruption: opening }, async (database) => {
        isOpen = true;
        return examine(database, timeout * 1_000, context);
      });
    } catch (error) {
      const isDatabases = !isOpen || (error instanceof Failure && error.exitCode === EXIT.database);
      if (!isDatabases || context.interruption.aborted) throw error;
      const isTimeUp = opening.aborted;
      return withoutDatabase(error, { fromMs, isTimeUp, timeoutMs: timeout * 1_000 }, context);
    } finally {
      end();
    }
  },
});

async function examine(database: Database, timeoutMs: number, context: CommandContext): Promise<ExitCode> {
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
        message: `${name}: ${status === "failed" ? context.mask.text(detail) : "has recovered"}`,
      })),
      { turnedBad: "health_bad", turnedGood: "health_good" },
    );
    return show(results, context);
  });
}

/** The database does not open: the rest is looked at all the same, and whoever alerts go to is told directly. */
async function withoutDatabase(
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
