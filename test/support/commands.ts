import type { Kysely } from "kysely";
import { type CommandDefinition, valuesOf } from "../../src/cli/command.js";
import { openLog } from "../../src/cli/log.js";
import { loadConfig } from "../../src/core/config/config.js";
import { type DatabaseSettings, openDatabase } from "../../src/core/db/database.js";
import type { Schema } from "../../src/core/db/schema.js";
import { type ExitCode, Failure } from "../../src/core/failure.js";
import { maskOf } from "../../src/core/record/secrets.js";

export interface CommandResult {
  code: ExitCode;
  /** The output of `--json`. */
  // biome-ignore lint/suspicious/noExplicitAny: it is looked into by expectations alone
  json: any;
  /** What a failure says. */
  message: string;
}

/**
 * Runs a command in this process as the command line would with `--json`. It is faster than a separate process, for
 * tests that are not about processes. `flags` are the values that commander passes: texts, and `true` for switches.
 */
export async function runCommand(
  definition: CommandDefinition,
  flags: Record<string, string | true>,
  environment: Record<string, string>,
  names: string[] = [],
): Promise<CommandResult> {
  const result: CommandResult = { code: 0, json: null, message: "" };
  const options = valuesOf(definition, flags);
  try {
    result.code = await definition.run(options, names, {
      command: definition.name,
      version: "test",
      settings: loadConfig({
        environment: { XDG_CONFIG_HOME: "/nonexistent", ...environment },
        folder: "/nonexistent",
      }),
      output: {
        isJson: true,
        isQuiet: false,
        text: () => {},
        summary: () => {},
        json: (value) => {
          result.json = value;
        },
      },
      log: openLog(process.stderr, {
        command: definition.name,
        format: "text",
        isQuiet: true,
        isVerbose: false,
        mask: maskOf([]),
      }),
      mask: maskOf([]),
      isService: false,
      interruption: new AbortController().signal,
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    result.code = error.exitCode;
    result.message = `${error.message}\n${error.hint}`;
  }
  return result;
}

/** Opens a store used by commands, between two of them. */
export async function inStore<T>(
  settings: DatabaseSettings,
  use: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ settings, notify: () => {} });
  try {
    return await use(database.kysely);
  } finally {
    await database.close();
  }
}
