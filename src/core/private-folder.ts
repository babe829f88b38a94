import { chmodSync, fchmodSync, fstatSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "./failure.js";
import { makeFolder } from "./make-folder.js";

/** Permission bits of group and others: all of them, and the write bits. */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/**
 * Creates a folder that only the user may access (mode 0700, whatever the umask), or accepts an existing one that nobody else can
 * write to.
 * @throws Failure (exit 2) if others can write to it, since they could replace its contents; the hint is the command that fixes it.
 */
function ownFolder(path: string): void {
  makeFolder(path, 0o700);
  requireNobodyElseWrites(path, statSync(path).mode);
}

/**
 * `ownFolder` for a folder that the user has chosen.
 * @param failure the failure for an error of the file system, such as a file in the folder's place.
 * @throws that failure, or as `ownFolder`.
 */
export function chosenFolder(path: string, failure: (error: unknown) => Failure): void {
  try {
    ownFolder(path);
  } catch (error) {
    throw error instanceof Failure ? error : failure(error);
  }
}

/** @throws Failure (exit 2) if the mode of a folder lets others write to it. */
export function requireNobodyElseWrites(path: string, mode: number): void {
  if ((mode & OTHERS_WRITE) === 0 || process.getuid === undefined) return;
  throw new Failure(
    EXIT.usage,
    `Others can write into ${path}, where igminer keeps personal data.`,
    `Check that nothing in it is theirs, then: chmod 700 '${path}'`,
  );
}

/**
 * The same for a folder that only igminer uses: if others can read it, it and everything in it is closed to them.
 * @throws Failure (exit 2) as `ownFolder`, or if it cannot be closed.
 */
export function privateFolder(path: string): void {
  ownFolder(path);
  const { mode, uid } = statSync(path);
  if ((mode & OTHERS) === 0 || process.getuid === undefined) return;
  if (uid !== process.getuid()) return;
  try {
    closeTree(path);
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `${path} can be read by others, and its permissions cannot be changed: ${messageOf(error)}`,
      `Run: chmod -R go= '${path}'`,
      error,
    );
  }
}

/** Removes the permissions of others from an open file of the user's, such as one that the shell created (`> file`). */
export function closeFile(descriptor: number): void {
  const stats = fstatSync(descriptor);
  if (stats.isFile() && (stats.mode & OTHERS) !== 0 && stats.uid === process.getuid?.())
    fchmodSync(descriptor, stats.mode & 0o700);
}

/**
 * Removes all permissions of group and others from a folder and everything in it. Symbolic links and their targets are left
 * alone. A thousand files take about ten milliseconds.
 */
export function closeTree(path: string): void {
  closed(path);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) closeTree(inner);
    else if (entry.isFile()) closed(inner);
  }
}

function closed(path: string): void {
  const { mode } = lstatSync(path);
  if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o700);
}
