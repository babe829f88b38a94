import type { Kysely } from "kysely";
import type { Schema } from "../../db/schema.js";
import { pagesOf, type Selection, type Values } from "./read-pages.js";
import type { Sink } from "./sink.js";
import type { Subject } from "./subjects.js";
import { type TextFormat, textPagesOf } from "./text-pages.js";

/** Writes rows in a format that PostgreSQL does not support. */
export interface RowWriter {
  write(rows: readonly Values[]): Promise<void>;
  /** Writes the end of the file. */
  finish(): Promise<void>;
}

/**
 * Writes the rows of a subject to a sink, with a few pages in memory. Stops at the last row or when the reader has gone
 * away. If it is interrupted, the output is discarded.
 * @returns the number of rows written.
 */
export async function runExport(
  db: Kysely<Schema>,
  subject: Subject,
  selection: Selection,
  {
    sink,
    format,
    interruption,
    onProgress,
  }: {
    sink: Sink;
    format: TextFormat | RowWriter;
    interruption: AbortSignal;
    onProgress(rows: number): void;
  },
): Promise<number> {
  let count = 0;
  try {
    const pages =
      "values" in format
        ? writeText(db, subject, selection, format, sink)
        : writeRows(db, subject, selection, format);
    for await (const rows of pages) {
      count += rows;
      onProgress(count);
      if (sink.isClosed()) return count;
      interruption.throwIfAborted();
    }
    await sink.finish();
    return count;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** Writes pages of text, and yields the number of rows in each. */
async function* writeText(
  db: Kysely<Schema>,
  subject: Subject,
  selection: Selection,
  format: TextFormat,
  sink: Sink,
): AsyncGenerator<number> {
  await sink.write(format.head);
  for await (const { bytes, lines } of textPagesOf(db, subject, selection, format)) {
    await sink.write(bytes);
    yield lines;
  }
}

/** Writes pages of rows, and yields the number of rows in each. */
async function* writeRows(
  db: Kysely<Schema>,
  subject: Subject,
  selection: Selection,
  writer: RowWriter,
): AsyncGenerator<number> {
  for await (const rows of pagesOf(db, subject, selection)) {
    await writer.write(rows);
    yield rows.length;
  }
  await writer.finish();
}
