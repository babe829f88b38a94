import * as z from "zod";
import type { Database } from "../core/db/database.js";
import { EXIT } from "../core/failure.js";
import { warnOfBadLines } from "./bad-lines.js";
import {
  type CommandContext,
  type CommandDefinition,
  command,
  type OptionDefinitions,
  type OptionValues,
} from "./command.js";
import { withDatabase } from "./store.js";
import { readUsernames, type UsernameInput } from "./usernames-input.js";

const HOW_NAMES_COME =
  "Usernames come as arguments, from --file, or from standard input (-): one a line; @name, profile URLs and upper case are accepted, blank lines and # comments skipped.";

export interface UsernamesCommand<Options extends OptionDefinitions>
  extends Pick<CommandDefinition, "name" | "group" | "summary" | "json" | "examples"> {
  /** Help text that follows the description of how usernames are given. */
  details: string;
  /** Options besides `--file`. */
  options: Options;
  /** Whether a call without usernames is a usage error. */
  needsNames: boolean;
  /** Does the work and prints the result. */
  run(
    options: OptionValues<Options>,
    input: UsernameInput,
    database: Database,
    context: CommandContext,
  ): Promise<void>;
}

/** The line for names that were left out because these people were erased; empty if there were none. */
export function keptOutText(count: number): string {
  return count > 0 ? `, ${count} kept out (igminer forget)` : "";
}

/**
 * Declares a command that takes usernames. It reads them, warns of invalid ones, and exits with 0, with 3 if some were
 * invalid, or with 2 if all were.
 */
export function usernamesCommand<Options extends OptionDefinitions>(
  definition: UsernamesCommand<Options>,
): CommandDefinition {
  const { details, needsNames, run, ...described } = definition;
  return command({
    ...described,
    details: `${HOW_NAMES_COME} ${details}`,
    arguments: { name: "[usernames...]", summary: "Usernames or profile URLs; - for standard input" },
    options: {
      file: {
        value: "F",
        summary: "Read usernames from a file; - for standard input",
        schema: z.string().optional(),
      },
      ...definition.options,
    },
    async run(values, names, context) {
      // Read before the database is opened, since the other end of the pipe may still be reading from the embedded one.
      const input = await readUsernames(names, values.file as string | undefined, context.interruption);
      const { usernames, invalid, isGiven } = input;
      warnOfBadLines(
        context.log,
        invalid.map(({ text, where }) => `${where}: not a username: ${text}`),
      );
      await withDatabase(context, (database) =>
        run(values as unknown as OptionValues<Options>, input, database, context),
      );
      if (invalid.length > 0) return usernames.length === 0 ? EXIT.usage : EXIT.partial;
      return needsNames && !isGiven ? EXIT.usage : EXIT.done;
    },
  });
}
