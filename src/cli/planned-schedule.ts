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
 * @returns the services that these settings allow, sized to the day's budget, and remarks on them.
 * @param isAll include services whose settings are missing.
 */
export function plannedSchedule(
  settings: LoadedConfig,
  isAll = false,
): { services: Service[]; warnings: string[] } {
  const { commands, isSet } = installationOf(settings);
  const installation = { commands, isSet: isAll ? () => true : isSet };
  const sized = sizedToBudget(configuredServices(installation), {
    unitsPerItem: UNITS_OF_SERVICES,
    // Without a key, nothing costs money.
    budgetUnits: hikerKeys(settings.config).length === 0 ? null : settings.config.hiker.backgroundBudget,
  });
  return {
    services: sized.services,
    warnings: [...shortcomings(installation), ...sized.warnings, ...unseenByCron(settings)],
  };
}

/** How cron must start this igminer from this folder. */
export function cronCallHere(mailTo: string | undefined): CronCall {
  return { ...programHere(), folder: process.cwd(), mailTo: mailTo ?? null };
}

/** The paths of the running Node.js and launcher. */
export function programHere(): Pick<CronCall, "node" | "launcher"> {
  return { node: process.execPath, launcher: fileURLToPath(new URL("bin/igminer.js", PACKAGE_FOLDER)) };
}

/** Settings from this shell's environment, which a scheduler does not have. */
function unseenByCron({ entries }: LoadedConfig): string[] {
  const names = entries
    .filter(({ origin }) => origin === "environment")
    .map(({ setting }) => setting.environment);
  if (names.length === 0) return [];
  return [
    `${names.join(", ")}: set in this shell, where a scheduler does not see it; keep it in .env, or in /etc/igminer/igminer.env for systemd`,
  ];
}
