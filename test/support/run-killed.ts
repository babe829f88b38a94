import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../src/sandbox/server.js";

const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

/**
 * Runs the built igminer and kills it with SIGKILL once the sandbox has been asked so many times more, and so many
 * milliseconds after that. @returns whether it was killed; false: it ended before.
 */
export async function runKilled(
  args: readonly string[],
  environment: Record<string, string>,
  sandbox: Sandbox,
  { requests, delayMs }: { requests: number; delayMs: number },
): Promise<boolean> {
  const target = sandbox.statistics().requests + requests;
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", ...environment },
    stdio: "ignore",
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("close", (_code, signal) => resolve(signal));
  });
  while (child.exitCode === null && sandbox.statistics().requests < target) await sleep(1);
  await sleep(delayMs);
  child.kill("SIGKILL");
  return (await ended) === "SIGKILL";
}
