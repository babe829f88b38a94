import type { Kysely } from "kysely";
import type { Schema } from "../../db/schema.js";
import type { RowWriter } from "./formats.js";
import { pagesOf, type Selection } from "./read-pages.js";
import type { Sink } from "./sink.js";
import type { Subject } from "./subjects.js";

/**
 * Writes the rows of a subject into a sink, in the room of a few pages, until there are none left, nobody reads any more,
 * or it is interrupted: then nothing is left behind.
 * @returns how many rows were written.
 */
export async function runExport(
  db: Kysely<Schema>,
  subject: Subject,
  selection: Selection,
  {
    sink,
    writer,
    interruption,
    onProgress,
  }: { sink: Sink; writer: RowWriter; interruption: AbortSignal; onProgress(rows: number): void },
): Promise<number> {
  let count = 0;
  try {
    for await (const rows of pagesOf(db, subject, selection)) {
      await writer.write(rows);
      count += rows.length;
      onProgress(count);
      if (sink.isClosed()) return count;
      interruption.throwIfAborted();
    }
    await writer.finish();
    await sink.finish();
    return count;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
