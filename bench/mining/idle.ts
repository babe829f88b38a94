/**
 * The CPU of a scheduled command that finds nothing to do (user and system time of its process), against `node -e 0` in
 * the same run, and against the least that any program with a database needs: the driver (one file, as in igminer's build),
 * a connection and `select 1`. ROUNDS (9) of each in turn, medians.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
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

/** Asks the database one question. */
const ONE_QUESTION = `
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  await client.query("select 1");
  await client.end();
`;

/** @returns the file of a program that does so, with the compile cache where Node.js has one. */
async function driverAlone(folder: string): Promise<string> {
  const program = join(folder, "program.mjs");
  await build({
    stdin: { contents: `import pg from "pg"; ${ONE_QUESTION}`, resolveDir: process.cwd() },
    outfile: program,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const start = join(folder, "start.mjs");
  await writeFile(
    start,
    'import module from "node:module"; module.enableCompileCache?.(); await import("./program.mjs");',
  );
  return start;
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

const postgres = await startPostgres();
const folder = await mkdtemp(join(tmpdir(), "igminer-bench-"));
try {
  const alone = await driverAlone(folder);
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
    add("pg alone", cpuMsOf([alone]));
    for (const command of COMMANDS) add(command, cpuMsOf([LAUNCHER, command, "--quiet"]));
  }
  const bare = median(used.get("node -e 0") as number[]);
  console.log(`Node.js ${process.versions.node}`);
  for (const [name, values] of used)
    console.log(
      `${name.padEnd(16)} ${String(Math.round(median(values))).padStart(5)} ms  ${(median(values) / bare).toFixed(1)} times`,
    );
} finally {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
}
