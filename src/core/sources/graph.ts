import type { IncomingHttpHeaders } from "node:http";
import type { Profile } from "../instagram/profile.js";
import type { Gate } from "../net/gate.js";
import type { HttpClient } from "../net/http.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { RateLimited, SourceError } from "../source-error.js";
import { readAs } from "./answers.js";
import { graphUsage } from "./graph-usage.js";
import { excerptOf, parseJson } from "./json.js";
import { profileIn } from "./shapes/asked.js";
import { asId, asText, isObject, type JsonObject } from "./shapes/values.js";
import type { ProfileSource } from "./source.js";

export interface GraphOptions {
  http: HttpClient;
  gate: Gate;
  baseUrl: string;
  version: string;
  token: string;
  /** Our own account, on whose behalf requests are made. */
  userId: string;
  /** The database's clock. */
  now(): Date;
}

/** The requested fields of an account. `ig_id` is Instagram's own number; `id` is Facebook's. */
const FIELDS =
  "id,ig_id,username,name,biography,website,followers_count,follows_count,media_count,profile_picture_url,media.limit(12){caption,media_type,permalink,timestamp,like_count,comments_count}";

/** Percentage of the quota at which requests stop: at 100 the app is shut out, also for its owner's other uses. */
const STOP_AT_PERCENT = 90;
/** The quota covers a rolling hour; if Facebook does not say when, part of it is back after this time. */
const REST_MS = 300_000;

/**
 * The official Graph API's business discovery (facts §3). It serves business and creator accounts. For any other
 * account it answers as for one that does not exist, so it never proves absence.
 */
export function graphSource({
  http,
  gate,
  baseUrl,
  version,
  token,
  userId,
  now,
}: GraphOptions): ProfileSource {
  let rest: RateLimited | null = null;

  /** Facebook repeats the token in error messages about it and in the links to further pages. */
  function withoutToken(answer: HttpAnswer): HttpAnswer {
    return { ...answer, body: answer.body.replaceAll(token, "••••••") };
  }

  function noteUsage(headers: IncomingHttpHeaders): void {
    const { percent, regainMs } = graphUsage(headers);
    if (percent >= STOP_AT_PERCENT)
      rest = new RateLimited(`graph: ${percent} % of the allowance is used`, regainMs ?? REST_MS, {
        percent,
      });
  }

  return {
    name: "graph",
    profile(username, signal) {
      const url = new URL(`${version}/${userId}`, baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
      url.searchParams.set("fields", `business_discovery.username(${username}){${FIELDS}}`);
      url.searchParams.set("access_token", token);
      return gate.run(async (attempt) => {
        if (rest !== null) {
          // The gate is told instead of sending a request, so that SourceState holds it for all processes.
          const told = rest;
          rest = null;
          attempt.charge(0);
          throw told;
        }
        const answer = withoutToken(
          await http.get(url, { headers: { accept: "application/json" }, signal: attempt.signal }),
        );
        noteUsage(answer.headers);
        return readAs("graph", () => profileInDiscovery(discoveryIn(answer), answer.at ?? now()));
      }, signal);
    },
    async close() {},
  };
}

/** @returns `business_discovery`. @throws SourceError by the code of Facebook's error, whatever the status. */
function discoveryIn(answer: HttpAnswer): unknown {
  const { status, body } = answer;
  if (!/^\s*\{/.test(body)) throw withoutError(status, body);
  const { error, business_discovery: discovery } = parseJson(body) as Record<string, unknown>;
  if (isObject(error)) throw meaningOf(errorOf(error), answer);
  if (status !== 200 || discovery === undefined) throw withoutError(status, body);
  return discovery;
}

/**
 * @throws SourceError "unavailable" if Instagram's number is missing (`ig_id` is deprecated), since accounts are
 * identified by it.
 */
function profileInDiscovery(discovery: unknown, observedAt: Date): Profile {
  if (isObject(discovery) && discovery.ig_id === undefined && asId(discovery.id) !== null)
    throw new SourceError("unavailable", "Instagram's number of the account (ig_id) is missing", {
      excerpt: excerptOf(JSON.stringify(discovery)),
    });
  return profileIn(discovery, observedAt);
}

interface GraphError {
  message: string;
  /** 0 if missing. */
  code: number;
  subcode: number;
  isTransient: boolean;
}

/** Reads a Facebook error; malformed fields are ignored. */
function errorOf({
  message,
  code,
  error_subcode: subcode,
  is_transient: isTransient,
}: JsonObject): GraphError {
  return {
    message: asText(message) ?? "",
    code: typeof code === "number" ? code : 0,
    subcode: typeof subcode === "number" ? subcode : 0,
    isTransient: isTransient === true,
  };
}

function meaningOf(error: GraphError, { status, headers }: HttpAnswer): SourceError {
  const { code, subcode, message } = error;
  const context = { status, code, subcode, message: excerptOf(message) };
  if ([4, 17, 32, 613].includes(code) || (code >= 80_000 && code < 80_100))
    return new RateLimited(`graph: too many requests (code ${code})`, graphUsage(headers).regainMs, context);
  if (code === 110 || code === 24) {
    return new SourceError(
      "unavailable",
      `graph: not a business or creator account that the API shows (code ${code})`,
      context,
    );
  }
  // 100/33: an object that this token may not see, which is our own account here.
  if ([190, 102, 10, 3].includes(code) || (code >= 200 && code < 300) || (code === 100 && subcode === 33))
    return new SourceError("unauthorized", `graph: the token is not accepted (code ${code})`, context);
  if (code === 368) return new SourceError("blocked", "graph: temporarily blocked (code 368)", context);
  if (code === 1 || code === 2 || error.isTransient || status >= 500)
    return new SourceError("transient", `graph: server error (code ${code})`, context);
  return new SourceError("bad_response", `graph: ${excerptOf(message)} (code ${code})`, context);
}

function withoutError(status: number, body: string): SourceError {
  const context = { status, excerpt: excerptOf(body) };
  if (status === 429) return new RateLimited("graph: too many requests (429)", null, context);
  if (status >= 500 || status === 408)
    return new SourceError("transient", `graph: server error (${status})`, context);
  return new SourceError(
    "bad_response",
    `graph: an answer without a business discovery (${status})`,
    context,
  );
}
