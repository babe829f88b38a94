import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "../failure.js";
import { privateFolder } from "../private-folder.js";
import type { Picture } from "./picture.js";

/** The folder of pictures on this machine, each in a file named after its content. */
export interface PictureFiles {
  /** Keeps a picture; a crash leaves the whole file or none. @throws Failure (exit 1) when the disk does not take it, (exit 2) when others can write there. */
  keep(picture: Pick<Picture, "sha256" | "bytes">): Promise<void>;
  /** @returns the JPEG; null where this machine does not have it. */
  read(sha256: string): Promise<Buffer | null>;
  /** Deletes a picture. @returns whether this machine had it. */
  remove(sha256: string): Promise<boolean>;
}

/** @param dataDir the data directory (`IGMINER_DATA_DIR`). */
export function pictureFiles(dataDir: string): PictureFiles {
  const fileOf = (sha256: string) => join(dataDir, "pictures", sha256.slice(0, 2), `${sha256}.jpg`);
  return {
    async keep({ sha256, bytes }) {
      const file = fileOf(sha256);
      // Two accounts may show the same picture at the same time.
      const unfinished = `${file}.${randomUUID()}`;
      privateFolder(join(dataDir, "pictures"));
      try {
        await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
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
