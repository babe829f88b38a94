import type { Profile } from "../instagram/profile.js";
import type { HttpAnswer } from "../net/http-answer.js";
import { RateLimited, SourceError } from "../source-error.js";
import { readAs, retryAfterMs, saidIn } from "./answers.js";
import { excerptOf, parseJson } from "./json.js";
import { profileIn, requireSomebody } from "./shapes/asked.js";
import { type Refusal, refusalIn } from "./shapes/envelope.js";
import type { SourceName } from "./source.js";

/**
 * Reads the profile from an answer of `web_profile_info` (facts §1), whichever source it came through. @throws
 * SourceError as `profileInfoIn`.
 */
export function profileInProfileInfo(source: SourceName, answer: HttpAnswer, now: Date): Profile {
  return readAs(source, () => profileIn(openAnswer(source, answer, now), now));
}

/**
 * @returns an answer of `web_profile_info` that holds a user.
 * @throws SourceError. Absence needs proof, a 404 that does not state another reason itself; any other answer without a
 * user is a refusal or proves nothing.
 */
export function profileInfoIn(source: SourceName, answer: HttpAnswer, now: Date): unknown {
  const json = openAnswer(source, answer, now);
  readAs(source, () => requireSomebody(json));
  return json;
}

/** Reads the envelope; an answer that is not a refusal may hold a profile. */
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
  // Some refusals come with an empty message.
  if (said === null && typeof message === "string" && !data) throw refusal(source, answer, now, message);
  if (said === null && data?.user === null) throw userIsNull(source, contextOf(answer));
  return json;
}

/**
 * `"user": null` without a login means that this visitor is not shown the account, such as an age-gated one (seen in
 * mikf/gallery-dl #3011). It is no evidence of absence.
 */
export function userIsNull(source: SourceName, context: Record<string, unknown>): SourceError {
  return new SourceError(
    "unavailable",
    `${source}: the account is not shown without login, or does not exist (user is null)`,
    { ...context, lookAgainMs: LOOK_AGAIN_MS },
  );
}

/** An account that is not shown now may be shown later. */
export const LOOK_AGAIN_MS = 28 * 86_400_000;

/** @returns the error that a status or a message stands for. */
export function refusal(source: SourceName, answer: HttpAnswer, now: Date, message = ""): SourceError {
  const { status } = answer;
  const context = contextOf(answer);
  if (status === 404) {
    const said = saidIn(answer.body);
    if (said?.hasErrors === true)
      return new SourceError(
        "bad_response",
        `${source}: the answer reports a failure: ${said.message}`,
        context,
      );
    if (!isRefusal(said, answer.body))
      return new SourceError("not_found", `${source}: there is no such account (404)`, context);
  }
  if (status >= 500 || status === 408)
    return new SourceError("transient", `${source}: server error (${status})`, context);
  if (status >= 300 && status < 400)
    return new SourceError("blocked", `${source}: redirected to another page instead of an answer`, context);
  if (status === 429 || ASKS_TO_WAIT.test(message))
    return new RateLimited(`${source}: too many requests (${status})`, retryAfterMs(answer, now), context);
  const isUnknown =
    status >= 400 && status < 500 && ![401, 403].includes(status) && !REFUSES_US.test(message);
  return new SourceError("blocked", `${source}: refused (${status}${message && `: ${message}`})`, {
    ...context,
    ...(isUnknown && { mayBeTheAccount: true }),
  });
}

/** Whether a 404 refuses the visitor by its own words, and so says nothing about the account. */
function isRefusal(said: Refusal | null, body: string): boolean {
  if (said === null) return LOGIN_PAGE.test(body);
  return said.wantsLogin || REFUSES_US.test(said.message) || ASKS_TO_WAIT.test(said.message);
}

const LOGIN_PAGE = /<title[^>]*>\s*log ?in\b|id="loginForm"/i;
const ASKS_TO_WAIT = /wait a few minutes/i;
/** What Instagram says to a visitor that it refuses altogether; 401 and 403 mean the same without words. */
const REFUSES_US = /log ?in|challenge|checkpoint|feedback|consent|user ?agent|spam|block|try again|too many/i;

/**
 * Whether a refusal may concern only the requested account, such as 400 "Asset … has been deleted" (instaloader #2722):
 * a 4xx status with an unknown message.
 */
export function isDoubtful(error: unknown): error is SourceError {
  return error instanceof SourceError && error.context.mayBeTheAccount === true;
}

function contextOf({ status, headers, body }: HttpAnswer): Record<string, unknown> {
  return { status, excerpt: excerptOf(body), location: headers.location };
}
