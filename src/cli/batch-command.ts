import type { BatchDefinition } from "../core/batch/definition.js";
import type { OpenTools } from "../core/batch/open-tools.js";
import { dryRun, runBatch } from "../core/batch.js";
import type { Database } from "../core/db/database.js";
import { type BoundedOptions, boundedOptions, showPlan, showRun } from "./bounded-run.js";
import {
  type CommandContext,
  type CommandDefinition,
  command,
  type OptionDefinitions,
  type OptionValues,
} from "./command.js";
import { withDatabase } from "./store.js";

export interface BatchCommand<Item extends { id: bigint }, Result, Tools, Options extends OptionDefinitions>
  extends Pick<CommandDefinition, "name" | "group" | "summary" | "details" | "examples"> {
  defaults: { batch: number; concurrency: number };
  /** Options besides those that all batch commands have. */
  options: Options;
  /** The batch, made for these options and settings. */
  definition(
    options: OptionValues<Options>,
    context: CommandContext,
  ): Omit<BatchDefinition<Item, Result, Tools>, "name">;
  openTools(
    options: OptionValues<Options>,
    database: Database,
    context: CommandContext,
    draining: AbortSignal,
  ): Promise<OpenTools<Tools>>;
}

/** Declares a command that runs one bounded batch on the spine: flags, progress, summary and exit code come with it. */
export function batchCommand<Item extends { id: bigint }, Result, Tools, Options extends OptionDefinitions>(
  batch: BatchCommand<Item, Result, Tools, Options>,
): CommandDefinition {
  const { defaults, definition: definitionFor, openTools, ...described } = batch;
  const options = { ...boundedOptions(defaults), ...batch.options } as Options & BoundedOptions;
  return command({
    ...described,
    options,
    run: (values, _names, context) =>
      withDatabase(context, async (database) => {
        const own = values as unknown as OptionValues<Options>;
        const given = values as unknown as OptionValues<BoundedOptions>;
        const definition = { name: batch.name, ...definitionFor(own, context) };
        if (given.dryRun)
          return showPlan(batch.name, await dryRun(definition, database, given.batch), context);
        return showRun(
          batch.name,
          database,
          given,
          (run) =>
            runBatch(definition, {
              ...run,
              openTools: (draining) => openTools(own, database, context, draining),
            }),
          context,
        );
      }),
  });
}
