import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "./failure.js";

/** What group and others may do, and what they may change. */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/**
 * Makes a folder for what is the user's alone, or takes an existing one that is: mode 0700, whatever the umask. One that
 * others can only read is closed to them, with all that is in it.
 * @throws Failure (exit 2) when others can write into it, with the command that mends it: what lies there may be theirs.
 */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { mode, uid } = statSync(path);
  if ((mode & OTHERS) === 0 || process.getuid === undefined) return;
  if ((mode & OTHERS_WRITE) !== 0)
    throw new Failure(
      EXIT.usage,
      `Others can write into ${path}, where igminer keeps personal data.`,
      `Check that nothing in it is theirs, then: chmod 700 '${path}'`,
    );
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

/**
 * Takes every right from group and others, of a folder and all that is in it; links are left alone, and what they lead to.
 * A thousand files take about ten milliseconds.
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
