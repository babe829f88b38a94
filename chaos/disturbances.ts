import { setTimeout as sleep } from "node:timers/promises";
import { endConnections } from "./ask.js";
import type { Running } from "./process.js";
import type { World } from "./world.js";

/** How long a wire is silent or cut: shorter than igminer's patience, longer than any of its pauses. */
const AWAY_MS = 1_500;

/** What to do to a process that has stopped itself at a step. */
export interface Disturbance {
  /** @param beside runs the same command at the same time; it may have to wait for locks of the stopped one. */
  act(running: Running, world: World, beside: () => Promise<void>): Promise<void>;
}

/** Every kind of disturbance, by name. */
export const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  kill: {
    async act({ process }) {
      process.kill("SIGKILL");
    },
  },
  terminate: {
    async act({ process }) {
      process.kill("SIGTERM");
      process.kill("SIGCONT");
    },
  },
  "terminate-twice": {
    async act({ process }) {
      process.kill("SIGTERM");
      process.kill("SIGCONT");
      // Several signals pending for a stopped process merge into one.
      await sleep(20);
      process.kill("SIGTERM");
    },
  },
  "taken-for-dead": {
    async act({ process }, { query }, beside) {
      // A run that holds its own row is in a transaction, and cannot be marked dead before that has ended.
      await query(`
        update "Run" set heartbeat_at = heartbeat_at - interval '10 minutes'
        where id in (select id from "Run" where finished_at is null for update skip locked)
      `);
      await beside();
      process.kill("SIGCONT");
    },
  },
  "connections-ended": {
    async act({ process }, { databaseUrl }) {
      await endConnections(databaseUrl);
      process.kill("SIGCONT");
    },
  },
  "database-restarted": {
    async act({ process }, { postgres }) {
      await postgres.halt("immediate");
      process.kill("SIGCONT");
      await sleep(AWAY_MS / 3);
      await postgres.resume();
    },
  },
  "database-silent": {
    act: (running, { databaseWire }) => without(running, databaseWire, "silence"),
  },
  "database-cut": {
    act: (running, { databaseWire }) => without(running, databaseWire, "cut"),
  },
  "services-silent": {
    act: (running, { serviceWire }) => without(running, serviceWire, "silence"),
  },
  "services-cut": {
    act: (running, { serviceWire }) => without(running, serviceWire, "cut"),
  },
};

/** Disables a wire before the process continues, and restores it a while later. */
async function without(
  { process }: Running,
  wire: World["databaseWire"],
  how: "silence" | "cut",
): Promise<void> {
  wire[how]();
  process.kill("SIGCONT");
  await sleep(AWAY_MS);
  wire.mend();
}
