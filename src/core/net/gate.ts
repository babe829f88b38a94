import { setTimeout as sleep } from "node:timers/promises";
import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import type { SourcePolicy } from "../settings/settings.js";
import { RateLimited, SourceError } from "../source-error.js";
import { openForMs, sharedBreaker } from "./shared-breaker.js";
import { ensureSourceState, exchange, type Grant, type Report } from "./source-state.js";

/** What one attempt at a request is given. */
export interface Attempt {
  signal: AbortSignal;
  /** Says what the request really cost, in the source's billing units, where an answer tells. Not called: 1. */
  charge(units: number): void;
}

/**
 * What stands between a source and the wire: rate limit, budget, breaker and retry of one source, shared by all
 * processes through `SourceState`. It learns from what `ask` returns or throws (`SourceError`).
 */
export interface Gate {
  /** Waits for its turn, runs `ask`, and again after a transient failure. Throws `SourceError` or the signal's reason. */
  run<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface OpenGate extends Gate {
  /** As `run`, but not again after a transient failure: for what must not be done twice. */
  runOnce<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Requests sent so far. */
  readonly requests: number;
  /** Hands in what was learnt and gives back the budget that was not spent. Turns taken and not used are lost time only. */
  close(): Promise<void>;
}

export interface GateOptions {
  db: Kysely<Schema>;
  /** The outside service, as `SourceState` names it: a source of profiles, or another one. */
  source: string;
  policy: SourcePolicy;
  /** What the budget counts, where it is not requests; `most`: what one request may cost, reserved before it is sent. */
  budgetUnit?: { name: string; most: number };
  isBackground: boolean;
  /** Once aborted (the run is stopping), no long wait and no retry is begun; what is on the wire ends by itself. */
  draining: AbortSignal;
}

/** A run waits this long for a source that refuses; a longer wait is cron's business (exit 4). */
const PATIENCE_MS = 60_000;
const REFUSALS_TO_STOP = 6;
/** Turns taken ahead: two seconds' worth, so that a request costs no round trip to the database. */
const BLOCK_MS = 2_000;
const BLOCK_MOST = 256;
const DRAIN_PATIENCE_MS = 2_000;
const TRIES_AGAIN = 2;

interface Turn {
  atMs: number;
  generation: number;
  units: number;
}

/** Opens the gate of one source for one run. */
export async function openGate(options: GateOptions): Promise<OpenGate> {
  const { db, source, policy, draining, budgetUnit = { name: "requests", most: 1 } } = options;
  await ensureSourceState(db, source, policy);

  let turns: Turn[] = [];
  let waiting = 0;
  let refilling: Promise<void> | null = null;
  let report = emptyReport(budgetUnit.most);
  let blockSize = 1;
  let requests = 0;
  /** Turns of this generation and older were handed out before the source refused. */
  let refusedGeneration = -1;
  const breaker = sharedBreaker(db, source, () => giveBack(turns.splice(0)));

  const tryAgain = retry(
    handleWhen((error) => isKind(error, "transient") && !draining.aborted),
    { maxAttempts: TRIES_AGAIN, backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 4_000 }) },
  );

  async function tradeIn(want: number): Promise<Grant> {
    const handedIn = report;
    report = emptyReport(budgetUnit.most);
    try {
      return await exchange(db, { ...options, want, report: handedIn, openForMs });
    } catch (error) {
      report = mergeReports(handedIn, report);
      throw error;
    }
  }

  async function refill(signal: AbortSignal): Promise<void> {
    for (;;) {
      await breaker.written();
      const grant = await tradeIn(Math.max(waiting, blockSize));
      breaker.adopt(grant.breaker, grant.kind === "turns" && grant.isProbe);
      switch (grant.kind) {
        case "turns": {
          const startMs = performance.now() + grant.firstInMs;
          const { generation, unitsEach: units, intervalMs } = grant;
          // What is reserved ahead nobody else can spend: of dear requests no more than are waited for.
          blockSize =
            budgetUnit.most > 1 ? 1 : Math.min(BLOCK_MOST, Math.max(1, Math.ceil(BLOCK_MS / intervalMs)));
          turns = Array.from({ length: grant.count }, (_, index) => ({
            atMs: startMs + index * intervalMs,
            generation,
            units,
          }));
          return;
        }
        case "paused":
          if (grant.forMs > patienceMs() || grant.refusedStreak >= REFUSALS_TO_STOP) {
            throw new RateLimited(
              `${source} refuses (rate limit) for another ${Math.ceil(grant.forMs / 1000)} s`,
              grant.forMs,
            );
          }
          await pause(grant.forMs, signal);
          break;
        case "out_of_budget":
          throw new SourceError(
            "out_of_budget",
            `${source}: today's ${options.isBackground ? "background " : ""}budget is used up (${grant.usedToday} of ${grant.cap} ${budgetUnit.name})`,
            { used_today: grant.usedToday, cap: grant.cap },
          );
        case "breaker_open": {
          const forWords =
            grant.forMs === null
              ? "another process is probing it"
              : `next probe in ${Math.ceil(grant.forMs / 1000)} s`;
          throw new SourceError("blocked", `${source}: the circuit breaker is open; ${forWords}`, {
            breaker: "open",
          });
        }
        default:
          grant satisfies never;
      }
    }
  }

  async function nextTurn(signal: AbortSignal): Promise<Turn> {
    waiting++;
    try {
      while (turns.length === 0) {
        refilling ??= refill(signal).finally(() => {
          refilling = null;
        });
        await refilling;
        signal.throwIfAborted();
      }
    } finally {
      waiting--;
    }
    const turn = turns.shift() as Turn;
    const waitMs = turn.atMs - performance.now();
    if (waitMs <= 0) return turn;
    if (waitMs > patienceMs()) {
      giveBack([turn]);
      throw new RateLimited(`${source}: the next turn is ${Math.ceil(waitMs / 1000)} s away`, waitMs);
    }
    try {
      await pause(waitMs, signal);
    } catch (error) {
      giveBack([turn]);
      throw error;
    }
    if (turn.generation > refusedGeneration) return turn;
    // The source has refused somebody meanwhile: to go ahead would only be refused as well.
    giveBack([turn]);
    return nextTurn(signal);
  }

  /** Sleeps; when the run begins to drain meanwhile, only a little longer. */
  async function pause(forMs: number, signal: AbortSignal): Promise<void> {
    if (forMs < 1) return;
    const draining = AbortSignal.any([signal, options.draining]);
    try {
      await sleep(forMs, undefined, { signal: options.draining.aborted ? signal : draining });
    } catch {
      signal.throwIfAborted();
      throw new RateLimited(`${source}: not asked, the run is stopping`, forMs, { draining: true });
    }
  }

  async function sendOnce<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      const turn = await nextTurn(signal);
      let cost: number | null = null;
      const attempt: Attempt = {
        signal,
        charge: (units) => {
          cost = units;
        },
      };
      let isSent = false;
      try {
        const answer = await breaker.execute(async () => {
          isSent = true;
          requests++;
          try {
            return { value: await ask(attempt) };
          } catch (error) {
            // To the breaker, any answer is a sign of life; only blocks and network trouble count against the source.
            if (isKind(error, "blocked") || isKind(error, "transient")) throw error;
            return { error };
          }
        });
        if (!("error" in answer)) {
          report.ok++;
          return answer.value;
        }
        if (!(answer.error instanceof RateLimited)) {
          report.ok++;
          throw answer.error;
        }
        noteRefusal(turn, answer.error);
      } catch (error) {
        if (isSent && (isKind(error, "blocked") || isKind(error, "transient"))) report.failed++;
        throw error;
      } finally {
        settle(turn, isSent ? (cost ?? 1) : 0);
      }
    }
  }

  function noteRefusal(turn: Turn, error: RateLimited): void {
    refusedGeneration = Math.max(refusedGeneration, turn.generation);
    const before = report.refusal;
    report.refusal = {
      generation: Math.max(turn.generation, before?.generation ?? 0),
      retryAfterMs: Math.max(error.retryAfterMs ?? 0, before?.retryAfterMs ?? 0) || null,
    };
    giveBack(turns.splice(0));
  }

  function settle(turn: Turn, cost: number): void {
    report.refundUnits += turn.units - cost;
    report.dearestRequest = Math.max(report.dearestRequest, cost);
  }

  function giveBack(unused: Turn[]): void {
    for (const turn of unused) settle(turn, 0);
  }

  function patienceMs(): number {
    return draining.aborted ? DRAIN_PATIENCE_MS : PATIENCE_MS;
  }

  return {
    get requests() {
      return requests;
    },
    run: (ask, signal) => tryAgain.execute(() => sendOnce(ask, signal), signal),
    runOnce: sendOnce,
    async close() {
      giveBack(turns.splice(0));
      await breaker.written();
      if (requests > 0) await breaker.saveStreak();
      await tradeIn(0);
    },
  };
}

function isKind(error: unknown, kind: SourceError["kind"]): boolean {
  return error instanceof SourceError && error.kind === kind;
}

function emptyReport(dearestRequest: number): Report {
  return { ok: 0, failed: 0, refusal: null, refundUnits: 0, dearestRequest };
}

function mergeReports(first: Report, second: Report): Report {
  return {
    ok: first.ok + second.ok,
    failed: first.failed + second.failed,
    refusal: second.refusal ?? first.refusal,
    refundUnits: first.refundUnits + second.refundUnits,
    dearestRequest: Math.max(first.dearestRequest, second.dearestRequest),
  };
}
