import * as z from "zod";
import type { BatchEvent, BatchResult, RunOptions } from "../core/batch/live-run.js";
import type { Database } from "../core/db/database.js";
import { EXIT, type ExitCode, messageOf } from "../core/failure.js";
import { kindOf } from "../core/record/error-log.js";
import type { CommandContext, OptionValues } from "./command.js";
import { counted } from "./format.js";
import { count, isGiven } from "./options.js";
import { openProgress } from "./progress.js";
import { progressLine, resultJson, summaryText } from "./summary.js";

/** @returns the flags of every bounded run, with the command's own defaults. */
export function boundedOptions(defaults: { batch: number; concurrency: number | "auto" }) {
  return {
    batch: {
      value: "N",
      summary: `Process at most N items (default ${defaults.batch})`,
      schema: count(1).default(defaults.batch),
    },
    concurrency: {
      value: "N",
      summary: `Process N items at once; auto: as many as the source's rate allows (default ${defaults.concurrency})`,
      schema: z
        .union([z.literal("auto"), count(1).max(1_000)], "expected a number from 1 to 1000, or auto")
        .default(defaults.concurrency),
    },
    maxSeconds: {
      value: "N",
      summary: "Stop starting new work after N seconds; finished work is kept",
      schema: count(1).optional(),
    },
    dryRun: { summary: "Show what would be processed without making requests or changes", schema: isGiven },
  };
}

export type BoundedOptions = ReturnType<typeof boundedOptions>;

/** Prints what a run would process. */
export function showPlan(
  command: string,
  plan: { subjects: readonly string[]; skipped?: number },
  { output }: CommandContext,
): ExitCode {
  const { subjects, skipped = 0 } = plan;
  if (output.isJson) {
    output.json({ command, dry_run: true, would_take: subjects, would_skip: skipped });
    return EXIT.done;
  }
  output.text(
    `${command} would process ${counted(subjects.length, "item")}${skipped > 0 ? ` and skip ${skipped}` : ""}:`,
  );
  for (const subject of subjects) output.text(`  ${subject}`);
  return EXIT.done;
}

/**
 * Shows a run's progress and its result.
 * @param given the flags, stored in the `Run` row.
 * @param adviceAfter the command's own advice on what to do next.
 */
export async function showRun(
  command: string,
  database: Database,
  given: Record<string, unknown> & OptionValues<BoundedOptions>,
  run: (options: RunOptions) => Promise<BatchResult>,
  { settings, output, log, mask, version, interruption }: CommandContext,
  adviceAfter: (result: BatchResult) => string | null = () => null,
): Promise<ExitCode> {
  const progress = await openProgress(process.stderr, log);
  const startedMs = performance.now();
  function onEvent(event: BatchEvent): void {
    if (event.kind === "progress")
      progress.update(progressLine(command, event, performance.now() - startedMs));
    else if (event.kind === "notice") log.info(event.text);
    else if (event.kind === "started") log.nameRun(event.runId);
    else {
      const { subject, error, outcome, durationMs } = event;
      log.warn(`${subject}: ${kindOf(error)}: ${messageOf(error)} (${outcome})`, {
        subject,
        kind: kindOf(error),
        outcome,
        duration_ms: Math.round(durationMs),
      });
    }
  }
  try {
    const result = await run({
      database,
      batch: given.batch,
      concurrency: given.concurrency,
      maxSeconds: given.maxSeconds ?? null,
      version,
      options: given,
      ...settings.config.run,
      mask,
      interruption,
      onEvent,
    });
    progress.end();
    if (log.format === "json") {
      const { command, ...ended } = resultJson(result);
      log.info(`${command} ended: ${result.status}`, ended);
    }
    if (output.isJson) output.json(resultJson(result));
    else if (result.exitCode === EXIT.done) output.summary(summaryText(result, adviceAfter(result)));
    else output.text(summaryText(result, adviceAfter(result)));
    return result.exitCode;
  } finally {
    progress.end();
  }
}
