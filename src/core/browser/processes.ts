import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** A process of this machine. */
export interface RunningProcess {
  pid: number;
  groupId: number;
  /** Program and arguments, separated by spaces. */
  commandLine: string;
}

/**
 * Lists the processes of this machine, except those without a command line (kernel threads, zombies). Empty on Windows. Linux
 * is read from `/proc`, since slim images have no `ps`.
 */
export async function listProcesses(platform: NodeJS.Platform): Promise<RunningProcess[]> {
  if (platform === "win32") return [];
  return platform === "linux" ? fromProc() : fromPs();
}

async function fromProc(): Promise<RunningProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(readProcess));
  return found.filter((process) => process !== null);
}

async function readProcess(pid: string): Promise<RunningProcess | null> {
  try {
    const [commandLine, stat] = await Promise.all(
      ["cmdline", "stat"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
    );
    if (!commandLine || !stat) return null;
    // proc(5): `pid (name) state ppid pgrp …`; the name may contain spaces and brackets.
    const groupId = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
    return { pid: Number(pid), groupId, commandLine: commandLine.replaceAll("\0", " ") };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The process has ended in the meantime.
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}

async function fromPs(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "pid=,pgid=,args="], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, groupId, commandLine] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? [];
    return commandLine === undefined ? [] : [{ pid: Number(pid), groupId: Number(groupId), commandLine }];
  });
}
