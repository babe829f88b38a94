import { once } from "node:events";
import { open, rename, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import { EXIT, Failure, messageOf } from "../../failure.js";
import { isFolder, isSpecialFile } from "../../special-file.js";
import { visible } from "../../text/visible.js";

/** The destination of an export. */
export interface Sink {
  /** Resolves when more can be written, which limits what is buffered. */
  write(bytes: string | Uint8Array): Promise<void>;
  /** Whether the reader has gone away (`| head`). */
  isClosed(): boolean;
  bytes(): number;
  /** Completes the output. */
  finish(): Promise<void>;
  /** Discards what was written. */
  abort(): Promise<void>;
}

/** Standard output: unchanged, or on a terminal with control characters made visible. */
export function streamSink(stream: Writable & { isTTY?: boolean }): Sink {
  const decoder = new TextDecoder();
  const shown = (chunk: string | Uint8Array) =>
    visible(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
  let bytes = 0;
  let isClosed = false;
  stream.once("close", () => {
    isClosed = true;
  });
  stream.once("error", () => {
    isClosed = true;
  });
  return {
    async write(chunk) {
      if (isClosed) return;
      bytes += Buffer.byteLength(chunk);
      if (stream.write(stream.isTTY ? shown(chunk) : chunk)) return;
      await Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => {
        isClosed = true;
      });
    },
    isClosed: () => isClosed,
    bytes: () => bytes,
    finish: async () => {},
    abort: async () => {},
  };
}

/**
 * A file that appears complete or not at all: it is written to a temporary file beside its place, which is renamed at
 * the end. A device or a pipe is written to directly.
 * @throws Failure (exit 2) if it cannot be created, (exit 1) if it cannot be written completely.
 */
export async function fileSink(path: string): Promise<Sink> {
  const isSpecial = await isSpecialFile(path);
  const unfinished = isSpecial ? path : `${path}.${process.pid}.unfinished`;
  const failed = (exitCode: typeof EXIT.usage | typeof EXIT.failed) => (error: unknown) => {
    throw new Failure(
      exitCode,
      `${path} cannot be written: ${messageOf(error)}`,
      "Choose a file in an existing folder, on a disk with free space.",
      error,
    );
  };
  // Reported before the work, not when the finished file is renamed.
  if (await isFolder(path)) failed(EXIT.usage)("it is a folder");
  // Another user of a shared folder may have put a link or a file there; never write into it.
  if (!isSpecial) await rm(unfinished, { force: true }).catch(failed(EXIT.usage));
  const handle = await open(unfinished, isSpecial ? "w" : "wx", 0o600).catch(failed(EXIT.usage));
  let bytes = 0;
  return {
    async write(chunk) {
      const buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      bytes += buffer.length;
      await handle.appendFile(buffer).catch(failed(EXIT.failed));
    },
    isClosed: () => false,
    bytes: () => bytes,
    async finish() {
      // A pipe cannot be flushed and reports an error.
      if (!isSpecial) await handle.sync().catch(failed(EXIT.failed));
      await handle.close();
      if (!isSpecial) await rename(unfinished, path).catch(failed(EXIT.failed));
    },
    async abort() {
      await handle.close().catch(() => {});
      if (!isSpecial) await rm(unfinished, { force: true });
    },
  };
}
