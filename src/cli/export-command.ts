import type { Kysely } from "kysely";
import * as z from "zod";
import { type Audience, findAudience } from "../core/audiences/audiences.js";
import { countAudience } from "../core/audiences/count.js";
import { isWanted } from "../core/audiences/predicate.js";
import type { Schema } from "../core/db/schema.js";
import {
  csvFormat,
  EXPORT_FORMATS,
  type ExportFormat,
  jsonlFormat,
  plainFormat,
} from "../core/exchange/export/formats.js";
import { countLeftOut, type Filter } from "../core/exchange/export/left-out.js";
import type { Selection } from "../core/exchange/export/read-pages.js";
import { type RowWriter, runExport } from "../core/exchange/export/run-export.js";
import { fileSink, type Sink, streamSink } from "../core/exchange/export/sink.js";
import type { Subject } from "../core/exchange/export/subjects.js";
import type { TextFormat } from "../core/exchange/export/text-pages.js";
import { EXIT, type ExitCode, Failure } from "../core/failure.js";
import { closeFile } from "../core/private-folder.js";
import { audienceCountText } from "./audience-text.js";
import {
  type CommandContext,
  type CommandDefinition,
  command,
  type OptionDefinitions,
  type OptionValues,
} from "./command.js";
import type { ACCOUNT_OPTIONS } from "./export-options.js";
import { counted, formatBytes, formatCount, formatDuration } from "./format.js";
import { count, flagOf, isGiven } from "./options.js";
import { openProgress } from "./progress.js";
import { withReadDatabase } from "./store.js";

const SHARED = {
  out: {
    value: "FILE",
    summary: "Write to a file, which is complete or absent (default: standard output)",
    schema: z.string().min(1).optional(),
  },
  limit: { value: "N", summary: "Write at most N rows", schema: count(1).optional() },
};

const FORMATTED = {
  format: {
    value: "FORMAT",
    summary: "csv, jsonl or parquet (default: from the name in --out, otherwise csv)",
    schema: z.enum(EXPORT_FORMATS, `expected one of: ${EXPORT_FORMATS.join(", ")}`).optional(),
  },
  bom: { summary: "Start a CSV with a byte order mark, so that Excel reads it as UTF-8", schema: isGiven },
};

type Shared = OptionValues<typeof SHARED> &
  Partial<OptionValues<typeof FORMATTED>> &
  Partial<OptionValues<Pick<typeof ACCOUNT_OPTIONS, "audience">>>;

export interface ExportCommand<Options extends OptionDefinitions>
  extends Pick<CommandDefinition, "summary" | "details" | "examples"> {
  subject: Subject;
  /** Prints one value per line, without a choice of formats. */
  isPlain?: true;
  /** The filters for this subject. */
  options: Options;
  conditions(options: OptionValues<Options>): Selection["conditions"];
}

/**
 * Declares a command that exports rows, with the common flags for format, file and limit, and with progress and
 * interruption.
 */
export function exportCommand<Options extends OptionDefinitions>({
  subject,
  isPlain,
  conditions,
  ...described
}: ExportCommand<Options>): CommandDefinition {
  const name = `export ${subject.name}`;
  return command({
    json: z.strictObject({
      command: z.string(),
      rows: z.int(),
      bytes: z.int(),
      file: z.string(),
      duration_ms: z.int(),
    }),
    ...described,
    name,
    group: "mining",
    options: { ...SHARED, ...(!isPlain && FORMATTED), ...described.options },
    run: (values, _names, context) => {
      const shared = values as unknown as Shared;
      const format = isPlain ? null : chosenFormat(shared);
      if (context.output.isJson && shared.out === undefined) {
        throw new Failure(
          EXIT.usage,
          "--json prints the summary of an export, but standard output is already used for its rows.",
          "Add --out FILE, or use --format jsonl to print the rows as JSON.",
        );
      }
      return withReadDatabase(context, async ({ kysely: db }) => {
        const audience = shared.audience === undefined ? null : await findAudience(db, shared.audience);
        const filters = [
          ...Object.keys(described.options).map((option) => ({
            name: flagOf(option),
            conditions: conditions(only(values, option) as unknown as OptionValues<Options>),
          })),
          ...(audience === null ? [] : [{ name: "--audience", conditions: [isWanted(audience.criteria)] }]),
        ];
        if (shared.out === undefined) closeFile(process.stdout.fd);
        const sink = shared.out === undefined ? streamSink(process.stdout) : await fileSink(shared.out);
        const progress = await openProgress(process.stderr, context.log);
        const startedMs = performance.now();
        try {
          const rows = await runExport(
            db,
            subject,
            {
              conditions: [
                ...conditions(values as unknown as OptionValues<Options>),
                ...(audience === null ? [] : [isWanted(audience.criteria)]),
              ],
              limit: shared.limit ?? null,
            },
            {
              sink,
              format: await formatOf(format, subject, sink, shared.bom === true),
              interruption: context.interruption,
              onProgress: (done) => {
                if (shared.out === undefined && process.stdout.isTTY) return;
                const perSecond = Math.round(done / ((performance.now() - startedMs) / 1_000));
                progress.update(`${name}: ${counted(done, "row")}, ${formatCount(perSecond)} a second`);
              },
            },
          );
          progress.end();
          const empty = rows > 0 ? null : await whyEmpty(db, subject, filters, audience);
          return report(name, { rows, bytes: sink.bytes(), out: shared.out, startedMs, empty }, context);
        } finally {
          progress.end();
        }
      });
    },
  });
}

/** The values with only one option, as it was given. */
function only(values: Readonly<Record<string, unknown>>, option: string): Record<string, unknown> {
  return { [option]: values[option] };
}

/** @returns why no row passes, by the effect of each filter. */
async function whyEmpty(
  db: Kysely<Schema>,
  subject: Subject,
  filters: readonly Filter[],
  audience: Audience | null,
): Promise<string> {
  const { rows, leftOut } = await countLeftOut(db, subject, filters);
  if (rows === 0) return noneYet(db, subject.name);
  const steps = leftOut
    .map(({ name, rows: gone }) => `${name} leaves out ${formatCount(gone)}`)
    .join(", then ");
  const undecided =
    audience === null
      ? ""
      : ` (${audience.name}: ${audienceCountText(await countAudience(db, audience.criteria))})`;
  return `of ${counted(rows, "row")}, ${steps}${undecided}`;
}

/** Explains an empty export to users who have just added usernames and expect accounts: these come with mining. */
async function noneYet(db: Kysely<Schema>, name: string): Promise<string> {
  if (name !== "accounts" && name !== "usernames")
    return `there are no ${name} yet; igminer status shows what there is`;
  const waiting = await db.selectFrom("InitialInstagramAccount").select("username").limit(1).execute();
  const next =
    waiting.length > 0
      ? "usernames are waiting: igminer mine-new mines them, igminer export frontier lists them"
      : "to begin: igminer seed NAME, then igminer mine-new";
  return `no account has been mined yet; ${next}`;
}

function chosenFormat({ format, out }: Shared): ExportFormat {
  const ending = EXPORT_FORMATS.find((known) => out?.toLowerCase().endsWith(`.${known}`));
  return format ?? ending ?? "csv";
}

async function formatOf(
  format: ExportFormat | null,
  { columns }: Subject,
  sink: Sink,
  hasByteOrderMark: boolean,
): Promise<TextFormat | RowWriter> {
  switch (format) {
    case null:
      return plainFormat(columns);
    case "csv":
      return csvFormat(columns, { hasByteOrderMark });
    case "jsonl":
      return jsonlFormat(columns);
    case "parquet": {
      const { parquetWriter } = await import("../core/exchange/export/parquet.js");
      return parquetWriter(columns, sink);
    }
    default:
      return format satisfies never;
  }
}

function report(
  name: string,
  {
    rows,
    bytes,
    out,
    startedMs,
    empty,
  }: {
    rows: number;
    bytes: number;
    out: string | undefined;
    startedMs: number;
    /** Why there are no rows, or null if there are some. */
    empty: string | null;
  },
  { output, log }: CommandContext,
): ExitCode {
  const durationMs = performance.now() - startedMs;
  if (output.isJson)
    output.json({ command: name, rows, bytes, file: out, duration_ms: Math.round(durationMs) });
  else if (rows === 0) log.info(`${name}: no row matches; ${empty}.`);
  else if (out !== undefined)
    log.info(
      `${name}: ${counted(rows, "row")}, ${formatBytes(bytes)} in ${formatDuration(durationMs)}: ${out}`,
    );
  return EXIT.done;
}
