import { RateLimited, SourceError } from "../source-error.js";
import { newAccounts } from "./accounts.js";
import type { Asked, Attempt } from "./attempt.js";
import { averageWith } from "./average.js";
import type { CapOnRun } from "./cap.js";
import { believedCost, believedPause } from "./prices.js";
import { sharedBreaker } from "./shared-breaker.js";
import { openTurnQueue, type QueueForTurnsOptions, type Turn } from "./turn-queue.js";

export interface NewGateOptions extends QueueForTurnsOptions {
  cap: CapOnRun | null;
}

/** The state and clock that a gate uses: the database and this machine's clock, or those of a simulation. */
export interface NewGate {
  readonly requests: number;
  readonly pending: number;
  inFlightNeeded(): number | null;
  /** Waits for a turn and its budget, then runs `ask` once. */
  send<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal, asked?: Asked): Promise<T>;
  close(): Promise<void>;
}

/** Opens a gate for one run. */
export function newGate(options: NewGateOptions): NewGate {
  const { source, state, clock, prices: rule, cap } = options;
  const accounts = newAccounts();
  let requests = 0;
  let pending = 0;
  let answerMs: number | null = null;
  const breaker = sharedBreaker(state, source, () => queue.giveBackUnused());
  const queue = openTurnQueue(options, accounts, breaker, {
    requests: () => requests,
    pending: () => pending,
  });

  function noteRefusal(turn: Turn, error: RateLimited): void {
    const { forMs, odd } = believedPause(error.retryAfterMs);
    if (odd !== null) accounts.noteOdd(odd);
    accounts.noteRefusal(turn.generation, forMs);
    queue.refuse(turn);
  }

  /** @returns the answer, or null if the source refused (429) and the request should wait for another turn. */
  async function sendOnce<T>(
    ask: (attempt: Attempt) => Promise<T>,
    signal: AbortSignal,
    { endpoint = "", purpose }: Asked,
  ): Promise<{ value: T } | null> {
    const mostUnits = queue.priceOf(endpoint);
    let spent = { units: 0, isSent: false };
    await cap?.take(mostUnits, signal);
    try {
      const { turn, reserved } = await queue.ownTurn(endpoint, signal);
      return await sendNow(ask, signal, turn, (cost, end) => {
        const isSent = end !== "not sent";
        // Without an answer it is unknown whether the request was charged, so the full reservation counts as spent.
        const untold = { "not sent": 0, answered: 1, unanswered: reserved.units }[end];
        spent = { units: isSent ? (cost ?? untold) : 0, isSent };
        accounts.settle(reserved, {
          endpoint,
          purpose: purpose ?? options.purpose,
          ...spent,
          isTold: cost !== null,
        });
      });
    } finally {
      cap?.settle(mostUnits, spent);
    }
  }

  async function sendNow<T>(
    ask: (attempt: Attempt) => Promise<T>,
    signal: AbortSignal,
    turn: Turn,
    settle: (cost: number | null, end: "not sent" | "answered" | "unanswered") => void,
  ): Promise<{ value: T } | null> {
    let cost: number | null = null;
    let end: Parameters<typeof settle>[1] = "not sent";
    const attempt: Attempt = {
      signal,
      charge(units) {
        const believed = believedCost(rule, units);
        if (believed.odd !== null) accounts.noteOdd(believed.odd);
        cost = believed.units;
      },
    };
    try {
      const answer = await breaker.execute(async () => {
        end = "unanswered";
        requests++;
        try {
          const value = await timed(() => ask(attempt));
          end = "answered";
          return { value };
        } catch (error) {
          if (error instanceof SourceError && error.kind !== "transient") end = "answered";
          // For the breaker, any answer shows that the source is up; only blocks and network trouble count against it.
          if (isKind(error, "blocked") || isKind(error, "transient")) throw error;
          return { error };
        }
      });
      if (!("error" in answer)) {
        accounts.noteOk();
        return answer;
      }
      if (!(answer.error instanceof RateLimited)) {
        accounts.noteOk();
        throw answer.error;
      }
      noteRefusal(turn, answer.error);
      return null;
    } catch (error) {
      if (end !== "not sent" && (isKind(error, "blocked") || isKind(error, "transient")))
        accounts.noteFailure();
      throw error;
    } finally {
      settle(cost, end);
      queue.end(turn);
    }
  }

  async function timed<T>(ask: () => Promise<T>): Promise<T> {
    const sentMs = clock.nowMs();
    try {
      return await ask();
    } finally {
      answerMs = averageWith(clock.nowMs() - sentMs, answerMs);
    }
  }

  return {
    get requests() {
      return requests;
    },
    get pending() {
      return pending;
    },
    inFlightNeeded: () =>
      queue.intervalMs === null || answerMs === null ? null : Math.ceil(answerMs / queue.intervalMs),
    async send(ask, signal, asked = {}) {
      pending++;
      try {
        for (;;) {
          const answer = await sendOnce(ask, signal, asked);
          if (answer !== null) return answer.value;
        }
      } finally {
        pending--;
      }
    },
    async close() {
      queue.giveBackUnused();
      accounts.emptyPurse();
      try {
        await breaker.written();
        if (requests > 0) await breaker.saveStreak();
      } finally {
        await queue.close();
      }
    },
  };
}

function isKind(error: unknown, kind: SourceError["kind"]): boolean {
  return error instanceof SourceError && error.kind === kind;
}
