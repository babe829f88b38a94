import type { Kysely, Transaction } from "kysely";
import type { Absences, AbsenceVerdict } from "../claims/absences.js";
import type { QueueTable, Settlement } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";
import type { LoggedError } from "../record/error-log.js";
import type { SourceError } from "../source-error.js";
import type { Tallies } from "./tallies.js";

/** An item with the result of its work. */
export interface Done<Item, Result> {
  item: Item;
  result: Result;
  /** What follows from an absence (`absenceOf`). */
  absence?: AbsenceVerdict;
}

/** A claimed row of a queue. */
export interface ClaimedRow {
  id: bigint;
  /** What sources have said of this name before, if they did not find it. */
  absences?: Absences | null | undefined;
}

/** What a save gets besides its items. */
export interface SaveContext {
  runId: bigint;
  /**
   * Every queue row that this transaction writes, including those whose items failed. A save that locks further rows of the
   * queue must lock them together with these, in order of id, so that two runs never deadlock.
   */
  rowIds: readonly bigint[];
}

/** What a save did. */
export interface Saved {
  /** Rows closed with outcome `ok`: those that the run still held. */
  closed: number;
  tallies: Tallies;
  /** Rows that end otherwise although their findings are saved. */
  settlements?: readonly Settlement[];
  /** Entries for `ErrorLog` about items that are saved nevertheless. */
  notices?: readonly LoggedError[];
}

/** The result of an exchange with an outside service. */
export interface Exchanged {
  /** In words, or null if there was nothing to send or to fetch. */
  told: string | null;
  requests: number;
}

/** What is different about one batch command; `runBatch` does the rest. */
export interface BatchDefinition<Item extends ClaimedRow, Result, Tools> {
  /** The command's name, as in `Run.command`. */
  name: string;
  queue: QueueTable;
  /** Fills an empty queue, if the command can. Runs once, before the first claim. @returns what it did, in words. */
  prepare?(db: Kysely<Schema>): Promise<string | null>;
  /**
   * Fetches what earlier runs have started at an outside service and is ready now. Runs before the first claim, but not in a
   * dry run. A `SourceError` that it throws stops the run.
   */
  fetchReady?(db: Kysely<Schema>, draining: AbortSignal): Promise<Exchanged>;
  /**
   * Sends what is recorded for an outside service. Runs after the last save unless the run was stopped; errors as in
   * `fetchReady`.
   */
  handOver?(db: Kysely<Schema>, draining: AbortSignal): Promise<Exchanged>;
  /**
   * Claims up to `limit` rows for the run, in one statement with `SKIP LOCKED`. `skipped` counts rows that needed no work and
   * were closed. If items and skipped rows together are fewer than `limit`, none are left.
   */
  claim(db: Kysely<Schema>, runId: bigint, limit: number): Promise<{ items: Item[]; skipped: number }>;
  /** The item's name in messages and in `ErrorLog.subject`. */
  subject(item: Item): string;
  /** Works on one item. A `SourceError` that it throws decides the item's outcome. */
  work(item: Item, tools: Tools, signal: AbortSignal): Promise<Result>;
  /**
   * The error in a result that says that something does not exist, if it does. Such an absence is believed no sooner than a
   * thrown one.
   */
  absenceOf?(result: Result): SourceError | null;
  /**
   * Saves finished items and closes their rows with outcome `ok` where `claimed_by` is still the run. May be called twice.
   */
  save(tx: Transaction<Schema>, done: readonly Done<Item, Result>[], context: SaveContext): Promise<Saved>;
  /** One line: why there was nothing to do, and what would change it. */
  nothingToDo(db: Kysely<Schema>): Promise<string>;
}

/** One item that was worked on, and how that ended. */
export interface Finished<Item, Result> {
  item: Item;
  ending:
    | { kind: "ok"; result: Result }
    | { kind: "not_found" | "unavailable" | "retry" | "given_back"; error: unknown };
  /** On the clock of `performance.now()`. */
  startedMs: number;
  durationMs: number;
  /** What follows from an absence. */
  absence?: AbsenceVerdict;
}
