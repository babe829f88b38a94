import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { EXIT, Failure, messageOf } from "../../failure.js";
import { filesBelow } from "../../sources/folder.js";
import { asUtf8 } from "../../text/utf16.js";
import { isZip, namesInZip, openInZip } from "./zip.js";

export interface ImportFile {
  /** The path of a file that allows random access, or null if it can only be read sequentially. */
  path: string | null;
  /** The name for messages: the path, or "standard input". */
  label: string;
  /** Size on the disk in bytes, or null if unknown. */
  sizeBytes: number | null;
  /** When the file was last written; null for standard input. */
  modifiedAt: Date | null;
  /** Bytes read from the disk so far. */
  bytesRead(): number;
  /** The content, decompressed if it is gzip or xz (recognised by its first bytes, whatever its name), and UTF-8 if it is UTF-16. */
  content: AsyncIterable<Buffer>;
}

const READABLE = /\.(json|jsonl|ndjson|csv|tsv|parquet)(\.(gz|xz))?$/i;
/** Where Instaloader stopped, so that it can continue from there. (In its folders, a .txt is a caption.) */
const BOOKMARK = /(^|\/)iterator_[^/]*$/;
/** Instaloader names a post after its time: `2024-05-31_17-02-11_UTC.json.xz`. */
const NAMED_AFTER_TIME = /\/\d{4}-\d\d-\d\d_[^/]*$/;
const GZIP = Buffer.from([0x1f, 0x8b]);
const XZ = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** Separates the path of a ZIP from the name of a file in it. */
const IN_ZIP = "!/";
/**
 * The lists of followers and followed accounts in *Download your information*; the rest (messages, settings) is never
 * read.
 */
const OF_DOWNLOAD = /(^|[/\\])followers_and_following[/\\](followers(_\d+)?|following)\.(json|html)$/;

/**
 * Replaces each folder and each ZIP by the files in it that can be imported, with profiles before their posts. A list
 * of names (.txt) must be given itself. Stops early when interrupted.
 * @throws Failure (exit 2) if a path does not exist, or a ZIP is damaged or holds nothing that can be imported.
 */
export async function filesOf(paths: readonly string[], interruption?: AbortSignal): Promise<string[]> {
  const lists: string[][] = [];
  for (const path of paths) {
    if (await isReadOnce(path)) lists.push([path]);
    else if ((await stat(path).catch(unreadable(path))).isDirectory())
      lists.push(importable(await filesBelow(path, interruption)));
    else if (await isZip(path).catch(unreadable(path))) lists.push(await filesInZip(path));
    else lists.push([path]);
  }
  return lists.flat();
}

async function filesInZip(path: string): Promise<string[]> {
  const names = importable(await namesInZip(path).catch(unreadable(path)));
  if (names.length > 0) return names.map((name) => `${path}${IN_ZIP}${name}`);
  throw new Failure(
    EXIT.usage,
    `${path} is a ZIP without a file that can be imported.`,
    "From Instagram's download, use the ZIP that contains connections/followers_and_following.",
  );
}

function importable(files: readonly string[]): string[] {
  const ofDownload = files.filter((file) => OF_DOWNLOAD.test(file));
  if (ofDownload.length > 0) return ofDownload;
  const turn = (file: string) => Number(NAMED_AFTER_TIME.test(file));
  return files
    .filter((file) => READABLE.test(file) && !BOOKMARK.test(file))
    .sort((a, b) => turn(a) - turn(b) || (a < b ? -1 : 1));
}

/** Whether a path can be read only once, from front to back: standard input (`-`), a FIFO, or a shell's `<(…)`. */
export async function isReadOnce(path: string): Promise<boolean> {
  if (path === "-") return true;
  const stats = await stat(path).catch(() => null);
  return stats !== null && (stats.isFIFO() || stats.isSocket());
}

/** Opens a file, a file in a ZIP, or standard input (`-`). @throws Failure (exit 2) if it cannot be opened. */
export async function openImportFile(path: string, stdin: Readable): Promise<ImportFile> {
  if (path === "-") return fileOf(null, "standard input", stdin, { size: null, mtime: null });
  const at = path.indexOf(IN_ZIP);
  const zip = path.slice(0, at);
  if (at > 0 && (await isZip(zip).catch(() => false))) {
    const name = path.slice(at + IN_ZIP.length);
    const { content, sizeBytes, modifiedAt } = await openInZip(zip, name).catch(unreadable(path));
    return fileOf(null, path, content, { size: sizeBytes, mtime: modifiedAt });
  }
  if (await isReadOnce(path)) return fileOf(null, path, createReadStream(path), { size: null, mtime: null });
  const handle = await open(path).catch(unreadable(path));
  const stats = await handle.stat();
  await handle.close();
  if (stats.isDirectory()) unreadable(path)("it is a folder");
  const { size, mtime } = stats;
  return fileOf(path, path, createReadStream(path, { highWaterMark: 256 * 1_024 }), { size, mtime });
}

function fileOf(
  path: string | null,
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
    path,
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
  // A pipe may deliver a single byte first.
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
  } else yield* asUtf8(following(first, raw));
}

async function* following(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** `pipe` does not pass errors on; without this, an unreadable disk would look like a file that never ends. */
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
