import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, Failure } from "../failure.js";
import { makeFolder } from "../make-folder.js";
import { requireNobodyElseWrites } from "../private-folder.js";
import type { RunningProcess } from "./processes.js";

/** The folder of one browser: all that it may write to, and all that is removed with it. */
export interface ProfileFolder {
  /** For `--user-data-dir`. */
  profile: string;
  /** For the browser's own temporary files. */
  temporary: string;
  /** Records the browser's process id for whoever may have to clean up after us. */
  noteBrowser(pid: number): Promise<void>;
  /** Kills the processes that still use the folder, and removes it. */
  remove(): Promise<void>;
}

const OWNER = ".owner";
const GONE_WITHIN_MS = 5_000;
const POLL_MS = 20;

/** @returns the folder that holds all browser folders of this user; the same for every igminer command. */
export function browsersFolder(): string {
  return join(tmpdir(), `igminer-browsers-${process.getuid?.() ?? "user"}`);
}

/**
 * Creates a folder for one browser, beside a file that this process keeps locked. The lock is the operating system's: it ends
 * with the process, however that dies, and cannot go stale, unlike a process id, which may be reused. So a folder whose file
 * can be locked has no owner any more, and `removeLeftovers` removes it.
 */
export async function makeProfileFolder(root: string): Promise<ProfileFolder> {
  await makeOwnFolder(root);
  const { name, owner } = await newOwner(root);
  const folder = join(root, name);
  const [profile, temporary] = [join(folder, "profile"), join(folder, "tmp")];
  makeFolder(profile);
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
 * Kills the browsers and removes the folders that dead igminer processes have left. Those of living processes are not
 * touched.
 * @returns the number of folders removed.
 */
export async function removeLeftovers(root: string): Promise<number> {
  const found = await lstat(root).catch(() => null);
  // Somebody else's folder of this name may list processes to be killed that are none of ours.
  if (found === null || !isOwn(found)) return 0;
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

/** In a temporary folder shared by all users the name may belong to somebody else: then it is not used. */
async function makeOwnFolder(root: string): Promise<void> {
  makeFolder(root, 0o700);
  const found = await lstat(root);
  if (isOwn(found)) {
    requireNobodyElseWrites(root, found.mode);
    return;
  }
  throw new Failure(
    EXIT.usage,
    `${root}, the folder for browser profiles, does not belong to you.`,
    "Remove it, or set TMPDIR to a folder of your own.",
  );
}

function isOwn(found: Stats): boolean {
  return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
}

/** The file is created before the folder and removed after it, so there is never a folder without a file. */
async function newOwner(root: string): Promise<{ name: string; owner: FileHandle }> {
  for (;;) {
    const name = randomUUID().slice(0, 8);
    const path = join(root, name + OWNER);
    const owner = await open(path, "wx+", 0o600);
    // Before the lock was taken, a sweep may have taken the file for a leftover: then it is locked or deleted.
    if ((await takeLock(owner)) && (await isSameFile(owner, path))) return { name, owner };
    await owner.close();
  }
}

/** Tries to take the lock. The native module is loaded only here, since most runs have nothing to lock. */
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

/** Kills the processes that certainly belong to a folder, and waits until they are gone. */
async function endUsersOf(folder: string, browserPid: number | null): Promise<void> {
  const { listProcesses } = await import("./processes.js");
  const deadline = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const users = usersOf(folder, browserPid, await listProcesses(process.platform));
    if (users.length === 0 || performance.now() >= deadline) return;
    for (const { pid, groupId } of users) kill(groupId === pid ? -pid : pid);
    await sleep(POLL_MS);
  }
}

/**
 * A browser has the folder in its arguments and leads a process group. Its child processes do not name the folder, but are in
 * that group. If the browser itself is dead, the group keeps its number, which cannot be reused while it exists.
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
