import { drySweep, runSweep, type SweepDefinition } from "../core/batch/sweep.js";
import type { Database } from "../core/db/database.js";
import type { ExitCode } from "../core/failure.js";
import { type BoundedCommand, boundedCommand } from "./bounded-command.js";
import { showRun } from "./bounded-run.js";
import type { CommandContext, CommandDefinition, OptionDefinitions } from "./command.js";

/**
 * Declares a command that processes stored rows without making requests. Its `--concurrency` is the number of chunks
 * processed at once.
 */
export function sweepCommand<Options extends OptionDefinitions>(
  sweep: BoundedCommand<Options, Omit<SweepDefinition, "name">>,
): CommandDefinition {
  return boundedCommand(sweep, { plan: drySweep, run: runSweep });
}

/** Runs a sweep that a command has prepared itself, and shows its progress and result. */
export function showSweep(
  definition: SweepDefinition,
  database: Database,
  options: Parameters<typeof showRun>[2],
  context: CommandContext,
): Promise<ExitCode> {
  return showRun(definition.name, database, options, (run) => runSweep(definition, run), context);
}
