// A process that hands leads over repeatedly, between the lines `go` and `stop` on its standard input; it answers
// `stopped`. Its arguments are the URLs of the database and of the sandbox.
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../src/core/db/database.js";
import type { Sandbox } from "../../src/sandbox/server.js";
import { runHandOver } from "./outreach.js";
import { POOL } from "./template.js";

/** Few leads per request, for more races. */
const RUN = { chunk: 2, concurrency: 2 };
/** Pause after the cap is reached, before checking again for midnight. */
const IDLE_MS = 30;

const [url, sandboxUrl] = process.argv.slice(2) as [string, string];
const database = await openDatabase({ settings: { url, dataDir: "", pool: POOL }, notify: () => {} });
const sandbox = { url: sandboxUrl } as Sandbox;
let isGoing = false;
let loop = Promise.resolve();

async function handOver(): Promise<void> {
  while (isGoing) {
    const { counts } = await runHandOver(database, sandbox, RUN);
    if (counts.claimed === 0) await sleep(IDLE_MS);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  isGoing = line === "go";
  if (isGoing) loop = handOver();
  else {
    await loop;
    process.stdout.write("stopped\n");
  }
}
await database.close();
