// The heart of a run, in a thread and on a connection of its own: it beats while the run computes, waits for a lock, or has all
// its connections in use. See src/core/batch/heart.ts.
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";

const { server, runId, everyMs } = workerData;
/** A beat that fails is tried again soon: the database may be back before others count us as dead. */
const AGAIN_MS = Math.min(everyMs, 1_000);
const CONNECTION_IDLE_MS = 60_000;
let client = null;

async function connected() {
  if (client !== null) return client;
  const { ssl, ...options } = server;
  const { isAnyHost, ...tls } = ssl || {};
  const fresh = new pg.Client({
    ...options,
    ssl: ssl && { ...tls, ...(isAnyHost && { checkServerIdentity: () => undefined }) },
    query_timeout: server.connectionTimeoutMillis,
  });
  fresh.on("error", () => drop(fresh));
  try {
    await fresh.connect();
  } catch (error) {
    drop(fresh);
    throw error;
  }
  client = fresh;
  return fresh;
}

function drop(dead) {
  if (client === dead) client = null;
  dead?.connection?.stream.destroy();
}

async function beat() {
  let used = null;
  try {
    used = await connected();
    const { rowCount } = await used.query(
      `update "Run" set heartbeat_at = clock_timestamp() where id = $1 and status = 'running'`,
      [runId],
    );
    return { isAlive: rowCount === 1 };
  } catch (error) {
    drop(used);
    return { error: error.message };
  }
}

parentPort.on("message", async () => {
  // A run that has ended. The server is told goodbye; where it does not answer, the thread is ended from outside.
  await client?.end();
  process.exit();
});

for (;;) {
  const beaten = await beat();
  parentPort.postMessage(beaten);
  if (everyMs > CONNECTION_IDLE_MS && client !== null) drop(client);
  await sleep("error" in beaten ? AGAIN_MS : everyMs);
}
