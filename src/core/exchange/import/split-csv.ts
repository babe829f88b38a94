import { Readable } from "node:stream";
import { type CsvError, type Info, parse } from "csv-parse";
import { MAX_PIECE_BYTES } from "./split-lines.js";

/** A row as an object; `error` if it cannot be read. */
export interface Row {
  /** The line on which it ends. */
  number: number;
  /** Its cells joined, to find the row again. */
  text: string;
  value: Record<string, unknown> | null;
  error: string | null;
}

/**
 * Whether a line before the column names is not one of theirs: a comment (but not a column `#` of row numbers), or
 * Excel's `sep=;`.
 */
export function isBeforeColumns(line: string): boolean {
  return /^(#[^,;\t]|"?sep=)/i.test(line);
}

/**
 * Reads the rows of a CSV whose first line holds the column names, after comments. A name such as `latestPosts/0/id`, as Apify writes
 * it, makes a list of objects. Empty cells are left out.
 */
export async function* csvRowsOf(content: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<Row> {
  const skipped: CsvError[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    columns: false,
    trim: false,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_PIECE_BYTES,
  });
  parser.on("skip", (error: CsvError) => skipped.push(error));
  const source = Readable.from(content);
  source.once("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let paths: string[][] | null = null;
  const failed = () =>
    skipped
      .splice(0)
      .map(({ message, lines }) => ({ number: Number(lines), text: "", value: null, error: message }));
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      yield* failed();
      if (paths === null && isBeforeColumns(record[0] ?? "")) continue;
      if (paths === null) paths = record.map((name) => name.trim().split("/"));
      else if (record.length > paths.length)
        yield {
          number: info.lines,
          text: record.join(","),
          value: null,
          error: `${record.length} cells, but the first line names ${paths.length} columns`,
        };
      else
        yield {
          number: info.lines,
          text: record.join(","),
          value: nested(paths, record),
          error: null,
        };
    }
    yield* failed();
  } finally {
    // If the caller stops reading, the parser stays open; the file must be closed as well.
    source.destroy();
  }
}

function nested(paths: readonly string[][], cells: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  paths.forEach((path, column) => {
    const cell = cells[column];
    if (cell === undefined || cell === "" || path.includes("__proto__")) return;
    let at: Record<string, unknown> = row;
    for (const [step, name] of path.entries()) {
      if (step === path.length - 1) at[name] = cell;
      else {
        at[name] ??= /^\d+$/.test(path[step + 1] as string) ? [] : {};
        const next = at[name];
        // The same column is used both as a value and as a parent.
        if (typeof next !== "object" || next === null) return;
        at = next as Record<string, unknown>;
      }
    }
  });
  return row;
}
