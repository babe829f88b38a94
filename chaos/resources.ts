import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

const PAGE_BYTES = 4_096;
const MEGABYTE = 1_000_000;

/** The resources that an installation's processes hold at one moment. */
export interface Held {
  processes: number;
  /** Resident memory of igminer's largest process, in megabytes. */
  largestMb: number;
  /** Open files and sockets of the process that has most. */
  mostHandles: number;
  chromium: number;
}

/** Whether this system shows what processes hold: Linux does, in /proc. */
export function tellsHoldings(): boolean {
  try {
    return readdirSync("/proc/self/fd").length > 0;
  } catch {
    return false;
  }
}

/**
 * Measures an installation's processes.
 * @param mark a text, such as a private folder, in the environment or arguments of all its processes. This also finds
 * orphaned ones.
 * @returns what they hold now.
 */
export function heldBy(mark: string): Held {
  const held: Held = { processes: 0, largestMb: 0, mostHandles: 0, chromium: 0 };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue;
    try {
      const isOurs = ["environ", "cmdline"].some((file) =>
        readFileSync(`/proc/${pid}/${file}`, "utf8").includes(mark),
      );
      if (!isOurs || isZombie(pid)) continue;
      if (!/node/.test(readlinkSync(`/proc/${pid}/exe`))) {
        held.chromium++;
        continue;
      }
      held.processes++;
      const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
      held.largestMb = Math.max(held.largestMb, (pages * PAGE_BYTES) / MEGABYTE);
      held.mostHandles = Math.max(held.mostHandles, readdirSync(`/proc/${pid}/fd`).length);
    } catch {
      // It ended in the meantime.
    }
  }
  return held;
}

function isZombie(pid: string): boolean {
  return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** @returns the number of files in a folder and its subfolders. */
export function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    try {
      return statSync(join(folder, name)).isFile();
    } catch {
      return false;
    }
  }).length;
}
