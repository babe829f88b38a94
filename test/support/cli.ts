import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/server.js";

const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningCli {
  process: ChildProcess;
  ended: Promise<CliResult>;
  /** What it has written to stderr so far. */
  stderr(): string;
}

/**
 * Starts the built igminer as a separate process, whose environment has none of this machine's settings.
 * @param input all of its standard input, or null to keep it open for the test to write to.
 * @param folder the working directory.
 */
export function startCli(
  args: readonly string[],
  environment: Record<string, string>,
  input: string | null = "",
  folder = process.cwd(),
): RunningCli {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NO_COLOR: "1", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
    cwd: folder,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  if (input !== null) child.stdin.end(input);
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return { process: child, ended, stderr: () => stderr };
}

/**
 * Runs the built igminer to its end. Its `--json` output is validated against the schema that docs/json.md is written
 * from.
 */
export async function runCli(
  args: readonly string[],
  environment: Record<string, string>,
  input?: string,
  folder?: string,
): Promise<CliResult> {
  const result = await startCli(args, environment, input, folder).ended;
  if (args.includes("--json")) await requireDescribed(args, result.stdout);
  return result;
}

/** Starts a sandbox until the test is finished. */
export async function sandboxOf(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ accounts: 500, seed: 1, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Settings that make a command use the sandbox for Instagram's web, without a rate limit of its own. */
export function sandboxEnvironment({ url }: Sandbox): Record<string, string> {
  return {
    IGMINER_WEB_BASE_URL: url,
    IGMINER_WEB_RATE_PER_MINUTE: "600000",
    IGMINER_WEB_MAX_RATE_PER_MINUTE: "600000",
  };
}

/** The same for HikerAPI. */
export function hikerEnvironment({ url }: Sandbox): Record<string, string> {
  return {
    IGMINER_HIKER_BASE_URL: url,
    IGMINER_HIKER_KEY: "key",
    IGMINER_HIKER_RATE_PER_MINUTE: "600000",
    IGMINER_HIKER_MAX_RATE_PER_MINUTE: "600000",
  };
}

async function requireDescribed(args: readonly string[], stdout: string): Promise<void> {
  if (stdout.trim() === "") return;
  const names = [3, 2, 1].map((words) => args.slice(0, words).join("-"));
  const file = names.find((name) => existsSync(new URL(`../../src/commands/${name}.ts`, import.meta.url)));
  if (file === undefined) return;
  const { default: definition } = (await import(`../../src/commands/${file}.ts`)) as {
    default: CommandDefinition;
  };
  definition.json?.parse(JSON.parse(stdout));
}
