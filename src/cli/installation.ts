import type { LoadedConfig } from "../core/config/config.js";
import type { Installation } from "../core/schedule/services.js";
import { readManifest } from "./manifest.js";

/** The capabilities of this igminer with its settings. */
export function installationOf({ entries }: LoadedConfig): Installation {
  return {
    commands: readManifest().map(({ name }) => name),
    isSet(environment) {
      const value = entries.find(({ setting }) => setting.environment === environment)?.value ?? null;
      return value !== null && !(Array.isArray(value) && value.length === 0);
    },
  };
}
