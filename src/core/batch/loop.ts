import { bulkhead } from "cockatiel";
import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import type { BatchDefinition, Finished } from "./definition.js";
import type { Ledger } from "./ledger.js";
import { meaningOf } from "./outcome.js";
import type { Stopping } from "./stopping.js";

export interface Workshop<Item, Result, Tools> {
  db: Kysely<Schema>;
  runId: bigint;
  tools: Tools;
  ledger: Ledger<Item, Result>;
  stopping: Stopping;
  batch: number;
  concurrency: number;
  onProgress(): void;
}

/** How long a finished item may wait for others to be saved with it. */
const SAVE_AFTER_MS = 1_000;
/** What a crash may cost at most: so many chunks are claimed and not saved. More than one, so that saving never idles the work. */
const CHUNKS_UNSAVED = 8;

/**
 * Claims, works and saves until the batch is complete, nothing is left, or the run is stopping; then everything that was
 * begun has been saved or given back. Claiming, working and saving go on beside each other; what finishes during one save
 * is saved together by the next, so that a database that falls behind gets fewer and larger transactions.
 */
export async function workThrough<Item extends { id: bigint }, Result, Tools>(
  definition: BatchDefinition<Item, Result, Tools>,
  { db, runId, tools, ledger, stopping, batch, concurrency, onProgress }: Workshop<Item, Result, Tools>,
): Promise<void> {
  // Small, so that a stop or a crash strands little; more than the concurrency, so that work goes on while rows are claimed.
  const chunkSize = 2 * concurrency;
  const lane = bulkhead(concurrency, Number.MAX_SAFE_INTEGER);
  let open = 0;
  let taken = 0;
  let unsaved = 0;
  let saves = 0;
  let isQueueEmpty = false;
  let finished: Finished<Item, Result>[] = [];
  let oldestFinishedMs = Infinity;
  // Failures that may be the source's fault: if it shows life they were the item's, if the run stops they were not.
  let suspended: Finished<Item, Result>[] = [];
  const isBusy = { claiming: false, saving: false };
  let broken: { error: unknown } | null = null;
  let wake = (): void => {};

  async function workOn(item: Item): Promise<Finished<Item, Result>> {
    const fromMs = performance.now();
    const end = (ending: Finished<Item, Result>["ending"]) => ({
      item,
      ending,
      durationMs: performance.now() - fromMs,
    });
    if (stopping.drain.aborted) return end({ kind: "given_back", error: null });
    try {
      return end({ kind: "ok", result: await definition.work(item, tools, stopping.abandon) });
    } catch (error) {
      const meaning = meaningOf(error);
      if ("stop" in meaning) stopping.stopFor(meaning.stop);
      return end({ kind: meaning.item === "suspended" ? "retry" : meaning.item, error });
    }
  }

  function take(item: Item): void {
    open++;
    void lane
      .execute(() => workOn(item))
      .then((ended) => {
        open--;
        const { ending } = ended;
        if (ending.kind === "retry" && meaningOf(ending.error).item === "suspended") {
          suspended.push(ended);
        } else {
          finish([ended, ...(ending.kind === "given_back" ? [] : suspended.splice(0))]);
        }
        wake();
      });
  }

  function finish(ended: Finished<Item, Result>[]): void {
    if (finished.length === 0) oldestFinishedMs = performance.now();
    finished.push(...ended);
  }

  async function claimMore(): Promise<void> {
    const limit = Math.min(chunkSize, batch - taken);
    const savesBefore = saves;
    const { items, skipped } = await definition.claim(db, runId, limit);
    taken += items.length;
    unsaved += items.length;
    ledger.noteClaim(items.length, skipped);
    // What was saved meanwhile may have put new rows into the queue.
    isQueueEmpty = items.length + skipped < limit && saves === savesBefore;
    items.forEach(take);
  }

  async function saveFinished(): Promise<void> {
    const chunk = finished;
    finished = [];
    await ledger.save(chunk);
    unsaved -= chunk.length;
    saves++;
    isQueueEmpty = false;
    onProgress();
  }

  async function beside(activity: keyof typeof isBusy, task: () => Promise<void>): Promise<void> {
    isBusy[activity] = true;
    try {
      await task();
    } catch (error) {
      broken ??= { error };
    }
    isBusy[activity] = false;
    wake();
  }

  const wantsMore = () =>
    !stopping.drain.aborted &&
    !isQueueEmpty &&
    taken < batch &&
    open <= concurrency &&
    unsaved < CHUNKS_UNSAVED * chunkSize;
  const isSaveDue = () =>
    finished.length > 0 &&
    (finished.length >= chunkSize || open === 0 || performance.now() - oldestFinishedMs >= SAVE_AFTER_MS);

  for (;;) {
    if (broken === null) {
      if (!isBusy.claiming && wantsMore()) void beside("claiming", claimMore);
      if (!isBusy.saving && isSaveDue()) void beside("saving", saveFinished);
    }
    if (isBusy.claiming || isBusy.saving || (open > 0 && broken === null)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, SAVE_AFTER_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    } else if (broken !== null) {
      throw (broken as { error: unknown }).error;
    } else if (suspended.length > 0) {
      const isStopped = stopping.reason() !== null;
      finish(
        suspended.map((ended) =>
          isStopped ? { ...ended, ending: { kind: "given_back", error: null } } : ended,
        ),
      );
      suspended = [];
    } else return;
  }
}
