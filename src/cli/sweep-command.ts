import { drySweep, runSweep, type SweepDefinition } from "../core/batch/sweep.js";
import { type BoundedCommand, boundedCommand } from "./bounded-command.js";
import type { CommandDefinition, OptionDefinitions } from "./command.js";

/**
 * Declares a command that processes stored rows without making requests. Its `--concurrency` is the number of chunks
 * processed at once.
 */
export function sweepCommand<Options extends OptionDefinitions>(
  sweep: BoundedCommand<Options, Omit<SweepDefinition, "name">>,
): CommandDefinition {
  return boundedCommand(sweep, { plan: drySweep, run: runSweep });
}
