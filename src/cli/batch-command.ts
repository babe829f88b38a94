import type { z } from "zod";
import type { BatchDefinition } from "../core/batch/definition.js";
import { type BatchEvent, dryRun, type OpenTools, runBatch } from "../core/batch.js";
import type { Database } from "../core/db/database.js";
import { EXIT, type ExitCode, messageOf } from "../core/failure.js";
import { kindOf } from "../core/observe/error-log.js";
import {
  type CommandContext,
  type CommandDefinition,
  command,
  type OptionDefinitions,
  type OptionValues,
} from "./command.js";
import { counted } from "./format.js";
import { count, isGiven } from "./options.js";
import { openProgress } from "./progress.js";
import { withDatabase } from "./store.js";
import { progressLine, resultJson, summaryText } from "./summary.js";

const SHARED = {
  batch: (fallback: number) => ({
    value: "N",
    summary: `Take at most N items (default ${fallback})`,
    schema: count(1).default(fallback),
  }),
  concurrency: (fallback: number) => ({
    value: "N",
    summary: `Work on N items at once (default ${fallback})`,
    schema: count(1).max(1_000).default(fallback),
  }),
  maxSeconds: {
    value: "N",
    summary: "Begin nothing new after N seconds; what is done is kept",
    schema: count(1).optional(),
  },
  dryRun: { summary: "Say what would be taken; spend nothing, write nothing", schema: isGiven },
};

type SharedOptions = {
  batch: ReturnType<typeof SHARED.batch>;
  concurrency: ReturnType<typeof SHARED.concurrency>;
  maxSeconds: typeof SHARED.maxSeconds;
  dryRun: typeof SHARED.dryRun;
};

export interface BatchCommand<Item extends { id: bigint }, Result, Tools, Options extends OptionDefinitions> {
  name: string;
  summary: string;
  details?: string;
  examples: string[];
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
  const { name, summary, details, examples, defaults } = batch;
  const options = {
    batch: SHARED.batch(defaults.batch),
    concurrency: SHARED.concurrency(defaults.concurrency),
    maxSeconds: SHARED.maxSeconds,
    dryRun: SHARED.dryRun,
    ...batch.options,
  } as Options & SharedOptions;
  return command({
    name,
    summary,
    ...(details !== undefined && { details }),
    options,
    examples,
    run: (values, _names, context) =>
      withDatabase(context, (database) => {
        const own = values as unknown as OptionValues<Options>;
        const shared = values as unknown as OptionValues<SharedOptions>;
        const definition = { name, ...batch.definition(own, context) };
        if (shared.dryRun) return showDryRun(definition, database, shared.batch, context);
        const openTools = (draining: AbortSignal) => batch.openTools(own, database, context, draining);
        return showRun(definition, database, { shared, given: values, openTools }, context);
      }),
  });
}

async function showDryRun<Item extends { id: bigint }>(
  definition: Pick<BatchDefinition<Item, never, never>, "name" | "prepare" | "claim" | "subject">,
  database: Database,
  batch: number,
  { output }: CommandContext,
): Promise<ExitCode> {
  const plan = await dryRun(definition, database, batch);
  if (output.isJson)
    output.json({
      command: definition.name,
      dry_run: true,
      would_take: plan.subjects,
      would_skip: plan.skipped,
    });
  else {
    output.text(
      `${definition.name} would take ${counted(plan.subjects.length, "item")}${plan.skipped > 0 ? ` and skip ${plan.skipped}` : ""}:`,
    );
    for (const subject of plan.subjects) output.text(`  ${subject}`);
  }
  return EXIT.done;
}

async function showRun<Item extends { id: bigint }, Result, Tools>(
  definition: BatchDefinition<Item, Result, Tools>,
  database: Database,
  {
    shared,
    given,
    openTools,
  }: {
    shared: OptionValues<SharedOptions>;
    given: Record<string, z.output<z.ZodType>>;
    openTools(draining: AbortSignal): Promise<OpenTools<Tools>>;
  },
  context: CommandContext,
): Promise<ExitCode> {
  const { settings, output, log, version, interruption } = context;
  const progress = await openProgress(process.stderr, log);
  const startedMs = performance.now();
  function onEvent(event: BatchEvent): void {
    if (event.kind === "progress")
      progress.update(progressLine(definition.name, event, performance.now() - startedMs));
    else if (event.kind === "notice") log.info(event.text);
    else log.warn(`${event.subject}: ${kindOf(event.error)}: ${messageOf(event.error)} (${event.outcome})`);
  }
  try {
    const result = await runBatch(definition, {
      database,
      batch: shared.batch,
      concurrency: shared.concurrency,
      maxSeconds: shared.maxSeconds ?? null,
      version,
      options: given,
      ...settings.config.run,
      interruption,
      openTools,
      onEvent,
    });
    progress.end();
    if (output.isJson) output.json(resultJson(result));
    else if (result.exitCode === EXIT.done) output.summary(summaryText(result));
    else output.text(summaryText(result));
    return result.exitCode;
  } finally {
    progress.end();
  }
}
