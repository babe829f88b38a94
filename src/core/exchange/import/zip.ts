import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { type Entry, open as openZip, type ZipFile } from "yauzl";

/** "PK\3\4": a ZIP that is not empty (APPNOTE.TXT 4.3.7). */
const SIGNATURE = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** Whether a file is a ZIP, regardless of its name. */
export async function isZip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SIGNATURE.length), 0, SIGNATURE.length, 0);
    return bytesRead === SIGNATURE.length && buffer.equals(SIGNATURE);
  } finally {
    await handle.close();
  }
}

/** @returns the names of the files in a ZIP. @throws Error if it is damaged. */
export async function namesInZip(path: string): Promise<string[]> {
  const names: string[] = [];
  await eachEntry(path, async ({ fileName }) => {
    if (!fileName.endsWith("/")) names.push(fileName);
    return false;
  });
  return names;
}

/** Opens one file in a ZIP, which is closed once the content has been read. @throws Error if the file is not in it. */
export async function openInZip(
  path: string,
  name: string,
): Promise<{ content: Readable; sizeBytes: number; modifiedAt: Date }> {
  let found: { content: Readable; sizeBytes: number; modifiedAt: Date } | null = null;
  await eachEntry(path, async (entry, zip) => {
    if (entry.fileName !== name) return false;
    const content = await promisify<Entry, Readable>(zip.openReadStream.bind(zip))(entry);
    found = { content, sizeBytes: entry.uncompressedSize, modifiedAt: entry.getLastModDate() };
    return true;
  });
  if (found === null) throw new Error(`${name} is not in ${path}`);
  return found;
}

/** Visits the entries one by one until `visit` returns a result. */
async function eachEntry(
  path: string,
  visit: (entry: Entry, zip: ZipFile) => Promise<boolean>,
): Promise<void> {
  const zip = await promisify<string, { lazyEntries: boolean }, ZipFile>(openZip)(path, {
    lazyEntries: true,
  });
  await new Promise<void>((resolve, reject) => {
    zip.once("error", reject);
    zip.once("end", resolve);
    zip.on("entry", (entry: Entry) => {
      visit(entry, zip).then((isEnough) => (isEnough ? resolve() : zip.readEntry()), reject);
    });
    zip.readEntry();
  });
}
