import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "../failure.js";
import { makeFolder } from "../make-folder.js";
import { privateFolder } from "../private-folder.js";
import type { Picture } from "./picture.js";

/** The pictures stored on this machine, each in a file named after its content. */
export interface PictureFiles {
  /**
   * Stores a picture; after a crash the file is either complete or missing.
   * @throws Failure (exit 1) if writing fails, (exit 2) if others can write to the folder.
   */
  keep(picture: Pick<Picture, "sha256" | "bytes">): Promise<void>;
  /** Whether this machine has the file of a picture; an empty file, as a power cut leaves it, is none. */
  has(sha256: string): Promise<boolean>;
  /** Lists the pictures whose file on this machine was written before a time (ms since 1970), one folder at a time. */
  list(beforeMs: number): AsyncGenerator<string[]>;
  /** Deletes what killed runs have left half written before a time (ms since 1970). @returns the number of files. */
  removeUnfinished(beforeMs: number): Promise<number>;
  /** @returns the JPEG, or null if this machine does not have it. */
  read(sha256: string): Promise<Buffer | null>;
  /** Deletes a picture. @returns whether this machine had it. */
  remove(sha256: string): Promise<boolean>;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** @param dataDir the data directory (`IGMINER_DATA_DIR`). */
export function pictureFiles(dataDir: string): PictureFiles {
  const fileOf = (sha256: string) => join(dataDir, "pictures", sha256.slice(0, 2), `${sha256}.jpg`);

  async function* oldFiles(beforeMs: number): AsyncGenerator<{ folder: string; names: string[] }> {
    const root = join(dataDir, "pictures");
    for (const each of await namesIn(root)) {
      const folder = join(root, each);
      const names = [];
      for (const name of await namesIn(folder)) {
        const written = await stat(join(folder, name)).catch(() => null);
        if (written !== null && written.mtimeMs < beforeMs) names.push(name);
      }
      yield { folder, names };
    }
  }

  return {
    async keep({ sha256, bytes }) {
      const file = fileOf(sha256);
      // Two accounts may show the same picture at the same time.
      const unfinished = `${file}.${randomUUID()}`;
      privateFolder(dataDir);
      privateFolder(join(dataDir, "pictures"));
      try {
        makeFolder(join(file, ".."), 0o700);
        await writeFile(unfinished, bytes, { mode: 0o600 });
        await rename(unfinished, file);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw new Failure(
          EXIT.failed,
          `The picture ${file} cannot be written: ${messageOf(error)}`,
          "Check that the folder can be written and the disk is not full, or set IGMINER_DATA_DIR.",
          error,
        );
      }
    },
    has: (sha256) =>
      stat(fileOf(sha256)).then(
        ({ size }) => size > 0,
        () => false,
      ),
    async *list(beforeMs) {
      for await (const { names } of oldFiles(beforeMs))
        yield names.flatMap((name) => /^([0-9a-f]{64})\.jpg$/.exec(name)?.[1] ?? []);
    },
    async removeUnfinished(beforeMs) {
      let removed = 0;
      for await (const { folder, names } of oldFiles(beforeMs)) {
        const unfinished = names.filter((name) => /^[0-9a-f]{64}\.jpg\./.test(name));
        for (const name of unfinished) await rm(join(folder, name), { force: true });
        removed += unfinished.length;
      }
      return removed;
    },
    async read(sha256) {
      try {
        return await readFile(fileOf(sha256));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    async remove(sha256) {
      try {
        await rm(fileOf(sha256));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
        throw error;
      }
    },
  };
}
