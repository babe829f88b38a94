import { createConnection, createServer, type Socket } from "node:net";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { layWire } from "../../chaos/proxy.js";
import { openDatabase } from "../../src/core/db/database.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { troubleFailure } from "../../src/core/db/trouble.js";
import { migratedStore, readyStore } from "../support/stores.js";

/** A proxy to a server that forwards a number of commits and cuts the connection before their answers. */
async function wayThatLosesCommits(url: string, losses: number): Promise<string> {
  const { hostname, port } = new URL(url);
  let left = losses;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection({ host: hostname, port: Number(port) });
    let isMute = false;
    for (const socket of [near, far]) sockets.add(socket.on("error", () => {}));
    far.on("data", (bytes) => isMute || near.write(bytes));
    far.on("close", () => near.destroy());
    near.on("close", () => far.end());
    near.on("data", (bytes) => {
      if (left > 0 && bytes.includes("commit")) {
        left--;
        isMute = true;
        far.once("data", () => near.destroy());
      }
      far.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const way = new URL(url);
  way.port = String((server.address() as { port: number }).port);
  return String(way);
}

test("a commit whose answer is lost is found again: its work is done once, and its result is returned", async () => {
  const store = await readyStore("postgres");
  const url = await wayThatLosesCommits(store.url as string, 2);
  const { kysely: db, close } = await openDatabase({ settings: { ...store, url }, notify: () => {} });
  onTestFinished(close);
  let calls = 0;
  const result = await inTransaction(db, async (tx) => {
    calls++;
    await sql`insert into "Metrics" (name, value) values ('done', 1)`.execute(tx);
    return `result ${calls}`;
  });
  expect({ result, calls }).toEqual({ result: "result 1", calls: 1 });
  const { rows } = await sql`select count(*)::int as times from "Metrics"`.execute(db);
  expect(rows).toEqual([{ times: 1 }]);
});

test("a transaction whose process is stopped is ended by the server after two minutes, so that nobody waits for its locks", async () => {
  const database = await openDatabase({ settings: await readyStore("postgres"), notify: () => {} });
  onTestFinished(() => database.close());
  const { rows } = await inTransaction(database.kysely, (tx) =>
    sql`select current_setting('idle_in_transaction_session_timeout') as after`.execute(tx),
  );
  expect(rows).toEqual([{ after: "2min" }]);
});

test.each([
  ["08006", "was lost"],
  ["25006", "read-only"],
  ["28000", "refuses this user"],
  ["40003", "aborted the transaction"],
  ["53100", "out of disk space"],
  ["53300", "accepts no connections"],
  ["55006", "took too long"],
  ["57000", "accepts no connections"],
  ["57014", "took too long"],
  ["57P04", "refuses this user"],
  ["58030", "its files"],
  ["F0001", "its files"],
])("state %s of the server is the database's trouble, told as such: %s", async (state, words) => {
  const { kysely: db } = await migratedStore("postgres");
  const raised = await sql
    .raw(`do $$ begin raise exception 'unwell' using errcode = '${state}'; end $$`)
    .execute(db)
    .catch((thrown: unknown) => thrown);
  expect(troubleFailure(raised)).toMatchObject({ exitCode: 5, message: expect.stringContaining(words) });
});

test("a question whose connection is lost, and for which no other can be had, ends in the database's trouble", async () => {
  const store = await readyStore("postgres");
  const wire = await layWire(Number(new URL(store.url as string).port));
  onTestFinished(() => wire.close());
  const url = new URL(store.url as string);
  url.port = String(wire.port);
  const pool = { ...store.pool, patienceSeconds: 1 };
  const { kysely: db, close } = await openDatabase({
    settings: { ...store, url: String(url), pool },
    notify: () => {},
  });
  onTestFinished(close);
  wire.cut();
  const error = await sql`select 1`.execute(db).catch((thrown: unknown) => thrown);
  expect(troubleFailure(error)).toMatchObject({ exitCode: 5 });
});
