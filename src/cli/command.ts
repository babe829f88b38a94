import type { z } from "zod";
import type { LoadedConfig } from "../core/config/config.js";
import type { ExitCode } from "../core/failure.js";
import type { Mask } from "../core/record/secrets.js";
import type { Log } from "./log.js";
import type { Output } from "./output.js";

/** One flag: `--kebab-case`, with a value where `value` names it. */
export interface OptionDefinition<Schema extends z.ZodType = z.ZodType> {
  /** What the value is called in the help, as `N`; left out: a switch. */
  value?: string;
  summary: string;
  /** What it was called in an earlier version: still taken, no longer shown. */
  formerly?: string;
  /** Takes the text of the flag, `true` for a switch, undefined where it is not given. */
  schema: Schema;
}

export type OptionDefinitions = Record<string, OptionDefinition>;
export type OptionValues<Options extends OptionDefinitions> = {
  [Name in keyof Options]: z.output<Options[Name]["schema"]>;
};

/** What a command is given to work with. */
export interface CommandContext {
  /** The command's name as it was called. */
  command: string;
  version: string;
  settings: LoadedConfig;
  output: Output;
  log: Log;
  /** Takes the secrets of the settings out of what is told or written down. */
  mask: Mask;
  /** A scheduler's command that is to do its work: it pings, and tells what is waiting to be told. */
  isService: boolean;
  /** Aborted with "SIGINT" or "SIGTERM" as its reason on the first signal; a second one ends the process. */
  interruption: AbortSignal;
}

/** The families of commands, in the order in which `igminer --help` lists them. */
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
  /** One word, or several as in "queue add". The file is named after it, with hyphens. */
  name: string;
  group: CommandGroup;
  /** One line, shown in the list of commands. */
  summary: string;
  /** What the one line leaves out; shown in the command's own help. */
  details?: string;
  /** Positional arguments as commander writes them, as `[usernames...]`. */
  arguments?: { name: string; summary: string };
  options: Options;
  /** What `--json` prints. Fields are added, never renamed. */
  json?: z.ZodType;
  /** Shown first in the command's help. */
  examples: string[];
  run(options: OptionValues<Options>, names: string[], context: CommandContext): Promise<ExitCode>;
}

/** Declares a command; types the options that `run` gets. */
export function command<Options extends OptionDefinitions>(
  definition: CommandDefinition<Options>,
): CommandDefinition {
  return definition as unknown as CommandDefinition;
}
