import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
} from "cockatiel";
import type { BreakerState } from "../db/schema/house.js";
import { SourceError } from "../source-error.js";
import type { BreakerSnapshot } from "./decide.js";
import type { SharedState } from "./shared-state.js";

/** Consecutive blocks or transient failures, over all runs, that open the breaker. */
const STREAK_TO_OPEN = 5;
const OPEN_FOR = { initialDelay: 60_000, maxDelay: 3_600_000 };

/** One run's copy of the breaker of a source; `SourceState` keeps the copies of all runs in step. */
export interface SharedBreaker {
  /** Runs `ask`. Whatever it throws counts against the source. @throws SourceError "blocked" while the breaker is open. */
  execute<T>(ask: () => Promise<T>): Promise<T>;
  /** Takes over the state from `SourceState` if it is new. */
  adopt(snapshot: BreakerSnapshot, isProbe: boolean): void;
  /** Waits until changes are saved. @throws what a save threw, once; from then on the shared state counts. */
  written(): Promise<void>;
  /** Saves the current streak of failures, so that the next run continues from it. */
  saveStreak(): Promise<void>;
}

/** @param onOpen called when the breaker opens in this run. */
export function sharedBreaker(
  state: Pick<SharedState, "saveBreaker" | "saveBreakerStreak">,
  source: string,
  onOpen: () => void,
): SharedBreaker {
  let breaker = newBreaker(null);
  let seenChange: number | null = null;
  let writes: Promise<unknown> = Promise.resolve();
  let failed: { error: unknown } | null = null;

  function newBreaker(saved: unknown, ageMs = 0) {
    const made = circuitBreaker(
      handleWhen(() => true),
      {
        breaker: new ConsecutiveBreaker(STREAK_TO_OPEN),
        halfOpenAfter: new ExponentialBackoff(OPEN_FOR),
        initialState: onThisClock(saved, ageMs),
      },
    );
    made.onStateChange((changed) => {
      const name = BREAKER_NAMES[changed];
      if (name === "half_open") return; // Already recorded when the probe was granted.
      writes = writes.then(async () => {
        try {
          seenChange = await state.saveBreaker(name, made.toJSON());
        } catch (error) {
          failed = { error };
          // The change could not be shared, so the shared state is taken over instead.
          seenChange = null;
        }
      });
      if (name === "open") onOpen();
    });
    return made;
  }

  return {
    async execute(ask) {
      try {
        return await breaker.execute(ask);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new SourceError("blocked", `${source}: the circuit breaker has opened`, { breaker: "open" });
      }
    },
    adopt(snapshot, isProbe) {
      if (snapshot.changedAtMs === seenChange && !isProbe) return;
      seenChange = snapshot.changedAtMs;
      breaker = newBreaker(snapshot.saved, isProbe ? Infinity : snapshot.ageMs);
    },
    async written() {
      await writes;
      const met = failed;
      failed = null;
      if (met !== null) throw met.error;
    },
    async saveStreak() {
      if (breaker.state === CircuitState.Closed) await state.saveBreakerStreak(breaker.toJSON());
    },
  };
}

const BREAKER_NAMES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Isolated]: "open",
};

interface SavedBreaker {
  ownState: { value: CircuitState; openedAt?: number; attemptNo?: number };
  breakerState: unknown;
}

/** A saved breaker, with its opening time converted to this machine's clock. */
function onThisClock(saved: unknown, ageMs: number): SavedBreaker | undefined {
  if (saved === null || saved === undefined) return undefined;
  const { ownState, breakerState } = saved as SavedBreaker;
  if (ownState.value === CircuitState.Closed)
    return { ownState: { value: CircuitState.Closed }, breakerState };
  return { ownState: { ...ownState, openedAt: ageMs === Infinity ? 0 : Date.now() - ageMs }, breakerState };
}

/** How long a breaker stays open: 60 s, doubled with each failed probe, up to an hour. */
export function openForMs(saved: unknown): number {
  const attempts = (saved as SavedBreaker | null)?.ownState.attemptNo ?? 1;
  return Math.min(OPEN_FOR.maxDelay, OPEN_FOR.initialDelay * 2 ** Math.max(0, attempts - 1));
}
