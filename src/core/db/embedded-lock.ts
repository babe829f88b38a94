import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLock } from "fs-native-extensions";
import { EXIT, Failure } from "../failure.js";

const POLL_MS = 100;

/**
 * Takes the lock of an embedded data folder, waiting up to `timeoutMs`. It is an operating-system lock on an open file.
 * It ends with the process, however that dies, so it is never stale.
 * @param onWait called once if another process holds the lock.
 * @returns a function that releases the lock.
 * @throws Failure (exit 5) if the lock stays taken; the signal's reason when aborted.
 */
export async function lockEmbedded(
  folder: string,
  timeoutMs: number,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<() => Promise<void>> {
  const file: FileHandle = await open(join(folder, "lock"), "a+");
  const deadline = performance.now() + timeoutMs;
  try {
    for (let waited = false; !tryLock(file.fd); waited = true) {
      if (!waited) onWait();
      if (performance.now() >= deadline) {
        throw new Failure(
          EXIT.database,
          `Another igminer command has been using the embedded database in ${folder} for over ${timeoutMs / 1000} s.`,
          "Wait for it to end, or set DATABASE_URL to a PostgreSQL server, where commands run side by side.",
        );
      }
      await sleep(POLL_MS, undefined, signal ? { signal } : {});
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  return () => file.close();
}
