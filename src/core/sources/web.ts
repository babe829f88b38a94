import type { Profile } from "../instagram/profile.js";
import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { SourceError } from "../source-error.js";
import { readAs, saidIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import { readAnswer, readPosts } from "./shapes/reading.js";
import type { ProfileRequest, ProfileSource } from "./source.js";
import {
  isDoubtful,
  LOOK_AGAIN_MS,
  profileInfoIn,
  profileInProfileInfo,
  refusal,
} from "./web-profile-info.js";

export interface WebOptions {
  http: Pick<HttpClient, "get">;
  gate: Gate;
  baseUrl: string;
  /** Headers sent with each request, besides `accept`. */
  headers: Readonly<Record<string, string>>;
  /** An account known to exist. It is asked for when a refusal may concern either the requested account or us. */
  controlUsername: string;
  /** The database's clock. */
  now(): Date;
}

/** How long a found account proves that the source is open. */
const OPEN_FOR_MS = 60_000;

/**
 * Instagram's public web endpoint without a login, with the feed of the mobile web as a fallback for accounts that it
 * does not show.
 */
export function webSource({ http, gate, baseUrl, headers, controlUsername, now }: WebOptions): ProfileSource {
  const base = baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
  let foundAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;
  let refusesAll = false;
  let isFeedShut = false;

  /** Asks for one path through the gate. What `read` throws counts for or against the source. */
  function ask<T>(
    path: string,
    read: (answer: HttpAnswer) => T,
    signal: AbortSignal,
    purpose: ProfileRequest["purpose"],
  ): Promise<T> {
    return gate.run(
      async (attempt) =>
        read(
          await http.get(new URL(path, base), {
            headers: { accept: "application/json", ...headers },
            signal: attempt.signal,
          }),
        ),
      signal,
      purpose === undefined ? {} : { purpose },
    );
  }

  /** Asks for an account, and finds out whether a doubtful refusal concerns only that account. */
  async function askAbout<T>(
    username: string,
    read: (answer: HttpAnswer) => T,
    signal: AbortSignal,
    { purpose }: ProfileRequest = {},
  ): Promise<T> {
    const path = `api/v1/users/web_profile_info/?username=${encodeURIComponent(username)}`;
    const answer = await ask(
      path,
      (given): { value: T } | { doubt: SourceError } => {
        try {
          return { value: read(given) };
        } catch (error) {
          // For the breaker this is neither success nor failure until the control question is answered.
          if (refusesAll || username === controlUsername || !isDoubtful(error)) throw error;
          return { doubt: error };
        }
      },
      signal,
      purpose,
    );
    if ("doubt" in answer) throw await faultBehind(answer.doubt, signal);
    foundAtMs = performance.now();
    refusesAll = false;
    return answer.value;
  }

  /** @returns the refusal itself if all accounts are refused, otherwise an error that this account is not served here. */
  async function faultBehind(doubt: SourceError, signal: AbortSignal): Promise<SourceError> {
    if (performance.now() - foundAtMs > OPEN_FOR_MS) {
      asking ??= askControl(signal).finally(() => {
        asking = null;
      });
      await asking;
    }
    if (refusesAll) return doubt;
    return new SourceError("unavailable", `${doubt.message}: this account only`, {
      ...doubt.context,
      lookAgainMs: LOOK_AGAIN_MS,
    });
  }

  /** @throws SourceError if the source refuses requests in general. */
  async function askControl(signal: AbortSignal): Promise<void> {
    try {
      const read = (answer: HttpAnswer) => profileInfoIn("web", answer, now());
      await askAbout(controlUsername, read, signal, { purpose: "control question" });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      // Whatever else it says about that account, the source answers.
      if (["not_found", "unavailable", "bad_response"].includes(error.kind)) return;
      if (error.kind !== "blocked" || error.context.breaker === "open") throw error;
      refusesAll = true;
    }
  }

  /**
   * Asks for the feed of an account (facts §1), which is served without a login even when the profile is not.
   * @returns null if it shows no account, which proves nothing; a refusal here says nothing about the other endpoint.
   */
  async function feedOf(
    username: string,
    signal: AbortSignal,
    { purpose }: ProfileRequest = {},
  ): Promise<Profile | null> {
    if (isFeedShut) return null;
    const path = `api/v1/feed/user/${encodeURIComponent(username)}/username/`;
    return ask(
      path,
      (answer) => {
        try {
          return profileInFeed(username, answer, answer.at ?? now());
        } catch (error) {
          if (!(error instanceof SourceError) || ["rate_limited", "transient"].includes(error.kind))
            throw error;
          isFeedShut ||= error.kind === "blocked";
          return null;
        }
      },
      signal,
      purpose,
    );
  }

  return {
    name: "web",
    async profile(username, signal, request) {
      const read = (answer: HttpAnswer) => profileInProfileInfo("web", answer, answer.at ?? now());
      try {
        return await askAbout(username, read, signal, request);
      } catch (error) {
        if (!(error instanceof SourceError) || error.kind !== "unavailable") throw error;
        const profile = await feedOf(username, signal, request);
        if (profile === null) throw error;
        return profile;
      }
    },
    async close() {},
  };
}

/** Reads the account and its posts from an answer of the feed, which states no counts. @throws SourceError. */
function profileInFeed(username: string, answer: HttpAnswer, now: Date): Profile {
  if (answer.status !== 200) throw refusal("web", answer, now, saidIn(answer.body)?.message);
  return readAs("web", () => {
    const json = parseJson(answer.body);
    const { profiles, notRead } = readAnswer(json, now);
    const profile = profiles.find((each) => each.username === username);
    if (profile === undefined)
      throw new SourceError("bad_response", "the feed does not name its author", {
        excerpt: excerptOf(answer.body),
      });
    const { posts } = readPosts((json as { items?: unknown }).items ?? []);
    return { ...profile, posts: profile.posts.length > 0 ? profile.posts : posts, notRead };
  });
}
