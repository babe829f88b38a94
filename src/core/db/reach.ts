/**
 * Whether the database answers this process, over all its connections together: while any answer arrives, a silent
 * statement is waiting for a lock and not for the network.
 */
export interface Reach {
  /** How long finished work may wait for the database. */
  readonly limitMs: number;
  /** Aborted by `giveUp`. */
  readonly givenUp: AbortSignal;
  /** Records that a request was sent. @returns a function to call when it has ended, with whether the database answered. */
  ask(): (isAnswered: boolean) => void;
  /** How long requests have gone unanswered; 0 if the database answers or nothing was asked. */
  unansweredMs(): number;
  /** Whether a request has been open for long without any answer, not even a refusal. */
  isSilent(): boolean;
  /** Whether anything was ever committed; before that, nobody waits for a database that refuses. */
  hasCommitted: boolean;
  /** Ends every wait and every connection at once, since the run ends without the database. */
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
