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
 * The way to one source: its rate limit, budget, breaker and retry, shared by all processes through `SourceState`. It
 * learns from what `ask` returns or throws (`SourceError`).
 */
export interface Gate {
  /** Waits for a turn and runs `ask`, again after a transient failure. @throws SourceError, or the signal's reason. */
  run<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal, asked?: Asked): Promise<T>;
}

export interface OpenGate extends Gate {
  /** Like `run`, but without a retry: for requests that must not be sent twice. */
  runOnce<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal, asked?: Asked): Promise<T>;
  /** Requests sent so far. */
  readonly requests: number;
  /** Requests that wait for their turn or for their answer. */
  readonly pending: number;
  /** How many parallel requests the rate and the response time call for, or null if not known yet. */
  inFlightNeeded(): number | null;
  /** Reports what was learnt, and returns unused turns and unspent budget. */
  close(): Promise<void>;
}

export interface GateOptions {
  db: Kysely<Schema>;
  /** The outside service as `SourceState` names it: a source of profiles or another service. */
  source: string;
  policy: SourcePolicy;
  /** What requests cost; by default one unit each. */
  prices?: PriceRule;
  isBackground: boolean;
  /**
   * Once aborted (the run is stopping), no long wait and no retry is started; requests on the wire finish by
   * themselves.
   */
  draining: AbortSignal;
  /** When the run stops by itself, on the clock of `performance.now()`; null or omitted if it does not. */
  endsAtMs?: number | null;
  /** How spending is entered in the ledger; omitted if it is not. */
  ledger?: LedgerEntry;
  /** What each purpose may claim of the day's budget. */
  shares?: readonly Share[];
  /** Upper limits for this run. */
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
