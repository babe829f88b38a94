import type { Database } from "../db/database.js";
import { insertRun, isRunning } from "../record/runs.js";
import { SourceError } from "../source-error.js";
import type { BatchDefinition, ClaimedRow } from "./definition.js";
import { openLedger } from "./ledger.js";
import { asRun, type BatchResult, giveUpIfAway, type RunOptions } from "./live-run.js";
import { workThrough } from "./loop.js";
import type { OpenTools } from "./open-tools.js";
import { meaningOf } from "./outcome.js";

/** Options of a run, and how it opens its tools. */
export interface BatchOptions<Tools> extends RunOptions {
  /** Opens what the work needs, once there is work. `draining` is aborted when the run is stopping. */
  openTools(draining: AbortSignal): Promise<OpenTools<Tools>>;
}

/**
 * Runs one bounded batch: the steps shared by all commands that make requests (design §3). The outcomes of items are in the
 * result and in the tables. Throws what `asRun` throws.
 */
export async function runBatch<Item extends ClaimedRow, Result, Tools>(
  definition: BatchDefinition<Item, Result, Tools>,
  options: BatchOptions<Tools>,
): Promise<BatchResult> {
  const { database, batch, concurrency, onEvent } = options;
  const db = database.kysely;
  return asRun(
    definition.name,
    options,
    async (run) => {
      const prepared = await definition.prepare?.(db);
      if (prepared) onEvent({ kind: "notice", text: prepared });
      const toolbox: { opened: OpenTools<Tools> | null } = { opened: null };
      let requestsBeside = 0;
      async function exchange(what: "fetchReady" | "handOver"): Promise<void> {
        try {
          const exchanged = await definition[what]?.(db, run.stopping.drain);
          requestsBeside += exchanged?.requests ?? 0;
          if (exchanged?.told) onEvent({ kind: "notice", text: exchanged.told });
        } catch (error) {
          if (!(error instanceof SourceError)) throw error;
          const meaning = meaningOf(error);
          run.stopping.stopFor("stop" in meaning ? meaning.stop : { kind: "source", error });
        }
      }
      const ledger = openLedger(db, run, definition, {
        requests: () => requestsBeside + (toolbox.opened?.requests() ?? 0),
        onItemFailed: (failure) => onEvent({ kind: "item_failed", ...failure }),
        onBuried: () => run.stopping.stopFor({ kind: "lost" }),
      });
      try {
        await exchange("fetchReady");
        await workThrough(definition, {
          db,
          runId: run.id,
          async openTools() {
            toolbox.opened ??= await options.openTools(run.stopping.drain);
            return toolbox.opened;
          },
          ledger,
          stopping: run.stopping,
          batch,
          concurrency,
          isAlive: () => isRunning(db, run.id),
          onProgress: () => onEvent({ kind: "progress", counts: ledger.counts, batch }),
        });
        if (run.stopping.reason() === null) await exchange("handOver");
      } catch (error) {
        giveUpIfAway(database.reach, error);
        throw error;
      } finally {
        await toolbox.opened?.close();
      }
      const { counts, skipped, tallies } = ledger;
      return { counts, skipped, tallies, requests: requestsBeside + (toolbox.opened?.requests() ?? 0) };
    },
    definition.nothingToDo,
  );
}

/**
 * Shows what a batch would process: claims as a run would, and rolls the claim back. Nothing is written and no request is
 * made.
 * @returns the subjects in the order of the claim.
 */
export async function dryRun<Item extends ClaimedRow>(
  definition: Pick<BatchDefinition<Item, never, never>, "prepare" | "claim" | "subject">,
  database: Database,
  batch: number,
): Promise<{ subjects: string[]; skipped: number }> {
  const undo = Symbol("undo");
  let plan = { subjects: [] as string[], skipped: 0 };
  try {
    await database.kysely.transaction().execute(async (tx) => {
      await definition.prepare?.(tx);
      const { id } = await insertRun(tx, { command: "dry run", version: "", options: {} });
      const { items, skipped } = await definition.claim(tx, id, batch);
      plan = { subjects: items.map(definition.subject), skipped };
      throw undo;
    });
  } catch (thrown) {
    if (thrown !== undo) throw thrown;
  }
  return plan;
}
