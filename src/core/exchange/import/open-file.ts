import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { EXIT, Failure, messageOf } from "../../failure.js";

export interface ImportFile {
  /** As in messages: the path, or "standard input". */
  label: string;
  /** Bytes on the disk; null where they cannot be known. */
  sizeBytes: number | null;
  /** When the file was last written; null for standard input. */
  modifiedAt: Date | null;
  /** Bytes read from the disk so far. */
  bytesRead(): number;
  /** The content, unpacked where it is gzip or xz (told by its first bytes, whatever its name). */
  content: AsyncIterable<Buffer>;
}

const READABLE = /\.(json|jsonl|ndjson|csv|tsv)(\.(gz|xz))?$/i;
/** In Instaloader's folders: where it stopped, to go on from there. (A .txt there is a caption.) */
const BOOKMARK = /(^|\/)iterator_[^/]*$/;
/** Instaloader names a post after its time: `2024-05-31_17-02-11_UTC.json.xz`. */
const NAMED_AFTER_TIME = /\/\d{4}-\d\d-\d\d_[^/]*$/;
const GZIP = Buffer.from([0x1f, 0x8b]);
const XZ = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/**
 * Replaces each folder by the files in it that can be imported, profiles before the posts that hang on them. A list of
 * names (.txt) has to be named itself.
 * @throws Failure (exit 2) when a path is not there.
 */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      if (path === "-" || !(await stat(path).catch(unreadable(path))).isDirectory()) return [path];
      const names = await readdir(path, { recursive: true });
      const files = names
        .filter((name) => READABLE.test(name) && !BOOKMARK.test(name))
        .map((name) => join(path, name));
      const turn = (file: string) => Number(NAMED_AFTER_TIME.test(file));
      return files.sort((a, b) => turn(a) - turn(b) || (a < b ? -1 : 1));
    }),
  );
  return lists.flat();
}

/** Opens a file, or standard input (`-`). @throws Failure (exit 2) when it cannot be opened. */
export async function openImportFile(path: string, stdin: Readable): Promise<ImportFile> {
  if (path === "-") return fileOf("standard input", stdin, { size: null, mtime: null });
  const handle = await open(path).catch(unreadable(path));
  const { size, mtime } = await handle.stat();
  await handle.close();
  return fileOf(path, createReadStream(path, { highWaterMark: 256 * 1_024 }), { size, mtime });
}

function fileOf(
  label: string,
  raw: Readable,
  { size, mtime }: { size: number | null; mtime: Date | null },
): ImportFile {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of raw as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  return {
    label,
    sizeBytes: size,
    modifiedAt: mtime,
    bytesRead: () => bytes,
    content: unpacked(counted()),
  };
}

async function* unpacked(raw: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const head: Buffer[] = [];
  let known = 0;
  // A pipe may hand over a single byte first.
  while (known < XZ.length) {
    const next = await raw.next();
    if (next.done) break;
    head.push(next.value);
    known += next.value.length;
  }
  const first = Buffer.concat(head);
  const all = Readable.from(following(first, raw));
  if (first.subarray(0, GZIP.length).equals(GZIP)) {
    yield* all.pipe(passingErrors(all, createGunzip())) as AsyncIterable<Buffer>;
  } else if (first.subarray(0, XZ.length).equals(XZ)) {
    const { default: xz } = await import("xz-decompress");
    const stream = new xz.XzReadableStream(Readable.toWeb(all) as ReadableStream<Uint8Array>);
    try {
      for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>)
        yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    } catch (error) {
      throw new Error(`its xz data is damaged or cut off (${messageOf(error)})`, { cause: error });
    }
  } else yield* following(first, raw);
}

async function* following(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** `pipe` does not hand errors on; an unreadable disk would look like a file that never ends. */
function passingErrors<Target extends { destroy(error: Error): unknown }>(
  from: Readable,
  to: Target,
): Target {
  from.once("error", (error) => to.destroy(error));
  return to;
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    throw new Failure(
      EXIT.usage,
      `${path} cannot be read: ${messageOf(error)}`,
      "Give files, folders of them, or - for standard input.",
      error,
    );
  };
}
