import type pg from "pg";

/** The result of `copy (…) to stdout`: one row with the whole output. */
export interface Copied {
  bytes: Uint8Array;
  /** Rows of the query; one may take several lines of text. */
  lines: number;
}

export interface CopyResult {
  command: "COPY";
  rowCount: number;
  rows: [Copied];
}

const FIRST_BYTES = 256 * 1_024;

/** Whether a statement is a `copy … to stdout`, whose result is bytes. */
export const copiesOut = (statement: string) => /^\s*copy \(/.test(statement);

/**
 * Runs a `copy (…) to stdout` and keeps the whole output in memory; to limit memory, select few rows at a time.
 * @throws the server's error, as the driver does.
 */
export function copyOut(client: pg.ClientBase, statement: string): Promise<CopyResult> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.allocUnsafe(FIRST_BYTES);
    let length = 0;
    let lines = 0;
    // The members that pg requires of a custom query (lib/client.js, 8.23). After an error, none is called.
    const query = {
      submit(connection: pg.Connection) {
        connection.query(statement);
      },
      // The driver reuses its buffer, so the chunk is copied.
      handleCopyData({ chunk }: { chunk: Uint8Array }) {
        if (length + chunk.length > bytes.length) {
          const larger = Buffer.allocUnsafe(2 * (length + chunk.length));
          bytes.copy(larger, 0, 0, length);
          bytes = larger;
        }
        bytes.set(chunk, length);
        length += chunk.length;
        lines++;
      },
      handleCommandComplete() {},
      handleReadyForQuery() {
        resolve(copied(bytes.subarray(0, length), lines));
      },
      handleError: reject,
    };
    client.query(query);
  });
}

/** The output as a result of the driver. */
export function copied(bytes: Uint8Array, lines: number): CopyResult {
  return { command: "COPY", rowCount: lines, rows: [{ bytes, lines }] };
}
