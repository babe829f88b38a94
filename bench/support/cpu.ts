import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";

const TICKS_PER_SECOND = 100;

/** CPU time used, in seconds of user and system time. Linux. */
export interface CpuUsed {
  /** Of this process and its children that have ended. */
  client: number;
  /** Of the server's whole process tree, including processes that have ended. */
  server: number;
}

/** @returns a clock of the CPU time of this process with its children, and of a PostgreSQL on this machine. */
export async function cpuClock(databaseUrl: string): Promise<() => CpuUsed> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query("select pg_backend_pid() as pid");
  const { parent } = readProcess(rows[0].pid) as ProcessTimes;
  await client.end();
  return () => ({ client: readProcess(process.pid)?.used ?? 0, server: treeOf(parent) });
}

/** The CPU time between two readings. */
export const since = (now: CpuUsed, then: CpuUsed): CpuUsed => ({
  client: now.client - then.client,
  server: now.server - then.server,
});

interface ProcessTimes {
  parent: number;
  /** With the children that it has waited for. */
  used: number;
}

/** By proc(5), /proc/PID/stat; null if the process is gone. */
function readProcess(pid: number): ProcessTimes | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { parent: Number(fields[1]), used: ticks / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

function treeOf(root: number): number {
  let used = 0;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const one = readProcess(Number(entry));
    if (one !== null && (Number(entry) === root || one.parent === root)) used += one.used;
  }
  return used;
}
