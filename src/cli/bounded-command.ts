import type { BatchResult, RunOptions } from "../core/batch/live-run.js";
import type { Database } from "../core/db/database.js";
import { type BoundedOptions, boundedOptions, showPlan, showRun } from "./bounded-run.js";
import {
  type CommandContext,
  type CommandDefinition,
  command,
  type OptionDefinitions,
  type OptionValues,
} from "./command.js";
import { boundedJson } from "./json-shapes.js";
import { withDatabase } from "./store.js";

export interface BoundedCommand<Options extends OptionDefinitions, Definition>
  extends Pick<CommandDefinition, "name" | "group" | "summary" | "details" | "json" | "examples"> {
  defaults: { batch: number; concurrency: number | "auto" };
  /** Options besides those of all bounded commands. */
  options: Options;
  /** What to run, for these options and settings. */
  definition(options: OptionValues<Options>, context: CommandContext): Definition;
  /** What to do next after a run with this result, or null for the general advice. */
  adviceAfter?(result: BatchResult, options: OptionValues<Options>, context: CommandContext): string | null;
}

interface Spine<Options extends OptionDefinitions, Named> {
  /** What a run would process. */
  plan(
    definition: Named,
    database: Database,
    batch: number,
  ): Promise<{ subjects: readonly string[]; skipped?: number }>;
  run(
    definition: Named,
    run: RunOptions,
    options: OptionValues<Options>,
    context: CommandContext,
  ): Promise<BatchResult>;
}

/** Declares a command that does a bounded run, with the common flags, dry run, progress, summary and exit code. */
export function boundedCommand<Options extends OptionDefinitions, Definition>(
  { defaults, definition: definitionFor, adviceAfter, ...described }: BoundedCommand<Options, Definition>,
  { plan, run: runOn }: Spine<Options, Definition & { name: string }>,
): CommandDefinition {
  const { name } = described;
  const options = { ...boundedOptions(defaults), ...described.options } as Options & BoundedOptions;
  return command({
    json: boundedJson,
    ...described,
    options,
    run: (values, _names, context) =>
      withDatabase(context, async (database) => {
        const own = values as unknown as OptionValues<Options>;
        const given = values as unknown as OptionValues<BoundedOptions>;
        const definition = { name, ...definitionFor(own, context) };
        if (given.dryRun) return showPlan(name, await plan(definition, database, given.batch), context);
        return showRun(
          name,
          database,
          given,
          (run) => runOn(definition, run, own, context),
          context,
          (result) => adviceAfter?.(result, own, context) ?? null,
        );
      }),
  });
}
