import { drySweep, runSweep, type SweepDefinition } from "../core/batch/sweep.js";
import { type BoundedCommand, boundedCommand } from "./bounded-command.js";
import type { CommandDefinition, OptionDefinitions } from "./command.js";

/**
 * Declares a command that sweeps over rows without asking anybody. Its `--concurrency` is how many chunks are worked on
 * at once.
 */
export function sweepCommand<Options extends OptionDefinitions>(
  sweep: BoundedCommand<Options, Omit<SweepDefinition, "name">>,
): CommandDefinition {
  return boundedCommand(sweep, { plan: drySweep, run: runSweep });
}
