import type { Database } from "../core/db/database.js";
import { type DashboardData, readDashboard } from "../core/observe/dashboard/read-dashboard.js";
import { configuredServices } from "../core/schedule/services.js";
import type { CommandContext } from "./command.js";
import { installationOf } from "./installation.js";

/** Reads the dashboard of this installation. */
export function dashboardData(
  { kysely, kind, now }: Database,
  { settings }: Pick<CommandContext, "settings">,
): Promise<DashboardData> {
  return readDashboard(kysely, {
    services: configuredServices(installationOf(settings)),
    // Only one process can use the embedded database, so an unfinished run there is dead, however recent.
    deadAfterSeconds: kind === "embedded" ? 0 : settings.config.run.deadAfterSeconds,
    now: now(),
  });
}
