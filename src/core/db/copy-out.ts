import type { Readable } from "node:stream";
import type pg from "pg";
import { type CopyData, separateCopyData } from "./copy-data.js";

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

/** Whether a statement is a `copy … to stdout`, whose result is bytes. */
export const copiesOut = (statement: string) => /^\s*copy \(/.test(statement);

/**
 * Runs a `copy (…) to stdout` and keeps the whole output in memory; to limit memory, select few rows at a time.
 * @throws the server's error, as the driver does.
 */
export function copyOut(client: pg.ClientBase, statement: string): Promise<CopyResult> {
  return new Promise((resolve, reject) => {
    let restore = () => {};
    let data: CopyData;
    // The members that pg requires of a custom query (lib/client.js, 8.23). After an error, none is called.
    const query = {
      submit(connection: pg.Connection) {
        const { stream } = connection as unknown as { stream: Readable };
        // The driver's reader; it is given all messages but the data.
        const readers = stream.listeners("data") as ((bytes: Buffer) => void)[];
        data = separateCopyData((bytes) => {
          for (const read of readers) read(bytes);
        });
        stream.removeAllListeners("data").on("data", data.take);
        restore = () => {
          stream.off("data", data.take);
          for (const read of readers) stream.on("data", read);
        };
        connection.query(statement);
      },
      handleCommandComplete() {},
      handleReadyForQuery() {
        restore();
        resolve(copied(data.contents(), data.messages()));
      },
      handleError(error: unknown) {
        restore();
        reject(error);
      },
    };
    client.query(query);
  });
}

/** The output as a result of the driver. */
export function copied(bytes: Uint8Array, lines: number): CopyResult {
  return { command: "COPY", rowCount: lines, rows: [{ bytes, lines }] };
}
