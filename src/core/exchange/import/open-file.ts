import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { EXIT, Failure, messageOf } from "../../failure.js";
import { filesBelow } from "../../sources/folder.js";
import { isZip, namesInZip, openInZip } from "./zip.js";

export interface ImportFile {
  /** Where it can be read from any place; null: only from its beginning to its end. */
  path: string | null;
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

const READABLE = /\.(json|jsonl|ndjson|csv|tsv|parquet)(\.(gz|xz))?$/i;
/** In Instaloader's folders: where it stopped, to go on from there. (A .txt there is a caption.) */
const BOOKMARK = /(^|\/)iterator_[^/]*$/;
/** Instaloader names a post after its time: `2024-05-31_17-02-11_UTC.json.xz`. */
const NAMED_AFTER_TIME = /\/\d{4}-\d\d-\d\d_[^/]*$/;
const GZIP = Buffer.from([0x1f, 0x8b]);
const XZ = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** Between the path of a ZIP and the name of a file in it. */
const IN_ZIP = "!/";
/** Of *Download your information*, the lists of followers and of who is followed; the rest (messages, settings) is left alone. */
const OF_DOWNLOAD = /(^|[/\\])followers_and_following[/\\](followers(_\d+)?|following)\.(json|html)$/;

/**
 * Replaces each folder, and each ZIP, by the files in it that can be imported, profiles before the posts that hang on them. A
 * list of names (.txt) has to be named itself. Ends early when interrupted.
 * @throws Failure (exit 2) when a path is not there, or a ZIP is damaged or holds nothing that can be imported.
 */
export async function filesOf(paths: readonly string[], interruption?: AbortSignal): Promise<string[]> {
  const lists: string[][] = [];
  for (const path of paths) {
    if (path === "-") lists.push([path]);
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

/** Opens a file, a file in a ZIP, or standard input (`-`). @throws Failure (exit 2) when it cannot be opened. */
export async function openImportFile(path: string, stdin: Readable): Promise<ImportFile> {
  if (path === "-") return fileOf(null, "standard input", stdin, { size: null, mtime: null });
  const at = path.indexOf(IN_ZIP);
  const zip = path.slice(0, at);
  if (at > 0 && (await isZip(zip).catch(() => false))) {
    const name = path.slice(at + IN_ZIP.length);
    const { content, sizeBytes, modifiedAt } = await openInZip(zip, name).catch(unreadable(path));
    return fileOf(null, path, content, { size: sizeBytes, mtime: modifiedAt });
  }
  const handle = await open(path).catch(unreadable(path));
  const { size, mtime } = await handle.stat();
  await handle.close();
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
