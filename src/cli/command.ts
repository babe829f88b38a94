import type { z } from "zod";
import type { LoadedConfig } from "../core/config/config.js";
import type { ExitCode } from "../core/failure.js";
import type { Mask } from "../core/record/secrets.js";
import type { Log } from "./log.js";
import type { Output } from "./output.js";

/** One flag: `--kebab-case`, with a value if `value` names one. */
export interface OptionDefinition<Schema extends z.ZodType = z.ZodType> {
  /** The placeholder of the value in the help, such as `N`; omitted for a switch. */
  value?: string;
  summary: string;
  /** The flag's name in an earlier version, still accepted but no longer shown. */
  formerly?: string;
  /** Parses the text of the flag, `true` for a switch, or undefined if the flag is not given. */
  schema: Schema;
}

export type OptionDefinitions = Record<string, OptionDefinition>;
export type OptionValues<Options extends OptionDefinitions> = {
  [Name in keyof Options]: z.output<Options[Name]["schema"]>;
};

/** Everything that a command works with. */
export interface CommandContext {
  /** The command's name as it was called. */
  command: string;
  version: string;
  settings: LoadedConfig;
  output: Output;
  log: Log;
  /** Removes the secrets in the settings from output and stored texts. */
  mask: Mask;
  /** Whether this is a scheduled command doing its work: it pings, and sends pending alerts. */
  isService: boolean;
  /** Aborted with "SIGINT" or "SIGTERM" as its reason on the first signal; a second one ends the process. */
  interruption: AbortSignal;
}

/** The families of commands, in the order of `igminer --help`. */
export const COMMAND_GROUPS = {
  start: "Start here",
  mining: "Mine",
  enrichment: "Enrich and verify",
  clones: "Watch for look-alikes",
  outreach: "Write to people",
  operations: "Operate",
} as const;
export type CommandGroup = keyof typeof COMMAND_GROUPS;

export interface CommandDefinition<Options extends OptionDefinitions = OptionDefinitions> {
  /** One word, or several as in "queue add". The file has the same name, with hyphens. */
  name: string;
  group: CommandGroup;
  /** One line, shown in the list of commands. */
  summary: string;
  /** More than fits in the summary; shown in the command's own help. */
  details?: string;
  /** Positional arguments in commander's notation, such as `[usernames...]`. */
  arguments?: { name: string; summary: string };
  options: Options;
  /** The schema of the `--json` output. Fields are added, never renamed. */
  json?: z.ZodType;
  /** Shown first in the command's help. */
  examples: string[];
  run(options: OptionValues<Options>, names: string[], context: CommandContext): Promise<ExitCode>;
}

/** Declares a command, and infers the types of the options passed to `run`. */
export function command<Options extends OptionDefinitions>(
  definition: CommandDefinition<Options>,
): CommandDefinition {
  return definition as unknown as CommandDefinition;
}

/**
 * @returns the values of all options of a command, of which only some are given.
 * @throws ZodError if one is invalid.
 */
export function valuesOf(
  { options }: CommandDefinition,
  given: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { schema }]) => [name, schema.parse(given[name])]),
  );
}
