import { RateLimited, SourceError } from "../net/errors.js";
import type { Gate } from "../net/gate.js";
import type { HttpAnswer, HttpClient } from "../net/http.js";
import { retryAfterMs, textsIn, troubleIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import { profileFromEdgeForm } from "./shapes/edge-form.js";
import type { ProfileSource } from "./source.js";

export interface WebOptions {
  http: Pick<HttpClient, "get">;
  gate: Gate;
  baseUrl: string;
  /** The database's clock. */
  now(): Date;
}

/** What the public endpoint answers to: the app id of Instagram's own web page, a browser's user agent; no cookies (facts §1). */
const HEADERS = {
  "x-ig-app-id": "936619743392459",
  "user-agent":
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
  accept: "application/json",
};

/** Instagram's public web endpoint, without an account. */
export function webSource({ http, gate, baseUrl, now }: WebOptions): ProfileSource {
  return {
    name: "web",
    profile(username, signal) {
      const url = new URL("api/v1/users/web_profile_info/", baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
      url.searchParams.set("username", username);
      return gate.run(async (attempt) => {
        const answer = await http.get(url, { headers: HEADERS, signal: attempt.signal });
        return profileFromEdgeForm(readUser(answer, now()), now());
      }, signal);
    },
    async close() {},
  };
}

/** @returns `data.user`. Absence needs proof: a 404, or a user that is null; whatever else has no user is a refusal. */
function readUser(answer: HttpAnswer, now: Date): unknown {
  if (answer.status !== 200) throw refusal(answer, troubleIn(answer.body).message, now);
  if (!/^\s*[{[]/.test(answer.body)) {
    const what = answer.body.trim() === "" ? "an empty answer" : "a page instead of an answer";
    throw new SourceError("blocked", `web: ${what}`, contextOf(answer));
  }
  const json = parseJson(answer.body);
  const { data } = json as { data?: { user?: unknown } | null };
  if (data?.user) return data.user;
  const { message } = textsIn(json);
  if (message !== undefined) throw refusal(answer, message, now);
  throw data?.user === null
    ? new SourceError("not_found", "web: there is no such account (user is null)", contextOf(answer))
    : new SourceError("bad_response", "web: the answer has no user", contextOf(answer));
}

/** What a status or a message says of why there is no answer. */
function refusal(answer: HttpAnswer, message = "", now: Date): SourceError {
  const { status } = answer;
  const context = contextOf(answer);
  if (status === 404) return new SourceError("not_found", "web: there is no such account (404)", context);
  if (status >= 500 || status === 408)
    return new SourceError("transient", `web: server trouble (${status})`, context);
  if (status >= 300 && status < 400)
    return new SourceError("blocked", "web: sent to another page instead of an answer", context);
  if (status === 429 || /wait a few minutes/i.test(message))
    return new RateLimited(`web: too many requests (${status})`, retryAfterMs(answer, now), context);
  return new SourceError("blocked", `web: refused (${status}${message && `: ${message}`})`, context);
}

function contextOf({ status, headers, body }: HttpAnswer): Record<string, unknown> {
  return { status, excerpt: excerptOf(body), location: headers.location };
}
