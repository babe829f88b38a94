import { randomBytes } from "node:crypto";
import { SourceError } from "../source-error.js";
import type { ProfileRequest, ProfileSource } from "./source.js";

/**
 * Finds out whether a source tells the truth about who does not exist: by a name known to exist and one that cannot.
 * Instagram's login walls and soft 404s look like absences, and the web has no word for the difference (facts §1).
 */
export interface Canary {
  /** The source, with an eye on what it says. */
  watch(source: ProfileSource): ProfileSource;
  /** Asks each source that has called somebody absent. @throws SourceError "blocked" where it cannot be believed. */
  check(signal: AbortSignal): Promise<void>;
}

/** The account alone is asked for, and the ledger knows what for. */
const CONTROL_QUESTION: ProfileRequest = { purpose: "control question", parts: () => [] };

/**
 * @param knownUsernames names that existed when they were last asked for, the surest first. One that is found is enough:
 * any of them may be gone by now.
 */
export function newCanary(knownUsernames: () => Promise<readonly string[]>): Canary {
  const suspects = new Set<ProfileSource>();
  const lastFound = new Map<ProfileSource, string>();

  function watch(source: ProfileSource): ProfileSource {
    /** Notes what an answer says of the source. */
    async function noted<T>(asked: Promise<T>, foundName: (answer: T) => string | null): Promise<T> {
      try {
        const answer = await asked;
        const name = foundName(answer);
        if (name !== null) lastFound.set(source, name);
        return answer;
      } catch (error) {
        if (isAbsence(error)) suspects.add(source);
        throw error;
      }
    }
    const { profileById, comments, exists } = source;
    return {
      ...source,
      profile: (username, signal, request) =>
        noted(source.profile(username, signal, request), (found) => found.username),
      ...(profileById && {
        profileById: (id, signal, request) =>
          noted(profileById(id, signal, request), (found) => found.username),
      }),
      ...(comments && {
        comments: (post, cursor, signal) => noted(comments(post, cursor, signal), () => null),
      }),
      ...(exists && {
        async exists(username, signal) {
          const answer = await exists(username, signal);
          if (answer === "exists") lastFound.set(source, username);
          if (answer === "not_found") suspects.add(source);
          return answer;
        },
      }),
    };
  }

  async function isThere(source: ProfileSource, username: string, signal: AbortSignal): Promise<boolean> {
    try {
      await source.profile(username, signal, CONTROL_QUESTION);
      return true;
    } catch (error) {
      if (isAbsence(error)) return false;
      throw error;
    }
  }

  async function checkOne(source: ProfileSource, signal: AbortSignal): Promise<void> {
    const known = new Set([lastFound.get(source) ?? [], await knownUsernames()].flat());
    let isAnyThere = false;
    for (const username of known) {
      isAnyThere = await isThere(source, username, signal);
      if (isAnyThere) break;
    }
    if (!isAnyThere) throw liar(source, `it says that ${[...known].join(", ")} do not exist either`);
    // As long as a username can be, and drawn anew: nobody has it, and no cache knows it.
    const impossible = randomBytes(15).toString("hex");
    if (await isThere(source, impossible, signal))
      throw liar(source, `it says that ${impossible} exists, which nobody has`);
  }

  return {
    watch,
    async check(signal) {
      for (const source of suspects) {
        await checkOne(source, signal);
        suspects.delete(source);
      }
    },
  };
}

function liar({ name }: ProfileSource, why: string): SourceError {
  return new SourceError(
    "blocked",
    `${name} cannot be believed about who does not exist: ${why}. It may be shutting us out; nothing was written of it`,
    { breaker: "open", canary: true },
  );
}

function isAbsence(error: unknown): boolean {
  return error instanceof SourceError && error.kind === "not_found";
}
