import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import type { SourcePolicy } from "../settings/settings.js";
import { SourceError } from "../source-error.js";
import type { Asked, Attempt } from "./attempt.js";
import type { CapOnRun } from "./cap.js";
import { machineClock } from "./clock.js";
import { newGate } from "./new-gate.js";
import { ONE_EACH, type PriceRule } from "./prices.js";
import type { Share } from "./shares.js";
import { openSourceState } from "./source-state.js";
import type { LedgerEntry } from "./spending.js";

/**
 * What stands between a source and the wire: rate limit, budget, breaker and retry of one source, shared by all
 * processes through `SourceState`. It learns from what `ask` returns or throws (`SourceError`).
 */
export interface Gate {
  /** Waits for its turn, runs `ask`, and again after a transient failure. Throws `SourceError` or the signal's reason. */
  run<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal, asked?: Asked): Promise<T>;
}

export interface OpenGate extends Gate {
  /** As `run`, but not again after a transient failure: for what must not be done twice. */
  runOnce<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal, asked?: Asked): Promise<T>;
  /** Requests sent so far. */
  readonly requests: number;
  /** Requests that wait for their turn or for their answer. */
  readonly pending: number;
  /** How many requests at once the rate and the time of an answer need; null: not known yet. */
  inFlightNeeded(): number | null;
  /** Hands in what was learnt, gives back the turns that nobody has lined up behind, and the budget that was not spent. */
  close(): Promise<void>;
}

export interface GateOptions {
  db: Kysely<Schema>;
  /** The outside service, as `SourceState` names it: a source of profiles, or another one. */
  source: string;
  policy: SourcePolicy;
  /** What requests cost; left out: one each. */
  prices?: PriceRule;
  isBackground: boolean;
  /** Once aborted (the run is stopping), no long wait and no retry is begun; what is on the wire ends by itself. */
  draining: AbortSignal;
  /** When the run stops by itself, on the clock of `performance.now()`; null or left out: it does not. */
  endsAtMs?: number | null;
  /** How what is spent is entered into the ledger; left out: it is not. */
  ledger?: LedgerEntry;
  /** What each purpose may claim of the day's budget. */
  shares?: readonly Share[];
  /** What this run may ask for at most. */
  cap?: CapOnRun;
}

const TRIES_AGAIN = 2;

/** Opens the gate of one source for one run. */
export async function openGate(options: GateOptions): Promise<OpenGate> {
  const { db, source, policy, draining, ledger = null } = options;
  const gate = newGate({
    source,
    policy,
    state: await openSourceState({ db, source, policy, ledger }),
    clock: machineClock,
    prices: options.prices ?? ONE_EACH,
    isBackground: options.isBackground,
    draining,
    endsAtMs: options.endsAtMs ?? null,
    purpose: ledger?.purpose ?? null,
    shares: options.shares ?? [],
    cap: options.cap ?? null,
  });
  const tryAgain = retry(
    handleWhen((error) => error instanceof SourceError && error.kind === "transient" && !draining.aborted),
    { maxAttempts: TRIES_AGAIN, backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 4_000 }) },
  );
  return {
    get requests() {
      return gate.requests;
    },
    get pending() {
      return gate.pending;
    },
    inFlightNeeded: gate.inFlightNeeded,
    run: (ask, signal, asked) => tryAgain.execute(() => gate.send(ask, signal, asked), signal),
    runOnce: gate.send,
    close: gate.close,
  };
}
