/**
 * Whether the database answers this process, over all its connections. One clock for all of them: while any answer comes,
 * what waits elsewhere waits for a lock and not for the network.
 */
export interface Reach {
  /** How long finished work may wait for the database. */
  readonly limitMs: number;
  /** Aborted by `giveUp`. */
  readonly givenUp: AbortSignal;
  /** Notes that something was asked. @returns what is told once it has ended, with whether the database was at the other end. */
  ask(): (isAnswered: boolean) => void;
  /** How long the database has been asked in vain; 0: it answers, or nothing was asked. */
  unansweredMs(): number;
  /** Whether a question is open for long: nothing comes, not even a refusal. */
  isSilent(): boolean;
  /** Whether anything has ever been committed: before that nobody is kept waiting for a database that refuses. */
  hasCommitted: boolean;
  /** Ends every wait and every connection at once: the run is over without the database. */
  giveUp(): void;
}

const SILENT_AFTER_MS = 5_000;

/** @param limitMs see `Reach.limitMs`. */
export function newReach(limitMs: number): Reach {
  const pending = new Set<{ startedMs: number }>();
  const over = new AbortController();
  let answeredMs = -Infinity;
  let troubleSinceMs = Infinity;

  return {
    limitMs,
    givenUp: over.signal,
    hasCommitted: false,
    ask() {
      const question = { startedMs: performance.now() };
      pending.add(question);
      return (isAnswered) => {
        pending.delete(question);
        if (isAnswered) {
          answeredMs = performance.now();
          troubleSinceMs = Infinity;
        } else troubleSinceMs = Math.min(troubleSinceMs, question.startedMs);
      };
    },
    unansweredMs() {
      let sinceMs = troubleSinceMs;
      for (const { startedMs } of pending) sinceMs = Math.min(sinceMs, startedMs);
      return sinceMs === Infinity ? 0 : performance.now() - Math.max(sinceMs, answeredMs);
    },
    isSilent() {
      const nowMs = performance.now();
      return [...pending].some(({ startedMs }) => nowMs - startedMs > SILENT_AFTER_MS);
    },
    giveUp: () => over.abort(),
  };
}
