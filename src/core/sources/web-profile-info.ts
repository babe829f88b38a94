import type { Profile } from "../instagram/profile.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { RateLimited, SourceError } from "../source-error.js";
import { readAs, retryAfterMs, saidIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import { profileIn, requireSomebody } from "./shapes/asked.js";
import { refusalIn } from "./shapes/envelope.js";
import type { SourceName } from "./source.js";

/** Reads the profile in an answer of `web_profile_info` (facts §1), whoever asked for it. @throws SourceError as `profileInfoIn`. */
export function profileInProfileInfo(source: SourceName, answer: HttpAnswer, now: Date): Profile {
  return readAs(source, () => profileIn(openAnswer(source, answer, now), now));
}

/**
 * @returns an answer of `web_profile_info` that tells of somebody.
 * @throws SourceError. Absence needs proof: a 404; whatever else has no user is a refusal, or proves nothing.
 */
export function profileInfoIn(source: SourceName, answer: HttpAnswer, now: Date): unknown {
  const json = openAnswer(source, answer, now);
  readAs(source, () => requireSomebody(json));
  return json;
}

/** Reads the envelope: what is no refusal may hold a profile. */
function openAnswer(source: SourceName, answer: HttpAnswer, now: Date): unknown {
  const { status, body } = answer;
  if (status !== 200) throw refusal(source, answer, now, saidIn(body)?.message);
  if (!/^\uFEFF?\s*([{[]|null\s*$)/.test(body)) {
    const what = body.trim() === "" ? "an empty answer" : "a page instead of an answer";
    throw new SourceError("blocked", `${source}: ${what}`, contextOf(answer));
  }
  const json = readAs(source, () => parseJson(body));
  const said = refusalIn(json);
  const { data, errors, message } = (json ?? {}) as {
    data?: { user?: unknown } | null;
    errors?: unknown;
    message?: unknown;
  };
  if (said !== null && (said.wantsLogin || errors === undefined))
    throw refusal(source, answer, now, said.message);
  // A message without words is how some refusals come.
  if (said === null && typeof message === "string" && !data) throw refusal(source, answer, now, message);
  if (said === null && data?.user === null) throw userIsNull(source, contextOf(answer));
  return json;
}

/**
 * `"user": null` without a login tells that this visitor is not shown the account, as age-gated ones are (seen in
 * mikf/gallery-dl #3011): no evidence of absence.
 */
export function userIsNull(source: SourceName, context: Record<string, unknown>): SourceError {
  return new SourceError(
    "unavailable",
    `${source}: the account is not shown without login, or does not exist (user is null)`,
    { ...context, lookAgainMs: LOOK_AGAIN_MS },
  );
}

/** Whoever is not shown now may be later. */
export const LOOK_AGAIN_MS = 28 * 86_400_000;

/** @returns what a status or a message says of why there is no answer. */
export function refusal(source: SourceName, answer: HttpAnswer, now: Date, message = ""): SourceError {
  const { status } = answer;
  const context = contextOf(answer);
  if (status === 404)
    return new SourceError("not_found", `${source}: there is no such account (404)`, context);
  if (status >= 500 || status === 408)
    return new SourceError("transient", `${source}: server error (${status})`, context);
  if (status >= 300 && status < 400)
    return new SourceError("blocked", `${source}: redirected to another page instead of an answer`, context);
  if (status === 429 || /wait a few minutes/i.test(message))
    return new RateLimited(`${source}: too many requests (${status})`, retryAfterMs(answer, now), context);
  const isUnknown =
    status >= 400 && status < 500 && ![401, 403].includes(status) && !REFUSES_US.test(message);
  return new SourceError("blocked", `${source}: refused (${status}${message && `: ${message}`})`, {
    ...context,
    ...(isUnknown && { mayBeTheAccount: true }),
  });
}

/** What Instagram says to a visitor that it does not want, whomever he asks for; and 401 and 403 say so by themselves. */
const REFUSES_US = /log ?in|challenge|checkpoint|feedback|consent|user ?agent|spam|block|try again|too many/i;

/**
 * Whether a refusal may be about the account that was asked for, as 400 "Asset … has been deleted" is (instaloader #2722):
 * a status 4xx with words that are not known.
 */
export function isDoubtful(error: unknown): error is SourceError {
  return error instanceof SourceError && error.context.mayBeTheAccount === true;
}

function contextOf({ status, headers, body }: HttpAnswer): Record<string, unknown> {
  return { status, excerpt: excerptOf(body), location: headers.location };
}
