import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

/** Runs igminer to its end. @returns its JSON result, its wall time, and its peak memory (Linux; else 0). */
export function runIgminer(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<{ result: Record<string, number>; wallMs: number; peakBytes: number }> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [LAUNCHER, ...args, "--json"], {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let peakBytes = 0;
    const watch = setInterval(() => {
      peakBytes = Math.max(peakBytes, peakOf(child.pid));
    }, 20);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.once("close", (code) => {
      clearInterval(watch);
      if (code === 0)
        resolve({ result: JSON.parse(stdout), wallMs: performance.now() - startedMs, peakBytes });
      else reject(new Error(`igminer ${args.join(" ")} ended with ${code}`));
    });
  });
}

/**
 * Starts the sandbox in a process of its own.
 * @returns its URL, the settings of its mail if it has any, and a way to end it.
 */
export function startSandboxProcess(
  args: readonly string[],
): Promise<{ url: string; mail: Record<string, string>; stop(): void }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [LAUNCHER, "sandbox", "--port", "0", "--json", ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.once("error", reject);
    child.stdout.setEncoding("utf8").once("data", (line: string) => {
      const { url, mail = {} } = JSON.parse(line) as { url: string; mail?: Record<string, string> };
      resolve({ url, mail, stop: () => child.kill("SIGTERM") });
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(line?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
