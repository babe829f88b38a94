import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { FaultPoint } from "../src/core/fault-point.js";

const LAUNCHER = fileURLToPath(new URL("../bin/igminer.js", import.meta.url));
/** Shifts the clock of a process by CLOCK_AHEAD_MS. */
const CLOCK = new URL("./clock.mjs", import.meta.url).href;
const HOOK = new URL("./hook.mjs", import.meta.url).href;
/** More time than any command of the pipeline needs, even on a very busy machine. */
const HANGS_AFTER_MS = 300_000;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Whether a process has reported a fault that igminer does not know. */
export function isUnexpected(stderr: string): boolean {
  return /unexpected error|at .*\.js:\d+/i.test(stderr);
}

export interface Running {
  process: ChildProcess;
  /** @throws Error if it has not ended after five minutes: nothing may hang, whatever happens around it. */
  ended: Promise<Ended>;
}

/** Starts the built igminer. @param through a command to run it with, for example in a network of its own. */
export function startIgminer(
  args: readonly string[],
  environment: Record<string, string>,
  through: readonly string[] = [],
): Running {
  const [program, ...rest] = [...through, process.execPath, LAUNCHER, ...args] as [string, ...string[]];
  const child = spawn(program, rest, {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    const hangs = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`igminer ${args.join(" ")} hangs. It said:\n${stderr}`));
    }, HANGS_AFTER_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(hangs);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { process: child, ended };
}

/**
 * Starts igminer so that it stops itself the nth time it passes a step.
 * @returns the process, and whether it reached the step.
 */
export async function stoppedAt(
  { step, nth, hasRun }: { step: FaultPoint; nth: number; hasRun: boolean },
  args: readonly string[],
  { environment, folder }: { environment: Record<string, string>; folder: string },
): Promise<{ running: Running; isStopped: boolean }> {
  const file = join(folder, "stopped");
  rmSync(file, { force: true });
  const running = startIgminer(args, { ...environment, ...hooked({ step, nth, file, hasRun }) });
  let isOver = false;
  running.ended
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  while (!isOver && !existsSync(file)) await sleep(5);
  // It reports before it stops; a disturbance in between would hit a process that then stops for ever.
  while (!isOver && !isStopped(running)) await sleep(5);
  return { running, isStopped: existsSync(file) };
}

function isStopped({ process: { pid } }: Running): boolean {
  return spawnSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" }).stdout.startsWith("T");
}

/** Settings that put the clock of igminer's machine ahead. */
export function clockAhead(aheadMs: number): Record<string, string> {
  return { NODE_OPTIONS: `--import ${CLOCK}`, CLOCK_AHEAD_MS: String(Math.round(aheadMs)) };
}

/** How often a call passed each step, and whether it was a run: if so, steps only count once its row exists. */
export interface Passed {
  steps: Partial<Record<FaultPoint, number>>;
  hasRun: boolean;
}

/** Runs igminer to its end. @returns how often it passed each step, and how it ended. */
export async function counted(
  args: readonly string[],
  { environment, folder }: { environment: Record<string, string>; folder: string },
): Promise<{ ended: Ended; passed: Passed }> {
  const file = join(folder, "passed");
  rmSync(file, { force: true });
  const plan = { step: null, nth: 0, file, hasRun: false };
  const ended = await startIgminer(args, { ...environment, ...hooked(plan) }).ended;
  const { before, steps } = JSON.parse(readFileSync(file, "utf8")) as Record<
    "before" | "steps",
    Partial<Record<FaultPoint, number>>
  >;
  const hasRun = steps.begun !== undefined;
  const after = Object.entries(steps).map(([step, times]) => [
    step,
    times - (before[step as FaultPoint] ?? 0),
  ]);
  return { ended, passed: { steps: hasRun ? Object.fromEntries(after) : steps, hasRun } };
}

function hooked(plan: {
  step: FaultPoint | null;
  nth: number;
  file: string;
  hasRun: boolean;
}): Record<string, string> {
  return { NODE_OPTIONS: `--import ${HOOK}`, CHAOS_PLAN: JSON.stringify(plan) };
}
