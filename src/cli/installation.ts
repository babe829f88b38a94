import type { LoadedConfig } from "../core/config/config.js";
import type { Installation } from "../core/schedule/services.js";
import { readManifest } from "./manifest.js";

/** What this igminer and its settings can do. */
export function installationOf({ entries }: LoadedConfig): Installation {
  return {
    commands: readManifest().map(({ name }) => name),
    isSet: (environment) =>
      entries.some(
        ({ setting, value }) =>
          setting.environment === environment &&
          value !== null &&
          !(Array.isArray(value) && value.length === 0),
      ),
  };
}
