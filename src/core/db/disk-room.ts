import { statfsSync } from "node:fs";
import { EXIT, Failure } from "../failure.js";

/**
 * Free space that the embedded database may need to open: it writes a segment of its log (16 MiB) ahead, and a new
 * database takes 43 MB in all (PGlite 0.5, measured 2026-11).
 */
const ROOM_TO_OPEN_BYTES = 48 * 1024 ** 2;

/**
 * The failure of the embedded database, or of a backup beside it, because of a full disk. PGlite itself gives no
 * reason.
 * @param folder an existing folder on that disk.
 * @returns null if the file system gave another reason, or the disk has room or cannot be checked.
 */
export function fullDiskFailure(folder: string, what: string, cause: unknown): Failure | null {
  if (!["ENOSPC", "EDQUOT", "53100", null].includes(systemCode(cause))) return null;
  const free = freeBytes(folder);
  if (free === null || free >= ROOM_TO_OPEN_BYTES) return null;
  return new Failure(
    EXIT.database,
    `${what}: the disk of ${folder} has only ${(free / 1e6).toFixed(1)} MB free.`,
    "Nothing that was saved is lost. Free some space, at least 50 MB, and run the command again.",
    cause,
  );
}

/** The error code of the file system, or PostgreSQL's SQLSTATE. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : systemCode(error.cause);
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
