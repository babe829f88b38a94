import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 10;

/**
 * Runs `work` while nobody else changes the files of a folder: neither another order of this run, nor another command.
 * It holds an operating system's lock on a file there, which ends with the process, however that dies.
 */
export async function aloneIn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { tryLock } = await import("fs-native-extensions");
  const file = await open(join(folder, ".lock"), "a", 0o600);
  try {
    while (!tryLock(file.fd)) await sleep(POLL_MS);
    return await work();
  } finally {
    await file.close();
  }
}
