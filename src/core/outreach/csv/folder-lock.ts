import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SourceError } from "../../source-error.js";

const POLL_MS = 10;
/** Whoever holds the lock writes small files. Only a stopped process holds it for so long. */
const PATIENCE_MS = 30_000;

/**
 * Runs `work` while nobody else changes the files of a folder: neither another order of this run, nor another command.
 * It holds an operating system's lock on a file there, which ends with the process, however that dies.
 * @throws SourceError "transient" if somebody holds the lock for half a minute; the signal's reason when aborted.
 */
export async function aloneIn<T>(folder: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { tryLock } = await import("fs-native-extensions");
  const file = await open(join(folder, ".lock"), "a", 0o600);
  try {
    for (const endsAtMs = performance.now() + PATIENCE_MS; !tryLock(file.fd); ) {
      if (performance.now() >= endsAtMs)
        throw new SourceError("transient", `csv: another command has been changing ${folder} for too long`);
      await sleep(POLL_MS, undefined, { signal });
    }
    return await work();
  } finally {
    await file.close();
  }
}
