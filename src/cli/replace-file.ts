import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { isFolder, isSpecialFile } from "../core/special-file.js";

/**
 * Writes a temporary file beside the target and renames it, so that nobody ever reads half of it. Only this user can
 * read it, unless `forEverybody`. A device or a pipe is written to directly.
 * @throws Failure (exit 1) if it cannot be written.
 */
export async function replaceFile(path: string, text: string, { forEverybody = false } = {}): Promise<void> {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    if (await isSpecialFile(path)) {
      await writeFile(path, text);
      return;
    }
    if (await isFolder(path)) throw new Error("it is a folder");
    // Another user of a shared folder may have put a link or a file there; never write into it.
    await rm(unfinished, { force: true });
    await writeFile(unfinished, text, { mode: 0o600, flag: "wx" });
    if (forEverybody) await chmod(unfinished, 0o644);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw new Failure(
      EXIT.failed,
      `${path} cannot be written: ${messageOf(error)}`,
      "Check that the folder exists, that this user may write there, and that the disk has space.",
      error,
    );
  }
}
