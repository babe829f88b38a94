import type { Purpose } from "../db/schema/money.js";
import { type Profile, type ProfilePart, untoldProfile } from "../instagram/profile.js";
import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { HttpAnswer } from "../net/http-answer.js";
import type { PriceRule } from "../net/prices.js";
import { RateLimited, SourceError } from "../source-error.js";
import { readAs, retryAfterMs, saidIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import { accountsIn, postsIn, profileIn } from "./shapes/asked.js";
import { commentsFromPage } from "./shapes/comments.js";
import { type Refusal, refusalIn } from "./shapes/envelope.js";
import { namesIn } from "./shapes/named.js";
import { hitsFromSearch } from "./shapes/search.js";
import type { ProfileRequest, ProfileSource } from "./source.js";

export interface HikerOptions {
  http: Pick<HttpClient, "get">;
  gate: Gate;
  baseUrl: string;
  key: string;
  /** The parts to request besides the account itself; each is paid separately. */
  parts: readonly ProfilePart[];
  /** The database's clock. */
  now(): Date;
}

/** An account that is not shown now may be shown later. */
const LOOK_AGAIN_MS = 28 * 86_400_000;
/** HikerAPI asks to wait one to two seconds after a 429 (facts §2). */
const RETRY_AFTER_MS = 2_000;

/**
 * "Most requests are counted as a single request"; those that look something up or check for private accounts count two
 * or three (HikerAPI's documentation, "Requests Information", table of endpoints). The header `x-hiker-info` of an
 * answer states its real cost.
 */
export const HIKER_PRICES: PriceRule = { unitName: "requests", unseen: 3, most: 30, learns: true };

/** The paid HikerAPI (facts §2). Every request is charged, so nothing is asked that cannot be answered. */
export function hikerSource({ http, gate, baseUrl, key, parts, now }: HikerOptions): ProfileSource {
  /** When answers arrived, for those that carry their own time. */
  const cameAt = new WeakMap<object, Date>();

  /** Asks for one path through the gate. @returns the parsed answer. */
  function ask(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
    purpose?: Purpose,
  ): Promise<unknown> {
    const url = new URL(path, baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
    url.search = new URLSearchParams(query).toString();
    return gate.run(
      async (attempt) => {
        const answer = await http.get(url, {
          headers: { "x-access-key": attempt.key ?? key, accept: "application/json" },
          signal: attempt.signal,
        });
        const cost = /reqs=(\d+)/.exec(String(answer.headers["x-hiker-info"] ?? ""))?.[1];
        if (cost !== undefined) attempt.charge(Number(cost));
        const json = readAnswer(answer, path, now());
        if (answer.at !== undefined && typeof json === "object" && json !== null) cameAt.set(json, answer.at);
        return json;
      },
      signal,
      { endpoint: path, ...(purpose && { purpose }) },
    );
  }

  /** @returns when the latest data of an account arrived; a replayed answer carries its own time. */
  function seenAt({ observedAt }: Profile, json: unknown): Date {
    const at = typeof json === "object" && json !== null ? cameAt.get(json) : undefined;
    return at !== undefined && at > observedAt ? at : observedAt;
  }

  async function postsOf(
    profile: Profile,
    signal: AbortSignal,
    purpose?: Purpose,
  ): Promise<Partial<Profile>> {
    if (profile.isPrivate || profile.postsCount === 0) return {};
    const query = { user_id: String(profile.id) };
    const json = await ask("v1/user/medias/chunk", query, signal, purpose);
    const { posts, notRead } = postsIn(json);
    return { posts, notRead: [...profile.notRead, ...notRead], observedAt: seenAt(profile, json) };
  }

  async function relatedTo(
    profile: Profile,
    signal: AbortSignal,
    purpose?: Purpose,
  ): Promise<Partial<Profile>> {
    const query = { user_id: String(profile.id), expand_suggestion: "true" };
    const json = await ask("v2/user/suggested/profiles", query, signal, purpose);
    const { accounts, notRead } = accountsIn(json);
    return {
      related: accounts,
      notRead: [...profile.notRead, ...notRead],
      observedAt: seenAt(profile, json),
    };
  }

  /**
   * Adds parts to a profile that is already paid for, and never loses it if a part fails. Parts that the source, the
   * budget or the network does not allow now are listed as missing.
   */
  async function withParts(
    profile: Profile,
    wanted: readonly ProfilePart[],
    signal: AbortSignal,
    purpose?: Purpose,
  ): Promise<Profile> {
    const seen: ProfilePart[] = [];
    const missing: ProfilePart[] = [];
    let whole = profile;
    let isStopped = false;
    for (const part of wanted) {
      try {
        if (isStopped) missing.push(part);
        else {
          whole = { ...whole, ...(await (part === "posts" ? postsOf : relatedTo)(whole, signal, purpose)) };
          seen.push(part);
        }
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        // The account does not have the part, or it came broken: asking again would cost as much.
        if (["not_found", "unavailable", "bad_response"].includes(error.kind)) {
          seen.push(part);
          if (error.kind === "bad_response")
            whole = { ...whole, notRead: [...whole.notRead, `${part}: ${error.message}`] };
        } else {
          missing.push(part);
          isStopped = error.kind !== "transient";
        }
      }
    }
    return { ...whole, partsSeen: seen, ...(missing.length > 0 && { partsMissing: missing }) };
  }

  async function profileAt(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
    { purpose, parts: worth = () => parts }: ProfileRequest = {},
  ): Promise<Profile> {
    const json = await ask(path, query, signal, purpose);
    const profile = readAs("hiker", () => profileIn(json, cameAt.get(json as object) ?? now()));
    const isHeld = { posts: profile.posts.length > 0, related: profile.related !== null };
    const wanted = worth(profile).filter((part) => parts.includes(part) && !isHeld[part]);
    return withParts(profile, wanted, signal, purpose);
  }

  return {
    name: "hiker",
    profile: (username, signal, request) => profileAt("v2/user/by/username", { username }, signal, request),
    profileById: (id, signal, request) => profileAt("v2/user/by/id", { id: String(id) }, signal, request),
    parts: ({ id, username }, wanted, signal) =>
      withParts(untoldProfile(id, username, now()), wanted, signal),
    async comments({ id }, cursor, signal) {
      const query = { id: String(id), ...(cursor !== null && { page_id: cursor }) };
      const json = await ask("v2/media/comments", query, signal);
      return readAs("hiker", () => commentsFromPage(json));
    },
    async search(displayName, signal) {
      const json = await ask("v2/fbsearch/accounts", { query: displayName }, signal);
      return readAs("hiker", () => hitsFromSearch(json));
    },
    async names({ path, query, cursorName }, cursor, signal) {
      const json = await ask(path, { ...query, ...(cursor !== null && { [cursorName]: cursor }) }, signal);
      return readAs("hiker", () => namesIn(json));
    },
    async close() {},
  };
}

function readAnswer(answer: HttpAnswer, path: string, now: Date): unknown {
  const { status, body } = answer;
  if (status === 200) {
    const json = readAs("hiker", () => parseJson(body));
    const said = refusalIn(json);
    if (said !== null) throw targetTrouble(said, status, path);
    return json;
  }
  const context = { status, path, excerpt: excerptOf(body) };
  const said = saidIn(body);
  const words = said === null ? `${status}` : `${status}: ${said.message}`;
  if (status === 402)
    throw new SourceError("out_of_budget", `hiker: the balance is used up (${words})`, context);
  if (status === 429)
    throw new RateLimited(
      `hiker: too many requests (${words})`,
      retryAfterMs(answer, now) ?? RETRY_AFTER_MS,
      context,
    );
  if (status >= 500 || status === 408)
    throw new SourceError("transient", `hiker: server error (${words})`, context);
  if ((status === 403 || status === 404) && said !== null && said.exception !== null)
    throw targetTrouble(said, status, path);
  if (status === 401 || status === 403)
    throw new SourceError("unauthorized", `hiker: the key is not accepted (${words})`, context);
  throw new SourceError(
    "bad_response",
    `hiker: ${said?.message ?? "an answer without a message"} (${status})`,
    context,
  );
}

/**
 * Translates what HikerAPI says about the requested account or post. Only its own report of absence is proof of
 * absence, and only of what was asked for: an account whose post is missing is there.
 */
function targetTrouble({ exception, message }: Refusal, status: number, path: string): SourceError {
  const context = { path, status, exc_type: exception, detail: message };
  const isOfPost = path.startsWith("v2/media/");
  if (!isOfPost && /^(User)?NotFound(Error)?$/.test(exception ?? ""))
    return new SourceError("not_found", "hiker: there is no such account", context);
  if (isOfPost && /^(Media)?NotFound(Error)?$/.test(exception ?? ""))
    return new SourceError("not_found", "hiker: there is no such post", context);
  if (/private|notauthorized/i.test(message))
    return new SourceError("unavailable", `hiker: the account is private (${message})`, {
      ...context,
      exists: true,
    });
  // The account exists, but is not shown to every visitor.
  if (/restricted|age[ -]?gated/i.test(message))
    return new SourceError("unavailable", `hiker: the account is not shown (${message})`, {
      ...context,
      exists: true,
      lookAgainMs: LOOK_AGAIN_MS,
    });
  return new SourceError("bad_response", `hiker: ${message} (${status})`, context);
}
