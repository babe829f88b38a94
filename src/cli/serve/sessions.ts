import { randomBytes } from "node:crypto";

/** A session ends after this long without use, and after this long in any case. */
const IDLE_MS = 12 * 3_600_000;
const WHOLE_MS = 7 * 86_400_000;
/** Maximum number of sessions, more than people would open; beyond it the least recently used one ends. */
const MOST = 1_000;

/** Signed-in browser sessions, kept while this process runs. A session id is random and reveals nothing about the token. */
export interface Sessions {
  /** @returns the id of a new session. */
  begin(): string;
  /** Whether the session is open; the call counts as a use of it. */
  isOpen(name: string): boolean;
  end(name: string): void;
}

/** @param now milliseconds of a monotonic clock. */
export function openSessions(now: () => number = () => performance.now()): Sessions {
  const sessions = new Map<string, { begunMs: number; usedMs: number }>();
  return {
    begin() {
      const name = randomBytes(32).toString("base64url");
      sessions.set(name, { begunMs: now(), usedMs: now() });
      if (sessions.size > MOST) sessions.delete(sessions.keys().next().value as string);
      return name;
    },
    isOpen(name) {
      const session = sessions.get(name);
      if (session === undefined) return false;
      sessions.delete(name);
      if (now() - session.usedMs > IDLE_MS || now() - session.begunMs > WHOLE_MS) return false;
      // Reinserted, so that the map stays in order of use.
      sessions.set(name, { ...session, usedMs: now() });
      return true;
    },
    end: (name) => void sessions.delete(name),
  };
}

/**
 * Wrong tokens are answered one after the other, each after a pause that grows from the first to the last of these.
 * When too many wait, further ones are refused.
 */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
const MOST_WAITING = 20;
/** After this long without a wrong token, the pause starts again at its shortest. */
const FORGIVEN_MS = 60_000;

/**
 * Slows down guessing: each further wrong token is answered after a longer pause, counted over all clients, whatever
 * their addresses. A correct token is never delayed.
 * @returns whether to answer now; false if too many are waiting.
 */
export function slowedGuesses(
  wait: (ms: number) => Promise<unknown>,
  now: () => number = () => performance.now(),
): () => Promise<boolean> {
  let turn: Promise<unknown> = Promise.resolve();
  let [waiting, wrong, lastMs] = [0, 0, Number.NEGATIVE_INFINITY];
  return async () => {
    if (waiting >= MOST_WAITING) return false;
    if (now() - lastMs > FORGIVEN_MS) wrong = 0;
    lastMs = now();
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** wrong++);
    waiting++;
    turn = turn.then(() => wait(pauseMs));
    await turn;
    waiting--;
    return true;
  };
}
