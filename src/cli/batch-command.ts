import type { BatchDefinition, ClaimedRow } from "../core/batch/definition.js";
import type { OpenTools } from "../core/batch/open-tools.js";
import { dryRun, runBatch } from "../core/batch/run-batch.js";
import type { Database } from "../core/db/database.js";
import type { SourceName } from "../core/sources/source.js";
import { type BoundedCommand, boundedCommand } from "./bounded-command.js";
import type { BoundedOptions } from "./bounded-run.js";
import type { CommandContext, CommandDefinition, OptionDefinitions, OptionValues } from "./command.js";
import { sourceAdvice } from "./source-advice.js";

export interface BatchCommand<Item extends ClaimedRow, Result, Tools, Options extends OptionDefinitions>
  extends BoundedCommand<Options, Omit<BatchDefinition<Item, Result, Tools>, "name">> {
  openTools(
    options: OptionValues<Options> & OptionValues<BoundedOptions>,
    database: Database,
    context: CommandContext,
    draining: AbortSignal,
  ): Promise<OpenTools<Tools>>;
}

/** Declares a command that runs one bounded batch. */
export function batchCommand<Item extends ClaimedRow, Result, Tools, Options extends OptionDefinitions>({
  openTools,
  adviceAfter,
  ...bounded
}: BatchCommand<Item, Result, Tools, Options>): CommandDefinition {
  const advised: typeof bounded & Pick<typeof bounded & BoundedCommand<Options, never>, "adviceAfter"> = {
    ...bounded,
    adviceAfter: (result, options, context) =>
      adviceAfter?.(result, options, context) ??
      ("source" in bounded.options
        ? sourceAdvice(result, options.source as SourceName[] | undefined, context.settings.config)
        : null),
  };
  return boundedCommand(advised, {
    plan: dryRun,
    run: (definition, run, options, context) =>
      runBatch(definition, {
        ...run,
        openTools: (draining) =>
          // Every bounded command has the common flags besides its own.
          openTools(options as Parameters<typeof openTools>[0], run.database, context, draining),
      }),
  });
}
