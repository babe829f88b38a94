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

/** Whether a folder lies at a path: no file can take its place. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
