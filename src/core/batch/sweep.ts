import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Database } from "../db/database.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { addMetrics } from "../record/metrics.js";
import { addRunCounts, NO_COUNTS } from "../record/runs.js";
import { asRun, type BatchResult, type RunOptions } from "./live-run.js";
import { addInto, itemMetrics, type Tallies } from "./tallies.js";

/** The result of one chunk of a sweep. */
export interface Swept {
  /** Names of the rows taken, one each. */
  subjects: readonly string[];
  tallies: Tallies;
  /** The id of the last row, if rows are taken in order of id, so that the next chunk can begin behind it. */
  last?: bigint | undefined;
}

/** Whether a row is behind the one at which an earlier chunk ended (SQL over `id`). */
export const isBehind = (after: bigint | null): RawBuilder<boolean> =>
  after === null ? sql`true` : sql`id > ${after}`;

/**
 * A batch that makes no requests and only turns rows into other rows. Each chunk is one transaction, from selecting its rows
 * to writing the results. So it needs no claims: a crash undoes the chunk and leaves nothing claimed.
 */
export interface SweepDefinition {
  /** The command's name, as in `Run.command`. */
  name: string;
  /** Maximum number of rows per transaction. */
  chunkSize: number;
  /**
   * Selects up to `limit` due rows `for update skip locked`, processes them and writes the results, so that none of them is
   * due any more. Returning fewer rows than `limit` means that none are left.
   * @param after where an earlier chunk of the run ended (`Swept.last`); null: begin with the first row. While any old
   * snapshot lives, rows that are not due any more stay in the index, and reading them for each chunk takes quadratic time.
   */
  sweep(tx: Transaction<Schema>, limit: number, after: bigint | null): Promise<Swept>;
  /** One line: why there was nothing to do, and what would change it. */
  nothingToDo(db: Kysely<Schema>): Promise<string>;
}

/** Runs one bounded sweep, with `concurrency` chunks at a time. Throws what `asRun` throws. */
export function runSweep(definition: SweepDefinition, options: RunOptions): Promise<BatchResult> {
  const { name: command, chunkSize, sweep } = definition;
  const { batch, onEvent } = options;
  // No requests are made, so there is no rate to derive it from.
  const concurrency = options.concurrency === "auto" ? 1 : options.concurrency;
  const db = options.database.kysely;
  return asRun(
    command,
    options,
    async ({ id, stopping }) => {
      const counts = { ...NO_COUNTS };
      const tallies: Tallies = {};
      let left = batch;
      let isQueueEmpty = false;
      let after: bigint | null = null;

      async function sweepChunk(limit: number): Promise<void> {
        const from = after;
        const fromMs = performance.now();
        const swept = await inTransaction(db, async (tx) => {
          const chunk = await sweep(tx, limit, from);
          const taken = chunk.subjects.length;
          const changes = { claimed: taken, ok: taken };
          const eachMs = Array<number>(taken).fill((performance.now() - fromMs) / taken);
          await addMetrics(tx, itemMetrics(command, changes, chunk.tallies, eachMs));
          const isAlive = await addRunCounts(tx, id, changes);
          return { changes, tallies: chunk.tallies, last: chunk.last ?? null, isAlive };
        });
        addInto(counts, swept.changes);
        addInto(tallies, swept.tallies);
        if (!swept.isAlive) stopping.stopFor({ kind: "lost" });
        left += limit - swept.changes.claimed;
        if (swept.changes.claimed === limit) after = swept.last;
        // Rows before it may have become due in the meantime.
        else if (from !== null) after = null;
        else isQueueEmpty = true;
        onEvent({ kind: "progress", counts, batch });
      }

      async function lane(): Promise<void> {
        while (left > 0 && !isQueueEmpty && !stopping.drain.aborted) {
          const limit = Math.min(chunkSize, left);
          left -= limit;
          await sweepChunk(limit);
        }
      }
      // If one lane fails, the run must not end while another is in the middle of a transaction.
      const ended = await Promise.allSettled(Array.from({ length: concurrency }, lane));
      for (const end of ended) if (end.status === "rejected") throw end.reason;
      return { counts, skipped: 0, tallies, requests: 0 };
    },
    definition.nothingToDo,
  );
}

/** Shows what a sweep would take and produce: does one chunk and rolls it back. Nothing is written. */
export async function drySweep(
  { sweep }: Pick<SweepDefinition, "sweep">,
  database: Database,
  batch: number,
): Promise<Swept> {
  const undo = Symbol("undo");
  let swept: Swept = { subjects: [], tallies: {} };
  try {
    await database.kysely.transaction().execute(async (tx) => {
      swept = await sweep(tx, batch, null);
      throw undo;
    });
  } catch (thrown) {
    if (thrown !== undo) throw thrown;
  }
  return swept;
}
