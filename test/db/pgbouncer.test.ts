import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { runCli } from "../support/cli.js";
import { emptyStore, opened } from "../support/stores.js";

const isInstalled = spawnSync("pgbouncer", ["--version"]).status === 0;
const NEEDS = isInstalled ? "" : " (skipped: pgbouncer is not installed; Debian's package has that name)";

/**
 * Starts a PgBouncer with its default settings in front of a server, until the test is finished.
 * @returns the URL through it.
 */
async function poolBefore(url: string, mode: "session" | "transaction"): Promise<string> {
  const server = new URL(url);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "igminer-pgbouncer-"));
  chmodSync(folder, 0o755);
  const settings = join(folder, "pgbouncer.ini");
  writeFileSync(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port} user=${server.username} password=${server.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`,
    { mode: 0o644 },
  );
  // It does not run as root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const pool = spawn("pgbouncer", [settings], { ...user, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => {
    pool.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  await isUp(pool);
  server.port = String(port);
  return server.href;
}

function isUp(pool: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    pool.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("process up")) resolve();
    });
    pool.once("close", () => reject(new Error(`pgbouncer has ended: ${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe.runIf(isInstalled)("through PgBouncer with its defaults", () => {
  test.each(["session", "transaction"] as const)(
    "in %s mode all works, and nothing is left for the next client",
    async (mode) => {
      const settings = await emptyStore("postgres");
      const url = await poolBefore(settings.url as string, mode);
      const environment = { DATABASE_URL: url, IGMINER_WEB_BASE_URL: "http://127.0.0.1:1" };
      const igminer = (...args: string[]) => runCli(args, environment);
      expect(await igminer("migrate", "--quiet")).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
      expect(await igminer("seed", "ada.quill")).toMatchObject({ code: 0, stderr: "" });
      for (const command of ["detect-langs", "qualify", "import-sequence --sequence none", "status"])
        expect((await igminer(...command.split(" "))).stderr).not.toMatch(/startup parameter|pgbouncer/i);
      const { kysely } = await opened({ ...settings, url });
      const { rows } = await sql<{ scan: string; limit: string }>`
        select current_setting('enable_seqscan') as scan, current_setting('statement_timeout') as limit
      `.execute(kysely);
      expect(rows).toEqual([{ scan: "on", limit: "0" }]);
    },
  );
});

test.skipIf(isInstalled)(`PgBouncer with its defaults${NEEDS}`, () => {});
