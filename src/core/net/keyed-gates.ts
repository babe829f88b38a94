import { createHash } from "node:crypto";
import { SourceError } from "../source-error.js";
import type { Asked, Attempt } from "./attempt.js";
import type { Gate, OpenGate } from "./gate.js";

/** One key of a source behind its own gate, with a rate, budget and breaker separate from those of the other keys. */
export interface KeyedGate {
  key: string;
  gate: OpenGate;
}

/** @returns the name in `SourceState` of a source used with this key. It does not depend on the order of the keys. */
export function sourceOfKey(source: string, key: string): string {
  return `${source}:${createHash("sha256").update(key).digest("hex").slice(0, 6)}`;
}

/** @returns the name of a source without the part that identifies its key. */
export function sourceWithoutKey(source: string): string {
  return source.replace(/:[0-9a-f]{6}$/, "");
}

/**
 * Spreads requests over the keys of a source: each request goes to the key with the fewest waiting, and to another key
 * if that one stops (rate limit, budget, breaker, key not accepted). If all have stopped, the last one's error is
 * thrown.
 */
export function gateOfKeys(keyed: readonly KeyedGate[]): Gate {
  const stopped = new Set<KeyedGate>();

  function freest(): KeyedGate | undefined {
    return keyed
      .filter((each) => !stopped.has(each))
      .reduce<KeyedGate | undefined>(
        (best, each) => (best === undefined || each.gate.pending < best.gate.pending ? each : best),
        undefined,
      );
  }

  return {
    async run<T>(ask: (attempt: Attempt) => Promise<T>, signal: AbortSignal, asked?: Asked): Promise<T> {
      let last: unknown = new SourceError("unavailable", "No key of the source can be used");
      for (let each = freest(); each !== undefined; each = freest()) {
        const { key, gate } = each;
        try {
          return await gate.run((attempt) => ask({ ...attempt, key }), signal, asked);
        } catch (error) {
          if (!isStop(error)) throw error;
          stopped.add(each);
          last = error;
        }
      }
      throw last;
    },
  };
}

function isStop(error: unknown): boolean {
  if (!(error instanceof SourceError)) return false;
  const { kind, context } = error;
  return (
    kind === "rate_limited" ||
    // The limits of the run itself are the same for every key.
    (kind === "out_of_budget" && context.cap_on_run === undefined) ||
    kind === "unauthorized" ||
    (kind === "blocked" && context.breaker === "open")
  );
}
