import { stat } from "node:fs/promises";

/** Whether a device, a pipe or a socket lies at a path: it is written to, and never replaced by a file. */
export async function isSpecialFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return !found.isFile() && !found.isDirectory();
  } catch {
    return false;
  }
}
