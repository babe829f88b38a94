/** Rows held in memory, so that a file of any size can be read. */
const PAGE_ROWS = 2_000;

/** Reads the rows of a Parquet file one after the other. @throws Error if it is damaged. */
export async function* parquetRowsOf(path: string): AsyncGenerator<Record<string, unknown>> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const rows = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < rows; rowStart += PAGE_ROWS)
    yield* await parquetReadObjects({
      file,
      metadata,
      rowStart,
      rowEnd: Math.min(rows, rowStart + PAGE_ROWS),
    });
}
