import type { Kysely } from "kysely";
import { type Settlement, settle } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import { troubleOf } from "../db/trouble.js";
import { messageOf } from "../failure.js";
import { type NewAlert, raiseAlerts } from "../record/alerts.js";
import { logErrors } from "../record/error-log.js";
import { addMetrics } from "../record/metrics.js";
import { addRunCounts, NO_COUNTS, type RunCounts } from "../record/runs.js";
import type { Mask } from "../record/secrets.js";
import { SourceError } from "../source-error.js";
import type { BatchDefinition, ClaimedRow, Finished, Saved } from "./definition.js";
import { addInto, itemMetrics, type Tallies } from "./tallies.js";

/** An item that was not saved as `ok`, for messages. */
export interface ItemFailure {
  subject: string;
  error: unknown;
  /** "retry": it will be tried again. "failed": this was the last attempt. */
  outcome: "retry" | "failed";
  durationMs: number;
}

/** Saves the results of a run chunk by chunk, and counts exactly what was committed. */
export interface Ledger<Item, Result> {
  readonly counts: Readonly<RunCounts>;
  /** Rows that needed no work. */
  readonly skipped: number;
  readonly tallies: Tallies;
  noteClaim(claimed: number, skipped: number): void;
  /**
   * Saves a chunk in one transaction. If that fails, it saves item by item: an item that cannot be saved is logged and ends
   * as `retry`, and takes no other with it. Trouble with the database is no item's fault: it is waited out, and thrown if it
   * lasts.
   */
  save(chunk: readonly Finished<Item, Result>[]): Promise<void>;
}

/** Opens the ledger of a run. */
export function openLedger<Item extends ClaimedRow, Result>(
  db: Kysely<Schema>,
  run: { id: bigint; command: string; mask: Mask },
  definition: Pick<BatchDefinition<Item, Result, never>, "queue" | "subject" | "save">,
  {
    requests,
    onItemFailed,
    onBuried,
  }: {
    requests(): number;
    onItemFailed(failure: ItemFailure): void;
    /** Called when another process has declared the run dead. What the run saves from then on closes no row. */
    onBuried(): void;
  },
): Ledger<Item, Result> {
  const counts: RunCounts = { ...NO_COUNTS };
  const tallies: Tallies = {};
  let skipped = 0;
  let unsavedClaims = 0;
  let requestsSaved = 0;

  async function save(chunk: readonly Finished<Item, Result>[]): Promise<void> {
    try {
      await saveTogether(chunk);
    } catch (error) {
      if (troubleOf(error) !== null) throw error;
      const [only, ...others] = chunk;
      if (only === undefined || (others.length === 0 && only.ending.kind !== "ok")) throw error;
      if (others.length > 0) for (const each of chunk) await save([each]);
      else await saveTogether([{ ...only, ending: { kind: "retry", error } }]);
    }
  }

  async function saveTogether(chunk: readonly Finished<Item, Result>[]): Promise<void> {
    // Taken before the first await, since another save may run at the same time.
    const claimed = unsavedClaims;
    const requestsMade = requests() - requestsSaved;
    unsavedClaims -= claimed;
    requestsSaved += requestsMade;
    const committed = await inTransaction(db, async (tx) => {
      const done = chunk.flatMap(({ item, ending, absence }) =>
        ending.kind === "ok" ? [{ item, result: ending.result, ...(absence && { absence }) }] : [],
      );
      const saved: Saved =
        done.length === 0
          ? { closed: 0, tallies: {} }
          : await definition.save(tx, done, { runId: run.id, rowIds: chunk.map(({ item }) => item.id) });
      const settled = await settle(tx, definition.queue, run.id, [
        ...chunk.flatMap((each) => settlementOf(each, run.mask)),
        ...(saved.settlements ?? []),
      ]);
      const failures = failuresAmong(chunk, settled, definition.subject);
      const changes: Partial<RunCounts> = { claimed, ok: saved.closed, ...countOutcomes(settled) };
      await logErrors(tx, run, [...failures, ...(saved.notices ?? [])]);
      await addMetrics(tx, [
        ...itemMetrics(run.command, changes, saved.tallies, workedMsOf(chunk)),
        { name: "requests", value: requestsMade, tags: { command: run.command } },
      ]);
      const isAlive = await addRunCounts(tx, run.id, changes);
      await raiseAlerts(tx, deadLetterAlerts(run, changes.failed ?? 0));
      return { changes, tallies: saved.tallies, failures, isAlive };
    }).catch((error: unknown) => {
      unsavedClaims += claimed;
      requestsSaved -= requestsMade;
      throw error;
    });
    addInto(counts, committed.changes);
    addInto(tallies, committed.tallies);
    for (const failure of committed.failures) onItemFailed(failure);
    if (!committed.isAlive) onBuried();
  }

  return {
    counts,
    tallies,
    get skipped() {
      return skipped;
    },
    noteClaim(claimed, skippedNow) {
      unsavedClaims += claimed;
      skipped += skippedNow;
    },
    save,
  };
}

function settlementOf<Item extends { id: bigint }>(
  { item, ending, absence }: Finished<Item, unknown>,
  mask: Mask,
): Settlement[] {
  if (ending.kind === "ok") return [];
  const error = ending.error === null ? null : mask.text(messageOf(ending.error));
  if (absence === undefined)
    return [{ id: item.id, outcome: ending.kind, error, ...lookAgain(ending.error) }];
  return [{ id: item.id, outcome: absence.outcome, error, absence }];
}

/** A source may say when an account that it cannot serve now is worth another attempt. */
function lookAgain(error: unknown): Pick<Settlement, "againInMs"> {
  const againInMs = error instanceof SourceError ? error.context.lookAgainMs : undefined;
  return typeof againInMs === "number" ? { againInMs } : {};
}

function failuresAmong<Item extends { id: bigint }>(
  chunk: readonly Finished<Item, unknown>[],
  settled: readonly { id: bigint; outcome: string }[],
  subject: (item: Item) => string,
): ItemFailure[] {
  const outcomes = new Map(settled.map(({ id, outcome }) => [id, outcome]));
  return chunk.flatMap(({ item, ending, durationMs }) => {
    const outcome = outcomes.get(item.id);
    if (ending.kind === "ok" || (outcome !== "retry" && outcome !== "failed")) return [];
    return [{ subject: subject(item), error: ending.error, outcome, durationMs }];
  });
}

function countOutcomes(settled: readonly { outcome: string }[]): Partial<RunCounts> {
  const of = (outcome: string) => settled.filter((row) => row.outcome === outcome).length;
  return {
    not_found: of("not_found"),
    unknown: of("unknown"),
    unavailable: of("unavailable"),
    retried: of("retry"),
    failed: of("failed"),
    given_back: of("given_back"),
  };
}

function deadLetterAlerts({ id, command }: { id: bigint; command: string }, failed: number): NewAlert[] {
  if (failed === 0) return [];
  const message = `${command}: items have failed for good; igminer errors --command ${command} shows why`;
  return [{ kind: "dead_letters", subject: command, message, count: failed, runId: id }];
}

function workedMsOf(chunk: readonly Finished<unknown, unknown>[]): number[] {
  return chunk.filter(({ ending }) => ending.kind !== "given_back").map(({ durationMs }) => durationMs);
}
