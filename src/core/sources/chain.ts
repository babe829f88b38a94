import { SourceError } from "../net/errors.js";
import type { ProfileSource } from "./source.js";

/**
 * Asks sources in turn: the next one when one is blocked, out of budget or cannot serve the item. A source that told the
 * run to stop (rate limit, budget, key, open breaker) is not asked again in this run. `not_found` is final, since a
 * source only says it with proof.
 * When none could serve the item, the error is that of a source that stopped, if one did: an item is not unavailable
 * because a source that might have served it was not asked. Else it is the first source's.
 */
export function chainSources(sources: readonly [ProfileSource, ...ProfileSource[]]): ProfileSource {
  const [first] = sources;
  if (sources.length === 1) return first;
  const stopped = new Map<ProfileSource, SourceError>();
  return {
    name: first.name,
    async profile(username, signal) {
      let firstError: SourceError | null = null;
      for (const source of sources) {
        if (stopped.has(source)) continue;
        try {
          return await source.profile(username, signal);
        } catch (error) {
          if (!(error instanceof SourceError) || error.kind === "not_found") throw error;
          if (isStop(error)) stopped.set(source, error);
          else firstError ??= error;
        }
      }
      throw [...stopped.values()].at(-1) ?? firstError;
    },
    async close() {
      for (const source of sources) await source.close();
    },
  };
}

function isStop({ kind, context }: SourceError): boolean {
  return (
    kind === "rate_limited" ||
    kind === "out_of_budget" ||
    kind === "unauthorized" ||
    (kind === "blocked" && context.breaker === "open")
  );
}
