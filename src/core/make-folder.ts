import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Creates a folder and the missing ones above it. An existing folder is left as it is.
 *
 * Used in place of `mkdir` with `recursive: true`, which never returns (Node.js 20 to 24) where the system answers "no such
 * file" for a folder whose parent exists, as below /proc.
 * @param mode of the folders that are created.
 * @throws the system's error for the first folder that cannot be created.
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
