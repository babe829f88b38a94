import { spawnSync } from "node:child_process";
import { EXIT, Failure } from "../core/failure.js";

const OTHER_WAY = "Without cron, use: igminer schedule print --format systemd";

/** @returns the user's crontab, empty if there is none. @throws Failure (exit 1) if cron is missing or refuses. */
export function readCrontab(): string {
  const { error, status, stdout, stderr } = runCrontab(["-l"], "");
  if (error === undefined && status === 0) return stdout;
  // POSIX defines no exit code for "there is none", but all implementations use these words.
  if (error === undefined && /no crontab/i.test(stderr)) return "";
  throw refused("read", error?.message ?? stderr);
}

/** Replaces the user's crontab. @throws Failure (exit 1) if cron is missing or refuses. */
export function writeCrontab(text: string): void {
  const { error, status, stderr } = runCrontab(["-"], text);
  if (error !== undefined || status !== 0) throw refused("written", error?.message ?? stderr);
}

function runCrontab(args: readonly string[], input: string) {
  return spawnSync("crontab", args, { input, encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
}

function refused(what: "read" | "written", why: string): Failure {
  return new Failure(EXIT.failed, `The crontab could not be ${what}: ${why.trim()}`, OTHER_WAY);
}
