import { loadConfig } from "../core/config/config.js";
import { maskOf } from "../core/record/secrets.js";
import type { CommandContext, CommandDefinition } from "./command.js";

/**
 * @returns the context of a command in the demo, whose settings are its own: nothing from this machine's environment or
 * files reaches it.
 */
export function demoContext(
  context: CommandContext,
  definition: CommandDefinition,
  { folder, url, settings: own }: { folder: string; url: string; settings: Record<string, string> },
): CommandContext {
  const settings = loadConfig({
    environment: { XDG_CONFIG_HOME: folder },
    folder,
    flags: {
      IGMINER_DATA_DIR: folder,
      IGMINER_WEB_BASE_URL: url,
      IGMINER_WEB_RATE_PER_MINUTE: "60000",
      IGMINER_WEB_MAX_RATE_PER_MINUTE: "60000",
      IGMINER_HIKER_BASE_URL: url,
      ...own,
    },
  });
  return { ...context, command: definition.name, settings, mask: maskOf([]), isService: false };
}
