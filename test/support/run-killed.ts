import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../src/sandbox/server.js";
import type { Store } from "./stores.js";

/** Settings with which a run that was killed counts as dead after half a second. */
export const QUICK_DEATH = { IGMINER_HEARTBEAT_SECONDS: "0.2", IGMINER_DEAD_AFTER_SECONDS: "0.5" };

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

/**
 * Runs a command and kills it at each of the moments, one run after the other, each once the one before counts as dead.
 * @param environment with `QUICK_DEATH`.
 * @returns how many were killed.
 */
export async function runKilledAtEach(
  moments: readonly (readonly [requests: number, delayMs: number])[],
  args: readonly string[],
  environment: Record<string, string>,
  { sandbox, store }: { sandbox: Sandbox; store: Store },
): Promise<number> {
  let killed = 0;
  for (const [requests, delayMs] of moments) {
    if (await runKilled(args, environment, sandbox, { requests, delayMs })) killed++;
    // On the embedded database a run without an end is a dead one, however young.
    await sleep(store === "postgres" ? 600 : 0);
  }
  return killed;
}
