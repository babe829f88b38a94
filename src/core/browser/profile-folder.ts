import { randomUUID } from "node:crypto";
import { type FileHandle, lstat, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, Failure } from "../failure.js";
import { listProcesses, type RunningProcess } from "./processes.js";

/** What one browser may write to, and what is killed and removed with it. */
export interface ProfileFolder {
  /** For `--user-data-dir`. */
  profile: string;
  /** For the browser's own temporary files. */
  temporary: string;
  /** Notes the browser's process for whoever may have to clean up after us. */
  noteBrowser(pid: number): Promise<void>;
  /** Ends what still uses the folder, and removes it. */
  remove(): Promise<void>;
}

const OWNER = ".owner";
const GONE_WITHIN_MS = 5_000;
const POLL_MS = 20;

/** @returns where this user's browsers have their folders; the same for every igminer command. */
export function browsersFolder(): string {
  return join(tmpdir(), `igminer-browsers-${process.getuid?.() ?? "user"}`);
}

/**
 * Makes a folder for one browser. Beside it stands a file that this process keeps locked: a lock of the operating system,
 * which ends with the process however that dies and never is stale, unlike a process number that may be somebody
 * else's by now. So a folder whose file can be locked is nobody's, and `removeLeftovers` takes it.
 */
export async function makeProfileFolder(root: string): Promise<ProfileFolder> {
  await makeOwnFolder(root);
  const { name, owner } = await newOwner(root);
  const folder = join(root, name);
  const [profile, temporary] = [join(folder, "profile"), join(folder, "tmp")];
  await mkdir(profile, { recursive: true });
  await mkdir(temporary);
  return {
    profile,
    temporary,
    async noteBrowser(pid) {
      await owner.write(String(pid), 0);
    },
    async remove() {
      await removeFolder(root, name, owner);
    },
  };
}

/**
 * Kills the browsers and removes the folders that igminer processes left when they died. A living one's are not touched.
 * @returns how many folders were removed.
 */
export async function removeLeftovers(root: string): Promise<number> {
  let removed = 0;
  for (const entry of await entriesOf(root)) {
    if (!entry.endsWith(OWNER)) continue;
    const owner = await openIfThere(join(root, entry));
    if (owner === null) continue;
    if (await takeLock(owner)) {
      await removeFolder(root, entry.slice(0, -OWNER.length), owner);
      removed++;
    } else await owner.close();
  }
  return removed;
}

/** In a folder that all users share, a name may be taken by somebody else: then nothing is put there. */
async function makeOwnFolder(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const found = await lstat(root);
  if (found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())) return;
  throw new Failure(
    EXIT.usage,
    `${root}, the folder for browser profiles, does not belong to you.`,
    "Remove it, or set TMPDIR to a folder of your own.",
  );
}

/** The file comes before the folder and goes after it: a folder without one cannot be. */
async function newOwner(root: string): Promise<{ name: string; owner: FileHandle }> {
  for (;;) {
    const name = randomUUID().slice(0, 8);
    const path = join(root, name + OWNER);
    const owner = await open(path, "wx+", 0o600);
    // Between these two a sweep may have taken the file for a leftover: then it is locked, or gone.
    if ((await takeLock(owner)) && (await isSameFile(owner, path))) return { name, owner };
    await owner.close();
  }
}

/** Asks for the lock. The native module is loaded when it is needed: by far the most runs have nothing to lock. */
async function takeLock(file: FileHandle): Promise<boolean> {
  const { tryLock } = await import("fs-native-extensions");
  return tryLock(file.fd);
}

async function isSameFile(file: FileHandle, path: string): Promise<boolean> {
  const [held, named] = await Promise.all([file.stat(), stat(path).catch(() => null)]);
  return named?.ino === held.ino;
}

/** @param owner locked; closed at the end. */
async function removeFolder(root: string, name: string, owner: FileHandle): Promise<void> {
  const folder = join(root, name);
  await endUsersOf(folder, Number(await owner.readFile("utf8")) || null);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  await rm(join(root, name + OWNER), { force: true });
  await owner.close();
}

/** Kills what provably belongs to a folder, and waits until it is gone. */
async function endUsersOf(folder: string, browserPid: number | null): Promise<void> {
  const deadline = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const users = usersOf(folder, browserPid, await listProcesses(process.platform));
    if (users.length === 0 || performance.now() >= deadline) return;
    for (const { pid, groupId } of users) kill(groupId === pid ? -pid : pid);
    await sleep(POLL_MS);
  }
}

/**
 * A browser names the folder in its arguments and leads a process group; its children name it nowhere, and are in that
 * group. Where the browser itself is dead, its group still has its number, which nobody else can have got meanwhile.
 */
function usersOf(
  folder: string,
  browserPid: number | null,
  processes: readonly RunningProcess[],
): RunningProcess[] {
  const browsers = processes.filter(({ commandLine }) => commandLine.includes(`--user-data-dir=${folder}`));
  const isLeaderAlive = processes.some(({ pid }) => pid === browserPid);
  const orphans = processes.filter(
    ({ groupId, commandLine }) =>
      !isLeaderAlive && groupId === browserPid && commandLine.includes(" --type="),
  );
  return [...browsers, ...orphans];
}

function kill(target: number): void {
  try {
    process.kill(target, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function entriesOf(root: string): Promise<string[]> {
  try {
    return await readdir(root);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
