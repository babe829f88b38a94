import { asRun } from "../core/batch/live-run.js";
import { openErrorFile } from "../core/exchange/import/error-file.js";
import type { ImportFormat } from "../core/exchange/import/findings.js";
import { filesOf, isReadOnce, openImportFile } from "../core/exchange/import/open-file.js";
import { inOwnOrder } from "../core/exchange/import/own-order.js";
import { requireNames } from "../core/exchange/import/read-items.js";
import {
  type BadItem,
  type ImportOptions,
  runImport,
  type Survey,
  surveyImport,
} from "../core/exchange/import/run-import.js";
import { EXIT, type ExitCode, Failure } from "../core/failure.js";
import type { CommandContext } from "./command.js";
import { badItemLine, importProgressLine, importSummaryText, surveyText } from "./import-text.js";
import { openProgress } from "./progress.js";
import { readingInput } from "./reading-input.js";
import { withDatabase } from "./store.js";
import { resultJson } from "./summary.js";

export interface ImportFlags {
  format: ImportFormat;
  column: string | undefined;
  observedAt: Date | undefined;
  errorFile: string | undefined;
  dryRun: boolean;
}

/** Maximum number of bad items shown on the terminal; in a wrong file, all are bad. */
const MAX_TOLD = 5;

/** Runs `igminer import` and shows its progress, the bad items and the result. */
export async function importFiles(
  flags: ImportFlags,
  paths: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const readOnce = await Promise.all(paths.map(isReadOnce));
  const timeless = paths.find((_, index) => readOnce[index]);
  if (timeless !== undefined && flags.observedAt === undefined && flags.format !== "usernames") {
    throw new Failure(
      EXIT.usage,
      `${timeless === "-" ? "Standard input" : timeless} does not say when its data was collected.`,
      "Add --observed-at TIME, so that older data does not overwrite newer data, or use --format usernames.",
    );
  }
  const { interruption } = context;
  const given = await readingInput(filesOf(paths, interruption), interruption);
  for (const [index, path] of paths.entries())
    if (given.includes(path) && !readOnce[index])
      await readingInput(
        openImportFile(path, process.stdin).then((file) => requireNames(file, flags.column ?? null)),
        interruption,
      );
  const files = await inOwnOrder(given, interruption);
  if (interruption.aborted) return EXIT[interruption.reason === "SIGINT" ? "sigint" : "sigterm"];
  const errorFile = flags.errorFile === undefined ? null : await openErrorFile(flags.errorFile);
  const progress = await openProgress(process.stderr, context.log);
  const startedMs = performance.now();
  let told = 0;

  async function onBadItems(items: readonly BadItem[]): Promise<void> {
    for (const item of items) {
      if (told++ < MAX_TOLD) context.log.warn(badItemLine(item));
      else if (told === MAX_TOLD + 1) context.log.warn("… and more like these.");
    }
    await errorFile?.write(items);
  }
  const options = (now: () => Date): ImportOptions => ({
    files,
    stdin: process.stdin,
    format: flags.format,
    column: flags.column ?? null,
    observedAt: flags.observedAt ?? null,
    now,
    onProgress: (state) =>
      progress.update(importProgressLine(state, files.length, performance.now() - startedMs)),
    onBadItems,
  });
  try {
    if (flags.dryRun) {
      const survey = await surveyImport(
        options(() => new Date()),
        context.interruption,
      );
      progress.end();
      return showSurvey(survey, files.length, context);
    }
    return await withDatabase(context, async (database) => {
      const { settings, output, log, mask, version } = context;
      const result = await asRun(
        "import",
        {
          database,
          maxSeconds: null,
          version,
          options: { ...flags, files: paths },
          ...settings.config.run,
          mask,
          interruption,
          onEvent(event) {
            if (event.kind === "started") log.nameRun(event.runId);
            else if (event.kind === "notice") log.info(event.text);
          },
        },
        (run) => runImport(database.kysely, run, options(database.now)),
        async () => "nothing to import: the files are empty, or the folder has none that can be imported.",
      );
      progress.end();
      if (output.isJson) output.json({ ...resultJson(result), files: files.length });
      else if (result.nothingToDo !== null) output.summary(`import: ${result.nothingToDo}`);
      else {
        const text = importSummaryText(result, files.length, flags.errorFile);
        if (result.exitCode === EXIT.done) output.summary(text);
        else output.text(text);
      }
      return result.exitCode;
    });
  } finally {
    progress.end();
    await errorFile?.close();
  }
}

function showSurvey(survey: Survey, files: number, { output, interruption }: CommandContext): ExitCode {
  if (output.isJson) output.json({ command: "import", dry_run: true, files, ...survey });
  else output.text(surveyText(survey, files));
  if (interruption.aborted) return EXIT[interruption.reason === "SIGINT" ? "sigint" : "sigterm"];
  return survey.bad > 0 ? EXIT.partial : EXIT.done;
}
