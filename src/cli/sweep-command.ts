import { drySweep, runSweep, type SweepDefinition } from "../core/batch/sweep.js";
import { type BoundedOptions, boundedOptions, showPlan, showRun } from "./bounded-run.js";
import {
  type CommandContext,
  type CommandDefinition,
  command,
  type OptionDefinitions,
  type OptionValues,
} from "./command.js";
import { withDatabase } from "./store.js";

export interface SweepCommand<Options extends OptionDefinitions>
  extends Pick<CommandDefinition, "name" | "group" | "summary" | "details" | "examples"> {
  /** `--concurrency` is how many chunks are worked on at once. */
  defaults: { batch: number; concurrency: number };
  /** Options besides those that all batch commands have. */
  options: Options;
  /** The sweep, made for these options and settings. */
  definition(options: OptionValues<Options>, context: CommandContext): Omit<SweepDefinition, "name">;
}

/** Declares a command that sweeps over rows without asking anybody: flags, progress, summary and exit code come with it. */
export function sweepCommand<Options extends OptionDefinitions>(
  sweep: SweepCommand<Options>,
): CommandDefinition {
  const { defaults, definition: definitionFor, ...described } = sweep;
  const options = { ...boundedOptions(defaults), ...sweep.options } as Options & BoundedOptions;
  return command({
    ...described,
    options,
    run: (values, _names, context) =>
      withDatabase(context, async (database) => {
        const given = values as unknown as OptionValues<BoundedOptions>;
        const own = values as unknown as OptionValues<Options>;
        const definition = { name: sweep.name, ...definitionFor(own, context) };
        if (given.dryRun)
          return showPlan(sweep.name, await drySweep(definition, database, given.batch), context);
        return showRun(sweep.name, database, given, (run) => runSweep(definition, run), context);
      }),
  });
}
