import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { troubleFailure } from "../db/trouble.js";
import { passFaultPoint } from "../fault-point.js";
import { SourceError } from "../source-error.js";
import { watchAbsences } from "./absences.js";
import type { BatchDefinition, ClaimedRow, Finished } from "./definition.js";
import type { Ledger } from "./ledger.js";
import type { OpenTools } from "./open-tools.js";
import { meaningOf } from "./outcome.js";
import type { Stopping } from "./stopping.js";

/** What `workThrough` needs besides the definition of the batch. */
export interface Workshop<Item, Result, Tools> {
  db: Kysely<Schema>;
  runId: bigint;
  /** Called once there is something to work on, and never twice at once. */
  openTools(): Promise<OpenTools<Tools>>;
  ledger: Ledger<Item, Result>;
  stopping: Stopping;
  batch: number;
  /** Items worked on at once; "auto": the number that the tools suggest. */
  concurrency: number | "auto";
  /** Asks whether the run still counts as alive. */
  isAlive(): Promise<boolean>;
  onProgress(): void;
}

/** With "auto": rows per claim, and lanes until the tools suggest a number. */
const AUTO_CHUNK = 32;
const FIRST_LANES = 4;
/** How long a finished item may wait for others to be saved with it. */
const SAVE_AFTER_MS = 1_000;
/**
 * At most this many chunks are claimed and unsaved, which limits what a crash can cost. More than one, so that work goes on
 * during a save.
 */
const CHUNKS_UNSAVED = 8;
/**
 * With this many chunks waiting, a second save starts beside the first: one prepares its data here while the other is at the
 * database.
 */
const CHUNKS_FOR_SECOND_SAVE = 3;

/**
 * Claims, works and saves until the batch is complete, nothing is left, or the run is stopping. On return, everything that
 * was begun has been saved or given back. Claiming, working and saving go on concurrently. What finishes during a save is
 * saved together by the next one, so a slow database gets fewer and larger transactions.
 */
export async function workThrough<Item extends ClaimedRow, Result, Tools>(
  definition: BatchDefinition<Item, Result, Tools>,
  {
    db,
    runId,
    openTools,
    ledger,
    stopping,
    batch,
    concurrency,
    isAlive,
    onProgress,
  }: Workshop<Item, Result, Tools>,
): Promise<void> {
  type Ended = Finished<Item, Result>;
  // Small, so that a stop or a crash leaves few rows claimed. Larger than the concurrency, so that work goes on during a
  // claim.
  const chunkSize = concurrency === "auto" ? AUTO_CHUNK : 4 * concurrency;
  const lanes = () => (concurrency === "auto" ? (tools?.lanes?.() ?? FIRST_LANES) : concurrency);
  const ready: { item: Item; opened: OpenTools<Tools> }[] = [];
  let running = 0;
  let tools: OpenTools<Tools> | null = null;
  let open = 0;
  let taken = 0;
  let unsaved = 0;
  let saves = 0;
  let isQueueEmpty = false;
  let finished: Ended[] = [];
  let oldestFinishedMs = Infinity;
  // Failures that may be the source's fault. If the source answers again, they were the items' fault; if the run stops, they
  // were not.
  const suspended: Ended[] = [];
  const absences = watchAbsences<Ended>(() => tools?.absences?.streak() ?? Infinity);
  const going = { claiming: 0, saving: 0, asking: 0 };
  let broken: { error: unknown } | null = null;
  let wake = (): void => {};

  async function workOn(item: Item, { tools }: OpenTools<Tools>): Promise<Ended> {
    const startedMs = performance.now();
    const end = (ending: Ended["ending"]) => ({
      item,
      ending,
      startedMs,
      durationMs: performance.now() - startedMs,
    });
    if (stopping.drain.aborted) return end({ kind: "given_back", error: null });
    try {
      const result = await definition.work(item, tools, stopping.abandon);
      passFaultPoint("answered");
      return end({ kind: "ok", result });
    } catch (error) {
      const meaning = meaningOf(error);
      if ("stop" in meaning) stopping.stopFor(meaning.stop);
      return end({ kind: meaning.item === "suspended" ? "retry" : meaning.item, error });
    }
  }

  function take(item: Item, opened: OpenTools<Tools>): void {
    open++;
    ready.push({ item, opened });
    startReady();
  }

  function startReady(): void {
    while (running < lanes()) {
      const next = ready.shift();
      if (next === undefined) return;
      running++;
      void workOn(next.item, next.opened).then((ended) => {
        running--;
        open--;
        sortIn(ended);
        startReady();
        wake();
      });
    }
  }

  /** Holds back what may be the source's fault until the source has shown whether it is. */
  function sortIn(ended: Ended): void {
    const { ending } = ended;
    const absence = absenceIn(ended);
    if (tools?.absences !== undefined && absence !== null) {
      if (tools.absences.isRemembered(absence)) believe([ended]);
      else absences.hold(ended);
    } else if (ending.kind === "retry" && meaningOf(ending.error).item === "suspended") suspended.push(ended);
    else if (ending.kind === "given_back") finish([ended]);
    else {
      finish([ended, ...suspended.splice(0)]);
      if (ending.kind === "ok") believe(absences.provenBy(ended.startedMs));
    }
  }

  function absenceIn({ ending }: Ended): SourceError | null {
    if (ending.kind === "ok") return definition.absenceOf?.(ending.result) ?? null;
    return ending.kind === "not_found" && ending.error instanceof SourceError ? ending.error : null;
  }

  /** Finishes absences now that the source is known to be working. Where there is a judge, it weighs each of them. */
  function believe(absent: readonly Ended[]): void {
    const judge = tools?.absences;
    finish(
      absent.map((ended) => {
        const absence = absenceIn(ended);
        return judge === undefined || absence === null
          ? ended
          : { ...ended, absence: judge.judge(absence, ended.item.absences ?? null) };
      }),
    );
  }

  function finish(ended: readonly Ended[]): void {
    if (ended.length === 0) return;
    if (finished.length === 0) oldestFinishedMs = performance.now();
    finished.push(...ended);
  }

  function giveBack(ended: Ended[]): void {
    finish(ended.map((each) => ({ ...each, ending: { kind: "given_back", error: null } })));
  }

  async function claimMore(): Promise<void> {
    const limit = Math.min(chunkSize, batch - taken);
    const savesBefore = saves;
    const { items, skipped } = await inTransaction(db, (tx) => definition.claim(tx, runId, limit));
    passFaultPoint("claimed");
    if (items.length > 0) tools ??= await openTools();
    taken += items.length;
    unsaved += items.length;
    ledger.noteClaim(items.length, skipped);
    // A save in the meantime may have put new rows into the queue.
    isQueueEmpty = items.length + skipped < limit && saves === savesBefore;
    if (isQueueEmpty && !(await isAlive())) stopping.stopFor({ kind: "lost" });
    for (const item of items) take(item, tools as OpenTools<Tools>);
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

  /** Has the sources vouch for the absences held so far. If they cannot, the run stops and the absences are given back. */
  async function askCanary(): Promise<void> {
    const askedMs = performance.now();
    try {
      await tools?.absences?.vouch(absences.held, stopping.abandon);
      believe(absences.vouchedFor(askedMs));
    } catch (error) {
      giveBack(absences.takeAll());
      const trouble = troubleFailure(error);
      if (trouble !== null) stopping.stopFor({ kind: "database", error: trouble });
      else if (error instanceof SourceError) stopping.stopFor({ kind: "source", error });
      // A run that was declared dead has abandoned its question; why it stops is known already.
      else if (!stopping.abandon.aborted) throw error;
    }
  }

  async function beside(activity: keyof typeof going, task: () => Promise<void>): Promise<void> {
    going[activity]++;
    try {
      await task();
    } catch (error) {
      const trouble = troubleFailure(error);
      // What has been claimed so far can still be saved without new rows.
      if (activity === "claiming" && trouble !== null) stopping.stopFor({ kind: "database", error: trouble });
      else broken ??= { error };
    }
    going[activity]--;
    wake();
  }

  const wantsMore = () =>
    !stopping.drain.aborted &&
    !isQueueEmpty &&
    going.asking === 0 &&
    taken < batch &&
    open <= lanes() &&
    unsaved < CHUNKS_UNSAVED * chunkSize;
  function isSaveDue(): boolean {
    if (going.saving > 0) return going.saving === 1 && finished.length >= CHUNKS_FOR_SECOND_SAVE * chunkSize;
    const isOld = performance.now() - oldestFinishedMs >= SAVE_AFTER_MS;
    return finished.length > 0 && (finished.length >= chunkSize || open === 0 || isOld);
  }

  /** Nothing is going on any more: decides what becomes of everything that was held back. */
  function endSuspense(): void {
    const stop = stopping.reason();
    if (stop === null) finish(suspended.splice(0));
    else giveBack(suspended.splice(0));
    if (absences.held === 0) return;
    const isTrouble = stop?.kind === "source" || stop?.kind === "failure";
    const isThin = stop === null && tools?.absences?.isThin() === true;
    // A few more requests, even when the time is over: they cost less than the work they save.
    const mayAsk = stop === null || stop.kind === "max_seconds" || stop.kind === "interrupted";
    if (!absences.isStreak() && !isTrouble && !isThin) believe(absences.takeAll());
    else if (mayAsk) void beside("asking", askCanary);
    else giveBack(absences.takeAll());
  }

  for (;;) {
    if (broken === null) {
      if (going.asking === 0 && !stopping.drain.aborted && absences.isSuspicious())
        void beside("asking", askCanary);
      if (going.claiming === 0 && wantsMore()) void beside("claiming", claimMore);
      if (isSaveDue()) void beside("saving", saveFinished);
    }
    if (going.claiming + going.saving + going.asking > 0 || (open > 0 && broken === null)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, SAVE_AFTER_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    } else if (broken !== null) {
      throw (broken as { error: unknown }).error;
    } else if (suspended.length + absences.held > 0) endSuspense();
    else return;
  }
}
