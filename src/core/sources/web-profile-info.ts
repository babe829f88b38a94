import type { HttpAnswer } from "../net/http-answer.js";
import { RateLimited, SourceError } from "../source-error.js";
import { retryAfterMs, textsIn, troubleIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import type { SourceName } from "./source.js";

/**
 * Reads an answer of `web_profile_info` (facts §1), whoever asked for it.
 * @returns `data.user`.
 * @throws SourceError. Absence needs proof: a 404, or a user that is null; whatever else has no user is a refusal.
 */
export function userInProfileInfo(source: SourceName, answer: HttpAnswer, now: Date): unknown {
  if (answer.status !== 200) throw refusal(source, answer, now, troubleIn(answer.body).message);
  if (!/^\s*[{[]/.test(answer.body)) {
    const what = answer.body.trim() === "" ? "an empty answer" : "a page instead of an answer";
    throw new SourceError("blocked", `${source}: ${what}`, contextOf(answer));
  }
  const json = parseJson(answer.body);
  const { data } = json as { data?: { user?: unknown } | null };
  if (data?.user) return data.user;
  const { message } = textsIn(json);
  if (message !== undefined) throw refusal(source, answer, now, message);
  throw data?.user === null
    ? new SourceError("not_found", `${source}: there is no such account (user is null)`, contextOf(answer))
    : new SourceError("bad_response", `${source}: the answer has no user`, contextOf(answer));
}

/** @returns what a status or a message says of why there is no answer. */
export function refusal(source: SourceName, answer: HttpAnswer, now: Date, message = ""): SourceError {
  const { status } = answer;
  const context = contextOf(answer);
  if (status === 404)
    return new SourceError("not_found", `${source}: there is no such account (404)`, context);
  if (status >= 500 || status === 408)
    return new SourceError("transient", `${source}: server trouble (${status})`, context);
  if (status >= 300 && status < 400)
    return new SourceError("blocked", `${source}: sent to another page instead of an answer`, context);
  if (status === 429 || /wait a few minutes/i.test(message))
    return new RateLimited(`${source}: too many requests (${status})`, retryAfterMs(answer, now), context);
  return new SourceError("blocked", `${source}: refused (${status}${message && `: ${message}`})`, context);
}

function contextOf({ status, headers, body }: HttpAnswer): Record<string, unknown> {
  return { status, excerpt: excerptOf(body), location: headers.location };
}
