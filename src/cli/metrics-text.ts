import type { Database } from "../core/db/database.js";
import { serviceStates } from "../core/observe/chain.js";
import { prometheusText } from "../core/observe/prometheus.js";
import { readStatus } from "../core/observe/status.js";
import { configuredServices } from "../core/schedule/services.js";
import type { CommandContext } from "./command.js";
import { installationOf } from "./installation.js";
import { budgetOf } from "./status-text.js";

/** @returns the metrics of this installation in Prometheus' text format. */
export async function metricsText(
  { kysely: db, kind }: Database,
  { settings, version }: Pick<CommandContext, "settings" | "version">,
): Promise<string> {
  const { config } = settings;
  const report = await readStatus(db);
  const services = serviceStates(
    configuredServices(installationOf(settings)),
    report.lastRuns,
    kind === "embedded" ? 0 : config.run.deadAfterSeconds,
  );
  return prometheusText(db, {
    version,
    report,
    services,
    dailyBudgetOf: (source) => budgetOf(source, config),
  });
}
