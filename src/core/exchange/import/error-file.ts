import { type FileHandle, open } from "node:fs/promises";
import { EXIT, Failure, messageOf } from "../../failure.js";
import type { BadItem } from "./run-import.js";

export interface ErrorFile {
  write(items: readonly BadItem[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * A file with one JSON object per item that was not imported: `file`, `line` or `item`, `error`, `excerpt`. The
 * contents of an earlier run are replaced.
 * @throws Failure (exit 2) if it cannot be written.
 */
export async function openErrorFile(path: string): Promise<ErrorFile> {
  const cannotWrite = (error: unknown): never => {
    throw new Failure(
      EXIT.usage,
      `--error-file ${path} cannot be written: ${messageOf(error)}`,
      "Choose a file of your own, in an existing folder.",
      error,
    );
  };
  const handle: FileHandle = await open(path, "w", 0o600).catch(cannotWrite);
  // An existing file may be readable by others.
  if ((await handle.stat()).isFile()) await handle.chmod(0o600).catch(cannotWrite);
  return {
    async write(items) {
      const lines = items.map(
        ({ file, unit, number, error, excerpt }) =>
          `${JSON.stringify({ file, [unit]: number, error, excerpt })}\n`,
      );
      await handle.appendFile(lines.join(""));
    },
    close: () => handle.close(),
  };
}
