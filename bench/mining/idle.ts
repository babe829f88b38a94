/**
 * The CPU of a scheduled command that finds nothing to do (user and system time of its process), against `node -e 0` in
 * the same run: ROUNDS (9) of each in turn, medians.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../../test/support/postgres-server.js";
import { cpuClock } from "../support/cpu.js";
import { freshDatabase } from "../support/databases.js";

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));
/** The most frequently scheduled ones. `mine-new` would seed an empty frontier. */
const COMMANDS = [
  "refresh",
  "mine-manual",
  "verify-emails",
  "hand-over",
  "sync-instantly",
  "qualify",
  "detect-langs",
];

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

const postgres = await startPostgres();
try {
  const url = await freshDatabase(postgres.url, "bench_idle");
  const cpu = await cpuClock(url);
  const cpuMsOf = (args: string[]) => {
    const before = cpu().client;
    spawnSync(process.execPath, args, {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", DATABASE_URL: url },
      stdio: "ignore",
    });
    return 1_000 * (cpu().client - before);
  };
  const used = new Map<string, number[]>();
  const add = (name: string, ms: number) => used.set(name, [...(used.get(name) ?? []), ms]);
  for (let round = 0; round < ROUNDS; round++) {
    add("node -e 0", cpuMsOf(["-e", "0"]));
    for (const command of COMMANDS) add(command, cpuMsOf([LAUNCHER, command, "--quiet"]));
  }
  const bare = median(used.get("node -e 0") as number[]);
  console.log(`Node.js ${process.versions.node}`);
  for (const [name, values] of used)
    console.log(
      `${name.padEnd(16)} ${String(Math.round(median(values))).padStart(5)} ms  ${(median(values) / bare).toFixed(1)} times`,
    );
} finally {
  await postgres.stop();
}
