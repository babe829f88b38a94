import { createReadStream, existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { extract, pack } from "tar-fs";
import { DATABASE_FOLDER, embeddedFolder } from "../../db/embedded-folder.js";
import { EXIT, Failure, messageOf } from "../../failure.js";
import type { Sink } from "../export/sink.js";

/** The folder for pictures in a backup, named as in a data folder. */
const PICTURES = "pictures";

/**
 * Writes a database folder and the pictures as one compressed tar archive, which plain `tar` can read. Memory use does
 * not grow with the store.
 * @param databaseIn the data folder of a database that nobody has open.
 * @param picturesIn the data folder of the pictures, if any.
 */
export async function packStore(
  { databaseIn, picturesIn }: { databaseIn: string; picturesIn: string },
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const archive = pack(databaseIn, {
    entries: [DATABASE_FOLDER],
    finalize: false,
    finish: (begun) => {
      pack(picturesIn, { entries: existsSync(join(picturesIn, PICTURES)) ? [PICTURES] : [], pack: begun });
    },
  });
  await pipeline(
    archive,
    createGzip(),
    // Not an async function: an error thrown in one, such as a full disk, leaves the pipeline as a bare AbortError.
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        sink.write(chunk).then(() => done(), done);
      },
    }),
    { signal },
  );
}

/** zlib has one code for every kind of damage. */
function isNoGzip(error: unknown): boolean {
  return error instanceof Error && error.message === "incorrect header check";
}

/**
 * Unpacks an archive of `packStore`; any other entries are ignored.
 * @throws Failure (exit 2) if the file cannot be read, is damaged, or is not a backup.
 */
export async function unpackStore(file: string, folder: string, signal: AbortSignal): Promise<void> {
  const unpacked = extract(folder, {
    chown: false,
    ignore: (path, { type }) => {
      const [part = ""] = relative(folder, path).split("/");
      return (part !== DATABASE_FOLDER && part !== PICTURES) || (type !== "file" && type !== "directory");
    },
  });
  // If an archive is cut off inside an entry, the entry's own stream fails too, and may have no reader yet.
  unpacked.on("entry", (_header, entry: NodeJS.ReadableStream) => entry.on("error", () => {}));
  try {
    await pipeline(createReadStream(file), createGunzip(), unpacked, { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new Failure(
      EXIT.usage,
      `${file} cannot be read as a backup: ${isNoGzip(error) ? "it is not a gzip archive" : messageOf(error)}`,
      "Name a file that igminer backup has written, on a disk that has room for what is in it.",
      error,
    );
  }
  if (!existsSync(join(embeddedFolder(folder), "PG_VERSION")))
    throw new Failure(
      EXIT.usage,
      `${file} is no backup: there is no database in it.`,
      "Name a file that igminer backup has written; igminer import reads exports.",
    );
}
