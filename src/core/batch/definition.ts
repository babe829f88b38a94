import type { Kysely, Transaction } from "kysely";
import type { Absences, AbsenceVerdict } from "../claims/absences.js";
import type { QueueTable, Settlement } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";
import type { LoggedError } from "../record/error-log.js";
import type { SourceError } from "../source-error.js";
import type { Tallies } from "./tallies.js";

export interface Done<Item, Result> {
  item: Item;
  result: Result;
  /** What follows from an absence (`absenceOf`). */
  absence?: AbsenceVerdict;
}

/** A row of a queue, as it was claimed. */
export interface ClaimedRow {
  id: bigint;
  /** What sources have said of it before, where it is a name that they did not know. */
  absences?: Absences | null | undefined;
}

/** What one save is given besides its items. */
export interface SaveContext {
  runId: bigint;
  /**
   * Every row of the queue that this transaction writes, also those whose items failed. A save that locks further rows
   * of the queue locks these with them in one order, so that two runs never wait for each other.
   */
  rowIds: readonly bigint[];
}

export interface Saved {
  /** Rows closed with outcome `ok`: those that the run still held. */
  closed: number;
  tallies: Tallies;
  /** Rows that end otherwise, though what was found out with them is saved. */
  settlements?: readonly Settlement[];
  /** What is to stand in `ErrorLog` of items that are saved all the same. */
  notices?: readonly LoggedError[];
}

/** What came of an exchange with an outside service. */
export interface Exchanged {
  /** In words; null: there was nothing to hand over or to fetch. */
  told: string | null;
  requests: number;
}

/** What is different about one batch command; the spine (`runBatch`) does the rest. */
export interface BatchDefinition<Item extends ClaimedRow, Result, Tools> {
  /** The command's name, as in `Run.command`. */
  name: string;
  queue: QueueTable;
  /** Fills an empty queue, where the command can. Runs once, before the first claim. @returns what it did, in words. */
  prepare?(db: Kysely<Schema>): Promise<string | null>;
  /**
   * Fetches what an outside service has ready of what earlier runs left there. Before the first claim; not in a dry run. A
   * `SourceError` that it throws stops the run.
   */
  fetchReady?(db: Kysely<Schema>, draining: AbortSignal): Promise<Exchanged>;
  /** Hands over what is written down for an outside service. After the last save, unless the run was stopped; as `fetchReady`. */
  handOver?(db: Kysely<Schema>, draining: AbortSignal): Promise<Exchanged>;
  /**
   * Marks up to `limit` rows as the run's own, in one statement with `SKIP LOCKED`.
   * `skipped`: rows that needed no work and were closed. Fewer rows than `limit` in all mean that none are left.
   */
  claim(db: Kysely<Schema>, runId: bigint, limit: number): Promise<{ items: Item[]; skipped: number }>;
  /** What the item is called in messages and in `ErrorLog.subject`. */
  subject(item: Item): string;
  /** Works on one item. A `SourceError` that it throws decides the item's outcome. */
  work(item: Item, tools: Tools, signal: AbortSignal): Promise<Result>;
  /** What a result says of something that does not exist, if it does: it is believed no sooner than an error that says so. */
  absenceOf?(result: Result): SourceError | null;
  /** Saves finished items and closes their rows with outcome `ok`, where `claimed_by` is still the run. May run twice. */
  save(tx: Transaction<Schema>, done: readonly Done<Item, Result>[], context: SaveContext): Promise<Saved>;
  /** One line: why there was nothing to do and what would change it. */
  nothingToDo(db: Kysely<Schema>): Promise<string>;
}

/** What became of one item that was worked on. */
export interface Finished<Item, Result> {
  item: Item;
  ending:
    | { kind: "ok"; result: Result }
    | { kind: "not_found" | "unavailable" | "retry" | "given_back"; error: unknown };
  /** On the clock of `performance.now()`. */
  startedMs: number;
  durationMs: number;
  /** What follows from it, where it is an absence. */
  absence?: AbsenceVerdict;
}
