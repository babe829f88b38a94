import { stat } from "node:fs/promises";

/** Whether the path is a device, a pipe or a socket. Such a file is written to, never replaced. */
export async function isSpecialFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return !found.isFile() && !found.isDirectory();
  } catch {
    return false;
  }
}
