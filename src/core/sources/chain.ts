import { SourceError } from "../source-error.js";
import { absenceBy, BY_NUMBER, rememberedAbsence } from "./absence-error.js";
import type { ProfileRequest, ProfileSource } from "./source.js";
import type { Witnesses } from "./witnesses.js";

/**
 * Asks several sources in turn. The next one is asked if one is blocked, out of budget, cannot serve the item, or calls
 * it absent while that is not yet certain. Sources that called the name absent before are asked last. A source that
 * told the run to stop (rate limit, budget, key, open breaker) is not asked again in this run. A method that only some
 * sources offer is asked of those.
 * If no source served the item, an absence takes precedence over a source that could not tell, and names every source
 * that reported it. Next comes the error of a source that stopped, if any: an item is not unavailable because a source
 * that might have served it was not asked. Otherwise it is the first source's error.
 */
export function chainSources(
  sources: readonly [ProfileSource, ...ProfileSource[]],
  witnesses: Pick<Witnesses, "noteFound" | "noteAbsent" | "isEnough" | "isCertainByNow">,
): ProfileSource {
  const [first] = sources;
  const stopped = new Map<ProfileSource, SourceError>();

  async function inTurn<T>(
    able: readonly ProfileSource[],
    ask: (source: ProfileSource) => Promise<T>,
    {
      onAbsent = () => false,
      onFound = () => {},
    }: {
      /** @returns whether the absence is certain, so that no other source needs to be asked. */
      onAbsent?(source: ProfileSource): boolean;
      onFound?(source: ProfileSource, found: T): void;
    } = {},
  ): Promise<T> {
    let absence: SourceError | null = null;
    let firstError: SourceError | null = null;
    /** A source that cannot serve the account has shown that it exists. */
    let isThere = false;
    for (const source of able) {
      if (stopped.has(source)) continue;
      try {
        const found = await ask(source);
        onFound(source, found);
        return found;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        isThere ||= error.context.exists === true;
        if (error.kind === "not_found") {
          absence ??= error;
          if (onAbsent(source)) break;
        } else if (isStop(error)) stopped.set(source, error);
        else firstError ??= error;
      }
    }
    if (absence !== null && !isThere) throw absence;
    throw able.map((source) => stopped.get(source)).findLast((error) => error !== undefined) ?? firstError;
  }

  /** Asks one source for a profile and reports the answer to the judge of absences. `mark` tells how it was asked. */
  async function lookFor<T extends { username: string }>(
    able: readonly ProfileSource[],
    ask: (source: ProfileSource) => Promise<T>,
    mark: string,
    { absences: earlier = null, isGuess = false, isOnlyToBeCertain = false }: ProfileRequest,
  ): Promise<T> {
    if (isOnlyToBeCertain && earlier !== null && witnesses.isCertainByNow(earlier))
      throw rememberedAbsence(isGuess);
    const absentIn: string[] = [];
    const heardAt: Record<string, number> = {};
    const answers = { absentIn, earlier, isGuess };
    const timesAbsent = ({ name }: ProfileSource) => earlier?.by[name + mark] ?? 0;
    const inOrder = [...able].sort((a, b) => timesAbsent(a) - timesAbsent(b));
    try {
      return await inTurn(inOrder, ask, {
        onAbsent({ name }) {
          absentIn.push(name + mark);
          heardAt[name + mark] = witnesses.noteAbsent(name);
          return witnesses.isEnough(answers);
        },
        onFound: ({ name }, { username }) => {
          if (mark === "") witnesses.noteFound(name, username, answers);
        },
      });
    } catch (error) {
      throw error instanceof SourceError && error.kind === "not_found"
        ? absenceBy(error, heardAt, isGuess)
        : error;
    }
  }

  /** The chain's version of an optional method, or undefined if no source offers it. */
  function offered<Args extends unknown[], T>(
    methodOf: (source: ProfileSource) => ((...args: Args) => Promise<T>) | undefined,
  ): ((...args: Args) => Promise<T>) | undefined {
    const able = sources.filter((source) => methodOf(source) !== undefined);
    if (able.length === 0) return undefined;
    return (...args) =>
      inTurn(able, (source) => (methodOf(source) as (...args: Args) => Promise<T>)(...args));
  }

  const parts = offered((source) => source.parts);
  const numbered = sources.filter((source) => source.profileById !== undefined);
  const comments = offered((source) => source.comments);
  const names = offered((source) => source.names);
  const search = offered((source) => source.search);
  return {
    name: first.name,
    profile: (username, signal, request = {}) =>
      lookFor(sources, (source) => source.profile(username, signal, request), "", request),
    ...(numbered.length > 0 && {
      profileById: (id, signal, request = {}) =>
        lookFor(
          numbered,
          (source) => (source.profileById as NonNullable<typeof source.profileById>)(id, signal, request),
          BY_NUMBER,
          request,
        ),
    }),
    ...(parts && { parts }),
    ...(comments && { comments }),
    ...(search && { search }),
    ...(names && { names }),
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
