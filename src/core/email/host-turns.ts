import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { takeLock } from "../db/locks.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";

/** A mail host to talk to. */
export interface HostTurn {
  host: string;
  address: string;
  /** The run that talks to the host, so that its turn is released if it dies; null for none. */
  runId: bigint | null;
}

export interface HostTurns {
  /**
   * Runs `talk` while no other process on any machine talks to the same host or to the same address, and with at most
   * `atOnce` conversations under our name.
   * @returns "busy" if the turn did not come in time.
   */
  withTurn<T>(turn: HostTurn, talk: () => Promise<T>): Promise<T | "busy">;
}

export interface HostTurnOptions {
  db: Kysely<Schema>;
  ownName: string;
  atOnce: number;
  /** The longest that a conversation may take. */
  timeoutMs: number;
  /** Once aborted, an occupied turn is not waited for. */
  draining: AbortSignal;
}

/** A conversation ends by its own timer this long before its lease. */
const SPARE_MS = 15_000;
const PATIENCE_MS = 30_000;
const POLL_MS = { least: 50, most: 1_000 };

/** Opens the turns at mail hosts, shared by all processes through the leases in `MailHostLease`. */
export function openHostTurns({ db, ownName, atOnce, timeoutMs, draining }: HostTurnOptions): HostTurns {
  const leaseSeconds = (timeoutMs + SPARE_MS) / 1_000;

  function take({ host, address, runId }: HostTurn): Promise<bigint | null> {
    return inTransaction(db, async (tx) => {
      await takeLock(tx, "turns at mail hosts");
      // A lease ends at its time, or with the run that held it, whichever comes first.
      await sql`
        delete from "MailHostLease" as lease
        where lease.held_until <= clock_timestamp()
          or exists (select from "Run" as run where run.id = lease.run_id and run.finished_at is not null)
      `.execute(tx);
      const { rows } = await sql<{ id: bigint }>`
        insert into "MailHostLease" (host, address, own_name, run_id, held_until)
        select ${host}, ${address}, ${ownName}, ${runId}::bigint, clock_timestamp() + make_interval(secs => ${leaseSeconds})
        where not exists (select from "MailHostLease" as other where other.host = ${host} or other.address = ${address})
          and (select count(*) from "MailHostLease" as own where own.own_name = ${ownName}) < ${atOnce}
        returning id
      `.execute(tx);
      return rows[0]?.id ?? null;
    });
  }

  async function give(id: bigint): Promise<void> {
    await inTransaction(db, (tx) => tx.deleteFrom("MailHostLease").where("id", "=", id).execute());
  }

  async function waitToTake(turn: HostTurn): Promise<bigint | null> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (let pauseMs = POLL_MS.least; ; pauseMs = Math.min(POLL_MS.most, 2 * pauseMs)) {
      const lease = await take(turn);
      if (lease !== null || draining.aborted || performance.now() + pauseMs > untilMs) return lease;
      // Randomised, so that two waiting for the same host do not ask in step.
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }

  return {
    async withTurn(turn, talk) {
      const lease = await waitToTake(turn);
      if (lease === null) return "busy";
      try {
        return await talk();
      } finally {
        await give(lease);
      }
    },
  };
}
