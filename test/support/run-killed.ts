import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { DatabaseSettings } from "../../src/core/db/database.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { environmentOf } from "./stores.js";

const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

/**
 * Moves times back so that the next run counts the killed runs as dead. Short settings would also affect a live run
 * that gets no processor time on a busy machine. On the embedded database an unfinished run is always dead, however
 * recent.
 */
export async function letKilledRunsDie({ url }: DatabaseSettings): Promise<void> {
  if (url === null) return;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    update "Run"
    set heartbeat_at = heartbeat_at - interval '10 minutes'
    where finished_at is null
  `);
  await client.end();
}

/**
 * Runs the built igminer and kills it with SIGKILL after the given number of further requests to the sandbox plus a
 * delay.
 * @returns whether it was killed; false if it ended before.
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
 * Runs a command and kills it at each of the moments, one run after the other, each once the previous one counts as
 * dead.
 * @returns how many were killed.
 */
export async function runKilledAtEach(
  moments: readonly (readonly [requests: number, delayMs: number])[],
  args: readonly string[],
  environment: Record<string, string>,
  { sandbox, settings }: { sandbox: Sandbox; settings: DatabaseSettings },
): Promise<number> {
  let killed = 0;
  for (const [requests, delayMs] of moments) {
    const used = { ...environment, ...environmentOf(settings) };
    if (await runKilled(args, used, sandbox, { requests, delayMs })) killed++;
    await letKilledRunsDie(settings);
  }
  return killed;
}
