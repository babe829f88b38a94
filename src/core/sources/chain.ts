import { SourceError } from "../source-error.js";
import type { ProfileSource } from "./source.js";

/**
 * Asks sources in turn: the next one when one is blocked, out of budget or cannot serve the item. A source that told the
 * run to stop (rate limit, budget, key, open breaker) is not asked again in this run. `not_found` is final, since a
 * source only says it with proof. A method that only some sources offer is asked of those.
 * When none could serve the item, the error is that of a source that stopped, if one did: an item is not unavailable
 * because a source that might have served it was not asked. Else it is the first source's.
 */
export function chainSources(sources: readonly [ProfileSource, ...ProfileSource[]]): ProfileSource {
  const [first] = sources;
  if (sources.length === 1) return first;
  const stopped = new Map<ProfileSource, SourceError>();

  async function inTurn<T>(
    able: readonly ProfileSource[],
    ask: (source: ProfileSource) => Promise<T>,
  ): Promise<T> {
    let firstError: SourceError | null = null;
    for (const source of able) {
      if (stopped.has(source)) continue;
      try {
        return await ask(source);
      } catch (error) {
        if (!(error instanceof SourceError) || error.kind === "not_found") throw error;
        if (isStop(error)) stopped.set(source, error);
        else firstError ??= error;
      }
    }
    throw able.map((source) => stopped.get(source)).findLast((error) => error !== undefined) ?? firstError;
  }

  /** The method of the chain for one that sources may lack; none where all lack it. */
  function offered<Args extends unknown[], T>(
    methodOf: (source: ProfileSource) => ((...args: Args) => Promise<T>) | undefined,
  ): ((...args: Args) => Promise<T>) | undefined {
    const able = sources.filter((source) => methodOf(source) !== undefined);
    if (able.length === 0) return undefined;
    return (...args) =>
      inTurn(able, (source) => (methodOf(source) as (...args: Args) => Promise<T>)(...args));
  }

  const profileById = offered((source) => source.profileById);
  const parts = offered((source) => source.parts);
  const comments = offered((source) => source.comments);
  const exists = offered((source) => source.exists);
  const search = offered((source) => source.search);
  return {
    name: first.name,
    profile: (username, signal, request) =>
      inTurn(sources, (source) => source.profile(username, signal, request)),
    ...(profileById && { profileById }),
    ...(parts && { parts }),
    ...(comments && { comments }),
    ...(exists && { exists }),
    ...(search && { search }),
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
