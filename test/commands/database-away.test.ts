import { spawn } from "node:child_process";
import { createConnection, createServer, type Socket } from "node:net";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { hikerEnvironment, runCli, sandboxOf, startCli } from "../support/cli.js";
import { keptOf, throughOutage } from "../support/outage.js";
import { type PostgresServer, startPostgres } from "../support/postgres-server.js";
import { environmentOf, readyStore } from "../support/stores.js";

/** A server of its own, which the test may stop. */
async function ownServer(): Promise<PostgresServer> {
  const server = await startPostgres({ isDurable: true });
  onTestFinished(() => server.stop());
  return server;
}

/**
 * A proxy to a server that can fall silent: connections stay open and nothing passes.
 * @param isCurt it never closes a connection.
 */
async function wayTo(url: string, { isCurt = false } = {}): Promise<{ url: string; fallSilent(): void }> {
  const { hostname, port } = new URL(url);
  let isSilent = false;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = createConnection({ host: hostname, port: Number(port), allowHalfOpen: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("data", (bytes) => isSilent || to.write(bytes));
      from.on("end", () => isSilent || isCurt || to.end());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const way = new URL(url);
  way.port = String((server.address() as { port: number }).port);
  return {
    url: String(way),
    fallSilent() {
      isSilent = true;
    },
  };
}

test.each([
  { afterRequests: 60, awayMs: 1_000, how: "fast" },
  { afterRequests: 200, awayMs: 3_000, how: "immediate" },
] as const)(
  "PostgreSQL stopped ($how) for $awayMs ms under mine-new costs no paid answer and no attempt, and all counts agree",
  async (outage) => {
    const postgres = await ownServer();
    const url = `${postgres.url}/postgres`;
    const sandbox = await sandboxOf({ accounts: 300 });
    const environment = { ...hikerEnvironment(sandbox), DATABASE_URL: url };
    expect(await runCli(["migrate"], environment)).toMatchObject({ code: 0 });
    const after = await throughOutage(postgres, url, outage, {
      async run() {
        const ended = await runCli(
          ["mine-new", "--source", "hiker", "--batch", "150", "--concurrency", "8", "--json"],
          environment,
        );
        expect(ended, ended.stderr).toMatchObject({ code: 0 });
        return JSON.parse(ended.stdout);
      },
      seen: async () => sandbox.statistics(),
    });
    const { kept } = after;
    expect(kept).toBeGreaterThan(100);
    expect(after).toEqual({
      answered: kept,
      askedAgain: 0,
      unbooked: 0,
      kept,
      summaryOk: kept,
      runOk: kept,
      metricOk: kept,
      attempts: 0,
      stillClaimed: 0,
      unexpected: 0,
    });
  },
);

test("a lock that another session holds is waited out: nothing paid is thrown away, no attempt counted", async () => {
  const store = await readyStore("postgres");
  const sandbox = await sandboxOf({ accounts: 100 });
  const holder = new pg.Client(store.url as string);
  await holder.connect();
  await holder.query(`begin; lock table "InstagramPost" in share row exclusive mode`);
  const run = startCli(["mine-new", "--source", "hiker", "--batch", "16", "--concurrency", "4", "--json"], {
    ...hikerEnvironment(sandbox),
    ...environmentOf(store),
    IGMINER_DB_STATEMENT_TIMEOUT_MS: "500",
  });
  await expect.poll(() => sandbox.statistics().profiles, { timeout: 60_000 }).toBeGreaterThan(3);
  await holder.query("select pg_sleep(3)");
  await holder.query("commit");
  const ended = await run.ended;
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  await holder.end();
  const seen = sandbox.statistics();
  const after = await keptOf(store.url as string, seen);
  expect(after).toMatchObject({ kept: seen.profiles, askedAgain: 0, unbooked: 0, attempts: 0 });
});

test("SIGTERM ends a run whose database has fallen silent, soon and with exit 5", async () => {
  const store = await readyStore("postgres");
  const way = await wayTo(store.url as string);
  const sandbox = await sandboxOf({ accounts: 300, latencyMs: 100 });
  const run = startCli(["mine-new", "--source", "hiker", "--batch", "250", "--concurrency", "2"], {
    ...hikerEnvironment(sandbox),
    DATABASE_URL: way.url,
  });
  await expect.poll(() => sandbox.statistics().requests, { timeout: 60_000 }).toBeGreaterThan(10);
  way.fallSilent();
  const fromMs = performance.now();
  run.process.kill("SIGTERM");
  const ended = await run.ended;
  expect(ended, ended.stderr).toMatchObject({ code: 5 });
  expect(performance.now() - fromMs).toBeLessThan(60_000);
  expect(ended.stderr).toContain("The connection to the database was lost");
});

test("a server that does not close its connections keeps no finished command alive", async () => {
  const store = await readyStore("postgres");
  const way = await wayTo(store.url as string, { isCurt: true });
  const ended = await runCli(["seed", "ada"], { DATABASE_URL: way.url });
  expect(ended, ended.stderr).toMatchObject({ code: 0, signal: null });
}, 60_000);

test("a log that cannot be written ends no run; output that cannot be written is told after it", async () => {
  const store = await readyStore("postgres");
  const sandbox = await sandboxOf({ accounts: 50 });
  const environment = { ...hikerEnvironment(sandbox), ...environmentOf(store) };
  const shell = (redirection: string) =>
    new Promise<number | null>((resolve) => {
      const command = `"${process.execPath}" bin/igminer.js mine-new --source hiker --batch 10 --verbose ${redirection}`;
      spawn("sh", ["-c", command], {
        env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", ...environment },
        stdio: "ignore",
      }).once("close", resolve);
    });
  expect(await shell("2>/dev/full")).toBe(0);
  expect(await shell(">/dev/full")).toBe(1);
  const client = new pg.Client(store.url as string);
  await client.connect();
  const { rows } = await client.query(`select status, ok::int from "Run" order by id`);
  await client.end();
  expect(rows).toEqual([
    { status: "done", ok: 10 },
    { status: "done", ok: 10 },
  ]);
});
