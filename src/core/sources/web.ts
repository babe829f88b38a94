import { RateLimited, SourceError } from "../net/errors.js";
import type { Gate } from "../net/gate.js";
import type { HttpAnswer, HttpClient } from "../net/http.js";
import { retryAfterMs, troubleIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import { profileFromEdgeForm } from "./shapes/edge-form.js";
import type { ProfileSource } from "./source.js";

export interface WebOptions {
  http: HttpClient;
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
  const { status, headers, body } = answer;
  const context = { status, excerpt: excerptOf(body), location: headers.location };
  if (status === 404) throw new SourceError("not_found", "web: there is no such account (404)", context);
  if (status >= 500 || status === 408)
    throw new SourceError("transient", `web: server trouble (${status})`, context);
  if (status >= 300 && status < 400)
    throw new SourceError("blocked", "web: sent to another page instead of an answer", context);
  const { message = "" } = troubleIn(body);
  if (status === 429 || /wait a few minutes/i.test(message)) {
    throw new RateLimited(`web: too many requests (${status})`, retryAfterMs(answer, now), context);
  }
  if (status !== 200 || /(checkpoint|challenge|feedback|login)_required/.test(message)) {
    throw new SourceError("blocked", `web: refused (${status}${message && `: ${message}`})`, context);
  }
  if (!/^\s*[{[]/.test(body)) {
    throw new SourceError(
      "blocked",
      body.trim() === "" ? "web: an empty answer" : "web: a page instead of an answer",
      context,
    );
  }
  const { data } = parseJson(body) as { data?: { user?: unknown } | null };
  if (data?.user === null)
    throw new SourceError("not_found", "web: there is no such account (user is null)", context);
  if (data?.user === undefined) throw new SourceError("bad_response", "web: the answer has no user", context);
  return data.user;
}
