import { Command, type Option } from "commander";
import * as z from "zod";
import { PACKAGE_FOLDER } from "../core/package-folder.js";
import type { CommandDefinition, CommandGroup } from "./command.js";
import { addGlobalOptions } from "./global-options.js";
import { readManifest } from "./manifest.js";
import { flagOf } from "./options.js";
import type { Named } from "./stored-names.js";

/** One flag, as shell completion and the man page need it. */
export interface FlagReference {
  /** For example `--batch`. */
  flag: string;
  /** The placeholder of its value, such as `N`, or null for a switch. */
  value: string | null;
  summary: string;
  /** The accepted values, if they are few. */
  choices: readonly string[];
  /** Its value is a file or folder. */
  isPath: boolean;
  /** The kind of stored object whose name is its value, or null. */
  named: Named | null;
}

export interface CommandReference {
  name: string;
  group: CommandGroup;
  summary: string;
  details: string | null;
  /** For example `[usernames...]`. */
  arguments: { name: string; summary: string } | null;
  /** The kind of stored object whose name is the argument, or null. */
  named: Named | null;
  /** The JSON schema of the `--json` output, or null without one. */
  json: object | null;
  examples: readonly string[];
  flags: readonly FlagReference[];
}

const NAMED_BY_FLAG: Readonly<Record<string, Named>> = { sequence: "sequences", audience: "audiences" };
const PATHS = new Set(["F", "FILE", "DIR", "FOLDER", "PATH"]);

/** Loads every command to describe its flags and arguments, in the order of the help. */
export function readReference(): Promise<CommandReference[]> {
  return Promise.all(
    readManifest().map(async ({ name }) => {
      const file = new URL(`dist/commands/${name.replaceAll(" ", "-")}.js`, PACKAGE_FOLDER);
      const { default: definition } = (await import(file.href)) as { default: CommandDefinition };
      return {
        name,
        group: definition.group,
        summary: definition.summary,
        details: definition.details ?? null,
        arguments: definition.arguments ?? null,
        named: namedBy(name),
        json: definition.json === undefined ? null : z.toJSONSchema(definition.json, { io: "input" }),
        examples: definition.examples,
        flags: Object.entries(definition.options).map(([option, { value, summary, schema }]) => ({
          flag: flagOf(option),
          value: value ?? null,
          summary,
          choices: choicesOf(schema),
          isPath: value !== undefined && PATHS.has(value),
          named: NAMED_BY_FLAG[option] ?? null,
        })),
      };
    }),
  );
}

/** The flags that every command has. */
export function globalFlags(): FlagReference[] {
  const target = new Command();
  addGlobalOptions(target);
  return [
    ...target.options.map((option: Option) => ({
      flag: option.long as string,
      value: option.required ? (/<(.+)>/.exec(option.flags)?.[1] ?? "VALUE") : null,
      summary: option.description,
      choices: option.argChoices ?? [],
      isPath: false,
      named: null,
    })),
    {
      flag: "--help",
      value: null,
      summary: "print the help of a command",
      choices: [],
      isPath: false,
      named: null,
    },
  ];
}

/** Commands like `sequence show NAME` take an existing name; `add` and `list` do not. */
function namedBy(command: string): Named | null {
  const [family = "", verb] = command.split(" ");
  return verb === undefined || verb === "add" || verb === "list" ? null : (NAMED_BY_FLAG[family] ?? null);
}

function choicesOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return choicesOf(schema.unwrap() as z.ZodType);
  // A comma-separated list of values.
  if (schema instanceof z.ZodPipe) return choicesOf(schema.out as z.ZodType);
  if (schema instanceof z.ZodArray) return choicesOf(schema.element as z.ZodType);
  return [];
}
