import { fileURLToPath } from "node:url";
import type { LoadedConfig } from "../core/config/config.js";
import { TYPICAL_UNITS } from "../core/mining/demand.js";
import { PACKAGE_FOLDER } from "../core/package-folder.js";
import type { CronCall } from "../core/schedule/crontab.js";
import { configuredServices, type Service, shortcomings } from "../core/schedule/services.js";
import { sizedToBudget } from "../core/schedule/sized.js";
import { hikerKeys } from "../core/sources/hiker-keys.js";
import { installationOf } from "./installation.js";

const UNITS_OF_SERVICES = {
  "mine-new": TYPICAL_UNITS.new,
  refresh: TYPICAL_UNITS.refresh,
  "import-comments": TYPICAL_UNITS.comments,
  "validate-clones": TYPICAL_UNITS.clones,
};

/**
 * @returns the services that these settings allow, sized to what the day's budget pays for, and what is to be known of them.
 * @param isAll also those whose settings are missing.
 */
export function plannedSchedule(
  settings: LoadedConfig,
  isAll = false,
): { services: Service[]; warnings: string[] } {
  const { commands, isSet } = installationOf(settings);
  const installation = { commands, isSet: isAll ? () => true : isSet };
  const sized = sizedToBudget(configuredServices(installation), {
    unitsPerItem: UNITS_OF_SERVICES,
    // Without a key nothing is paid.
    budgetUnits: hikerKeys(settings.config).length === 0 ? null : settings.config.hiker.backgroundBudget,
  });
  return {
    services: sized.services,
    warnings: [...shortcomings(installation), ...sized.warnings, ...unseenByCron(settings)],
  };
}

/** How cron is to start this igminer from this folder. */
export function cronCallHere(mailTo: string | undefined): CronCall {
  return { ...programHere(), folder: process.cwd(), mailTo: mailTo ?? null };
}

/** The Node.js and the launcher that are running. */
export function programHere(): Pick<CronCall, "node" | "launcher"> {
  return { node: process.execPath, launcher: fileURLToPath(new URL("bin/igminer.js", PACKAGE_FOLDER)) };
}

/** Settings of this shell are not those of a scheduler. */
function unseenByCron({ entries }: LoadedConfig): string[] {
  const names = entries
    .filter(({ origin }) => origin === "environment")
    .map(({ setting }) => setting.environment);
  if (names.length === 0) return [];
  return [
    `${names.join(", ")}: set in this shell, where a scheduler does not see it; keep it in .env, or in /etc/igminer/igminer.env for systemd`,
  ];
}
