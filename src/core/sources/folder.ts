import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * @returns the files in a folder and its subfolders, sorted by path. Symbolic links are not followed, as with `find`
 * and `tar`, since they may lead out of the folder or form a loop. Pipes and devices are left out. Stops early when
 * interrupted.
 */
export async function filesBelow(folder: string, interruption?: AbortSignal): Promise<string[]> {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (interruption?.aborted) break;
    for (const entry of await readdir(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) files.push(path);
    }
  }
  return files.sort();
}
