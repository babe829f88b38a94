import { randomBytes } from "node:crypto";

/** A session that nobody used for so long ends by itself; and each one after so long, used or not. */
const IDLE_MS = 12 * 3_600_000;
const WHOLE_MS = 7 * 86_400_000;
/** More at once are no people: the one that was used longest ago ends. */
const MOST = 1_000;

/** Who has signed in, for as long as this process runs. A session's name is random and says nothing of the token. */
export interface Sessions {
  /** @returns the name of a new session. */
  begin(): string;
  /** Whether the session is going on; this is a use of it. */
  isOpen(name: string): boolean;
  end(name: string): void;
}

/** @param now milliseconds, of a clock that only goes forward. */
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
      // At the end again: the map is in order of use.
      sessions.set(name, { ...session, usedMs: now() });
      return true;
    },
    end: (name) => void sessions.delete(name),
  };
}

/** Wrong tokens wait for their turn, one after the other, so long each; of more that wait at once, the rest is refused. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
const MOST_WAITING = 20;
/** After so long without a wrong one it begins anew. */
const FORGIVEN_MS = 60_000;

/**
 * Makes guessing slow: each wrong token in a row is answered later than the one before, all askers together, whatever the
 * address they come from. A right one is never held up.
 * @returns whether the answer may be given now; false: too many wait already.
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
